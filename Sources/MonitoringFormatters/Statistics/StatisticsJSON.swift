import MonitoringMessages

/// Every figure of a connection's statistics as JSON: the manual's keys first, then ours. Times are ISO 8601, lengths
/// of time seconds. What is unknown is null.
enum StatisticsJSON {
    static func write(_ statistics: ConnectionStatistics, to object: inout JSONObjectWriter) {
        object.field("messages_received", statistics.messagesReceived)
        object.field("messages_sent", statistics.messagesSent)
        object.field("bytes_received", statistics.bytesReceived)
        object.field("bytes_sent", statistics.bytesSent)
        object.field("connection_start", time(statistics.connectionStart))
        object.field("uptime_seconds", seconds(statistics.uptime))
        object.field("reconnect_attempts", statistics.reconnectAttempts)
        object.field("total_disconnections", statistics.totalDisconnections)
        object.field("current_state", statistics.currentState.rawValue)
        object.field("last_error", statistics.lastError)
        object.field("error_count", statistics.errorCount)
        object.array("error_history", Array(statistics.errorHistory), write)
        object.field("malformed_messages", statistics.malformedMessages)
        object.field("message_rate", statistics.messageRate)
        object.field("last_round_trip_seconds", seconds(statistics.lastRoundTrip))
        object.field("longest_outage_seconds", seconds(statistics.longestOutage))
        object.field("connected_share", statistics.connectedShare)
        object.array("outages", Array(statistics.outages), write)
    }

    private static func write(to array: inout JSONObjectWriter, _ record: ErrorRecord) {
        array.element { object in
            object.field("timestamp", time(record.moment))
            object.field("error", record.error)
            object.field("type", record.type)
            object.field("attempt", record.attempt)
            object.field("next_attempt_in_seconds", seconds(record.nextAttemptIn))
        }
    }

    private static func write(to array: inout JSONObjectWriter, _ outage: Outage) {
        array.element { object in
            object.field("start", time(outage.start))
            object.field("end", time(outage.end))
            object.field("length_seconds", outage.end.flatMap { seconds(outage.length(now: $0.monotonic)) })
            object.field("reason", outage.reason)
            object.field("attempts", outage.attempts)
        }
    }

    private static func time(_ moment: Moment?) -> String? {
        moment.map { Figures.iso8601($0.wall) }
    }

    private static func seconds(_ duration: Duration?) -> Double? {
        duration.map { duration in
            let (seconds, attoseconds) = duration.components
            return Double(seconds) + Double(attoseconds) / 1e18
        }
    }
}
