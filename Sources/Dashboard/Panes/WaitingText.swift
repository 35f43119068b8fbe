import MonitoringFormatters
import MonitoringMessages

/// What is being waited for while there is no sample yet, and for how long.
enum WaitingText {
    static func lines(_ recording: Recording, now: Moment, unicode: Bool) -> [StyledLine] {
        let status = recording.status
        let uri = HarmlessText.make(status.uri, unicode: unicode)
        let length = status.since.map { AgeText.make(now.monotonic - $0.monotonic) }
        var lines: [StyledLine] = []
        switch status.state {
        case .connected:
            lines.append(text("Waiting for the first sample from \(uri)"))
            if let length { lines.append(text("connected \(length) ago", .dim)) }
            if let notice = recording.serverNotice {
                lines.append(text("server: \(HarmlessText.make(notice, unicode: unicode))", .dim))
            }
        case .connecting:
            lines.append(text("Connecting to \(uri)"))
            if let length { lines.append(text("for \(length)", .dim)) }
        case .reconnecting, .error, .disconnected:
            lines.append(text("No data yet: not connected to \(uri)"))
            if let reason = status.reason { lines.append(text(HarmlessText.make(reason, unicode: unicode), .error)) }
            if let length { lines.append(text("for \(length)", .dim)) }
        }
        return lines
    }

    private static func text(_ text: String, _ style: TextStyle = .plain) -> StyledLine {
        StyledLine([StyledSpan(text, style)])
    }
}
