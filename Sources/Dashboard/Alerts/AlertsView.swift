import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages

/// The alerts as a table: those that are on first, then those that are over, the newest first.
struct AlertsView {
    let alerts: AlertList
    let settings: DashboardSettings
    let now: Moment

    private var signs: Signs { Signs(settings.glyphs) }
    private var unicode: Bool { settings.unicode }

    /// Columns of the fields; what follows them takes the rest.
    private enum Columns {
        static let start = 10
        static let length = 9
        static let level = 13
        static let name = 20
        static let value = 8
        static let peak = 8
    }

    var lines: [StyledLine] {
        var lines = section("Active", alerts.active, none: "No alerts.")
        lines.append(StyledLine())
        lines += section("Past", alerts.past, none: "none")
        let left = alerts.clearedCount - alerts.past.count
        if left > 0 { lines.append(StyledLine([StyledSpan("\(signs.ellipsis) \(left) older ones", .dim)])) }
        return lines
    }

    private func section(_ title: String, _ alerts: [Alert], none: String) -> [StyledLine] {
        let title = StyledLine([StyledSpan(title, .title)])
        guard !alerts.isEmpty else { return [title, StyledLine([StyledSpan(none, .dim)])] }
        let head = [
            fitted("Start", Columns.start), fitted("Length", Columns.length), fitted("Level", Columns.level),
            fitted("What", Columns.name), fitted("Value", Columns.value), fitted("Peak", Columns.peak), "About",
        ]
        return [title, StyledLine([StyledSpan(head.joined(), .dim)])] + alerts.map(row)
    }

    private func row(_ alert: Alert) -> StyledLine {
        let isOver = alert.end != nil
        let level: UsageLevel = alert.level == .critical ? .critical : .warning
        let mark = isOver ? "" : "\(level.mark) "
        return StyledLine([
            StyledSpan(fitted(Figures.timeOfDay(alert.start.wall), Columns.start), .plain),
            StyledSpan(fitted(Figures.duration(alert.length(now: now.monotonic)), Columns.length), .value),
            StyledSpan(fitted(mark + level.rawValue, Columns.level), isOver ? .dim : .level(level)),
            StyledSpan(fitted(AlertText.subject(alert.subject, unicode: unicode), Columns.name), .label),
            StyledSpan(fitted(value(alert.value, alert), Columns.value), isOver ? .dim : .value),
            StyledSpan(fitted(value(alert.peak, alert), Columns.peak), isOver ? .dim : .value),
            StyledSpan(about(alert), .dim),
        ])
    }

    /// The threshold, the host and the reason, as far as there are any.
    private func about(_ alert: Alert) -> String {
        var parts: [String] = []
        if let threshold = alert.threshold { parts.append("above \(value(threshold, alert))") }
        if alert.isGone { parts.append("gone") }
        parts.append(AlertText.host(alert, unicode: unicode))
        if let detail = alert.detail { parts.append(HarmlessText.make(detail, limit: 200, unicode: unicode)) }
        return parts.joined(separator: signs.dot)
    }

    private func value(_ value: Double?, _ alert: Alert) -> String {
        value.map { AlertText.value($0, of: alert.subject) } ?? signs.unknown
    }

    private func fitted(_ text: String, _ columns: Int) -> String {
        TextWidth.fitted(text, to: columns - 1, mark: signs.ellipsis) + " "
    }
}
