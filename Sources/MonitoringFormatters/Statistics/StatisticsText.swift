import MonitoringMessages

/// Every figure of a connection's statistics as text.
struct StatisticsText {
    var options: FormatOptions

    init(_ options: FormatOptions) {
        self.options = options
    }

    func text(_ statistics: ConnectionStatistics) -> StyledText {
        var lines = [StyledLine([StyledSpan("=== Client Statistics ===", .title)])]
        func add(_ label: String, _ value: String?) {
            let value = value.map { StyledSpan($0, .value) } ?? StyledSpan(options.unknown, .dim)
            lines.append(StyledLine([StyledSpan(label + ": ", .label), value]))
        }
        let received = Figures.bytes(statistics.bytesReceived)
        let sent = Figures.bytes(statistics.bytesSent)
        add("Messages", "\(statistics.messagesReceived) received, \(statistics.messagesSent) sent")
        add("Data", "\(received) received, \(sent) sent")
        add("State", statistics.currentState.rawValue)
        add("Connected since", statistics.connectionStart.map { Figures.iso8601($0.wall) })
        add("Uptime", Figures.duration(statistics.uptime))
        add("Reconnections", "\(statistics.reconnectAttempts)")
        add("Disconnections", "\(statistics.totalDisconnections)")
        add("Errors", "\(statistics.errorCount)")
        add("Malformed messages", "\(statistics.malformedMessages)")
        add("Message rate", finite(statistics.messageRate).map { Figures.decimal($0, places: 1, suffix: " msg/s") })
        add("Round-trip", statistics.lastRoundTrip.map(Figures.milliseconds))
        add("Longest outage", statistics.longestOutage.map(Figures.duration))
        add("Time connected", finite(statistics.connectedShare).map { Figures.percent($0 * 100) })
        add("Last error", statistics.lastError.map(options.harmless))
        addErrors(statistics.errorHistory, to: &lines)
        addOutages(statistics.outages, to: &lines)
        return StyledText(lines)
    }

    private func finite(_ value: Double?) -> Double? {
        value.flatMap { $0.isFinite ? $0 : nil }
    }

    private func addErrors(_ errors: [ErrorRecord], to lines: inout [StyledLine]) {
        guard !errors.isEmpty else { return }
        lines.append(StyledLine([StyledSpan("Error history:", .label)]))
        for record in errors {
            var spans = [
                StyledSpan("  [" + Figures.timeOfDay(record.moment.wall) + "] ", .dim),
                StyledSpan(options.harmless(record.type) + ": " + options.harmless(record.error), .error),
            ]
            var circumstances: [String] = []
            if let attempt = record.attempt { circumstances.append("attempt \(attempt)") }
            if let next = record.nextAttemptIn { circumstances.append("next in \(Figures.duration(next))") }
            if !circumstances.isEmpty {
                spans.append(StyledSpan(" (" + circumstances.joined(separator: ", ") + ")", .dim))
            }
            lines.append(StyledLine(spans))
        }
    }

    private func addOutages(_ outages: [Outage], to lines: inout [StyledLine]) {
        guard !outages.isEmpty else { return }
        lines.append(StyledLine([StyledSpan("Outages:", .label)]))
        for outage in outages {
            let length = outage.end.map { Figures.duration(outage.length(now: $0.monotonic)) } ?? "not over"
            let attempts = outage.attempts == 1 ? "1 attempt" : "\(outage.attempts) attempts"
            lines.append(
                StyledLine([
                    StyledSpan("  [" + Figures.timeOfDay(outage.start.wall) + "] ", .dim),
                    StyledSpan(length, .value),
                    StyledSpan(", " + attempts + ": ", .dim),
                    StyledSpan(options.harmless(outage.reason), .error),
                ])
            )
        }
    }
}
