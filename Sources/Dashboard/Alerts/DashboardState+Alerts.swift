import MonitoringAlerts
import MonitoringFormatters

extension DashboardState {
    /// Takes the alerts as they are now. Those that began or ended since the last time ring, and are named in the terminal's
    /// title.
    mutating func take(_ list: AlertList) -> [DashboardEffect] {
        guard list != alerts else { return [] }
        defer { alerts = list }
        revision += 1
        return list.effects(since: alerts, settings: settings)
    }

    /// Whether any alert is on.
    var hasAlerts: Bool { !alerts.active.isEmpty }
}

extension AlertList {
    /// What news there is since an earlier list rings, and is named in the terminal's title.
    func effects(since earlier: AlertList, settings: DashboardSettings) -> [DashboardEffect] {
        guard raisedCount > earlier.raisedCount || clearedCount > earlier.clearedCount else { return [] }
        return (settings.ringsBell ? [.ring] : []) + [.title(title(unicode: settings.unicode))]
    }

    /// What people see of a terminal that they do not look at.
    private func title(unicode: Bool) -> String {
        if let worst = active.first {
            let count = active.count > 1 ? "\(active.count) alerts: " : "Alert: "
            return count + AlertText.headline(.raised(worst), unicode: unicode)
        }
        return past.first.map { AlertText.headline(.cleared($0), unicode: unicode) } ?? ""
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
