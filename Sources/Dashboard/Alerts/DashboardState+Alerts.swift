import MonitoringAlerts
import MonitoringFormatters

extension DashboardState {
    /// Takes the alerts as they are now. Those that began or ended since the last time ring, and are named in the terminal's
    /// title.
    mutating func take(_ list: AlertList) -> [DashboardEffect] {
        guard list != alerts else { return [] }
        let isNews = list.raisedCount > alerts.raisedCount || list.clearedCount > alerts.clearedCount
        alerts = list
        revision += 1
        guard isNews else { return [] }
        return (settings.ringsBell ? [.ring] : []) + [.title(title)]
    }

    /// Whether any alert is on.
    var hasAlerts: Bool { !alerts.active.isEmpty }

    /// What people see of a terminal that they do not look at.
    private var title: String {
        let unicode = settings.unicode
        if let worst = alerts.active.first {
            let count = alerts.active.count > 1 ? "\(alerts.active.count) alerts: " : "Alert: "
            return count + AlertText.headline(.raised(worst), unicode: unicode)
        }
        return alerts.past.first.map { AlertText.headline(.cleared($0), unicode: unicode) } ?? ""
    }
}

/// The mark of the header: how many alerts are on, and the worst.
struct AlertMark {
    /// From short to long.
    let texts: [String]
    let level: UsageLevel

    /// nil without alerts.
    init?(_ alerts: AlertList, unicode: Bool) {
        guard let worst = alerts.active.first else { return nil }
        let count = AlertCount.text(alerts.active.count)
        texts = [count, "\(count): \(AlertText.subject(worst.subject, unicode: unicode))"]
        level = worst.level == .critical ? .critical : .warning
    }
}
