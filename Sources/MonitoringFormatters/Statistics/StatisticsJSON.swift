import MonitoringMessages

/// Every figure of a connection's statistics as JSON: the manual's keys first, then ours. Times are ISO 8601, lengths
/// of time seconds.
enum StatisticsJSON {
    static func object(_ statistics: ConnectionStatistics) -> String {
        JSONLiteral.object([
            ("messages_received", "\(statistics.messagesReceived)"),
            ("messages_sent", "\(statistics.messagesSent)"),
            ("bytes_received", "\(statistics.bytesReceived)"),
            ("bytes_sent", "\(statistics.bytesSent)"),
            ("connection_start", time(statistics.connectionStart)),
            ("uptime_seconds", JSONLiteral.seconds(statistics.uptime)),
            ("reconnect_attempts", "\(statistics.reconnectAttempts)"),
            ("total_disconnections", "\(statistics.totalDisconnections)"),
            ("current_state", JSONLiteral.string(statistics.currentState.rawValue)),
            ("last_error", optional(statistics.lastError, JSONLiteral.string)),
            ("error_count", "\(statistics.errorCount)"),
            ("error_history", JSONLiteral.array(statistics.errorHistory.map(error))),
            ("malformed_messages", "\(statistics.malformedMessages)"),
            ("message_rate", optional(statistics.messageRate, JSONLiteral.number)),
            ("last_round_trip_seconds", optional(statistics.lastRoundTrip, JSONLiteral.seconds)),
            ("longest_outage_seconds", optional(statistics.longestOutage, JSONLiteral.seconds)),
            ("connected_share", optional(statistics.connectedShare, JSONLiteral.number)),
            ("outages", JSONLiteral.array(statistics.outages.map(outage))),
        ])
    }

    private static func error(_ record: ErrorRecord) -> String {
        JSONLiteral.object([
            ("timestamp", time(record.moment)),
            ("error", JSONLiteral.string(record.error)),
            ("type", JSONLiteral.string(record.type)),
            ("attempt", optional(record.attempt) { "\($0)" }),
            ("next_attempt_in_seconds", optional(record.nextAttemptIn, JSONLiteral.seconds)),
        ])
    }

    private static func outage(_ outage: Outage) -> String {
        JSONLiteral.object([
            ("start", time(outage.start)),
            ("end", time(outage.end)),
            ("length_seconds", optional(outage.end) { JSONLiteral.seconds(outage.length(now: $0.monotonic)) }),
            ("reason", JSONLiteral.string(outage.reason)),
            ("attempts", "\(outage.attempts)"),
        ])
    }

    private static func time(_ moment: Moment?) -> String {
        optional(moment) { JSONLiteral.string(Figures.iso8601($0.wall)) }
    }

    private static func optional<Value>(_ value: Value?, _ text: (Value) -> String) -> String {
        value.map(text) ?? JSONLiteral.null
    }
}
