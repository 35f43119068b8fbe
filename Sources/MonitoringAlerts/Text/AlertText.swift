import MonitoringFormatters
import MonitoringMessages

/// Alerts in words: on one line, harmless, in English.
public enum AlertText {
    /// What it is about: `CPU`, `Disk /data`, `GPU 1`, `Link`.
    public static func subject(_ subject: AlertSubject, unicode: Bool = true) -> String {
        switch subject {
        case .cpu: return "CPU"
        case .ram: return "RAM"
        case .disk(let path):
            return path.map { "Disk \(harmless($0, limit: 40, unicode: unicode))" } ?? "Disk"
        case .gpu(let index): return "GPU \(index)"
        case .server(let component, let metric):
            let words = [component, metric].compactMap { $0 }.map { harmless($0, limit: 40, unicode: unicode) }
            return words.isEmpty ? "Server alert" : words.joined(separator: " ")
        case .link: return "Link"
        case .cluster: return "Cluster CPU"
        }
    }

    /// A value of a subject: `93.1%`, or without a unit where the unit is the server's.
    public static func value(_ value: Double, of subject: AlertSubject) -> String {
        Figures.decimal(value, places: 1, trimmed: true, suffix: subject.isPercentage ? "%" : "")
    }

    /// The host by its own name, or else by the name that the machine was told.
    public static func host(_ alert: Alert, unicode: Bool = true) -> String {
        harmless(alert.hostname ?? alert.host, limit: 100, unicode: unicode)
    }

    /// What is wrong in a few words: `CPU 93.1% on vm`, `Link lost on vm`, `Cluster CPU 85%`.
    public static func headline(_ event: AlertEvent, unicode: Bool = true) -> String {
        let alert = event.alert
        let name = subject(alert.subject, unicode: unicode)
        let place = alert.subject == .cluster ? "" : " on \(host(alert, unicode: unicode))"
        switch event {
        case .raised, .ongoing:
            if alert.subject == .link { return "\(name) lost\(place)" }
            return name + (alert.value.map { " \(value($0, of: alert.subject))" } ?? "") + place
        case .cleared:
            if alert.isGone { return "\(name) gone\(place)" }
            return alert.subject == .link ? "\(name) back\(place)" : "\(name) normal again\(place)"
        }
    }

    /// The whole in one sentence: what happened, since when, how long, how bad.
    ///
    /// - Parameter now: The moment that the length of an alert that is on is counted to, on the monotonic clock.
    public static func sentence(_ event: AlertEvent, now: Duration, unicode: Bool = true) -> String {
        let alert = event.alert
        let length = Figures.duration(alert.length(now: now))
        var parts = [headline(event, unicode: unicode)]
        switch event {
        case .raised:
            if let threshold = alert.threshold { parts.append("above \(value(threshold, of: alert.subject))") }
            if let detail = alert.detail { parts.append(harmless(detail, limit: 200, unicode: unicode)) }
            parts.append("since \(Figures.timeOfDay(alert.start.wall))")
        case .ongoing:
            parts.append("still on after \(length)")
            if let peak = alert.peak { parts.append("peak \(value(peak, of: alert.subject))") }
        case .cleared:
            parts.append("after \(length)")
            if let peak = alert.peak { parts.append("peak \(value(peak, of: alert.subject))") }
        }
        return "\(word(event)): \(parts.joined(separator: ", "))"
    }

    /// `WARNING`, `CRITICAL`, `STILL WARNING`, `CLEARED`.
    private static func word(_ event: AlertEvent) -> String {
        switch event {
        case .raised(let alert): alert.level.rawValue.uppercased()
        case .ongoing(let alert): "STILL \(alert.level.rawValue.uppercased())"
        case .cleared: "CLEARED"
        }
    }

    private static func harmless(_ text: String, limit: Int, unicode: Bool) -> String {
        HarmlessText.make(text, limit: limit, unicode: unicode)
    }
}
