import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages

/// A usage by its short name, such as `GPU 7` at 100 %.
struct WorstFigure {
    var name: String
    var percent: Double
    var level: UsageLevel
    /// What an alert about it is about; nil where there is none.
    var subject: AlertSubject?

    /// `GPU 7 100%`.
    var text: String { "\(name) \(Figures.decimal(percent, places: 1, trimmed: true, suffix: "%"))" }

    /// The highest usage of a sample; of equal ones the first. nil when it has none.
    init?(_ sample: MonitoringSample, settings: DashboardSettings) {
        var worst: (name: String, percent: Double, subject: AlertSubject?)?
        func take(_ name: @autoclosure () -> String, _ percent: Double?, _ subject: AlertSubject?) {
            guard let percent, percent.isFinite, percent > worst?.percent ?? -.infinity else { return }
            worst = (name(), percent, subject)
        }
        take("CPU", sample.processor?.usagePercent, .cpu)
        take("RAM", sample.memory?.usagePercent, .ram)
        take("Disk", sample.disk?.usagePercent, .disk(path: sample.disk?.path))
        for disk in sample.disks where disk != sample.disk {
            take(
                "Disk " + HarmlessText.make(disk.path ?? "", limit: 16, unicode: settings.unicode), disk.usagePercent,
                .disk(path: disk.path))
        }
        for (index, gpu) in sample.gpus.enumerated() {
            let number = sample.gpus.count == 1 ? "" : " \(index)"
            take("GPU\(number)", gpu.usagePercent, .gpu(index: index))
            take("VRAM\(number)", gpu.memoryPercent, nil)
        }
        guard let worst else { return nil }
        self.init(name: worst.name, percent: worst.percent, settings: settings)
        subject = worst.subject
    }

    init(name: String, percent: Double, settings: DashboardSettings) {
        self.name = name
        self.percent = percent
        level = settings.thresholds.level(percent)
    }
}

/// How many alerts, in words.
enum AlertCount {
    static func text(_ count: Int) -> String { count == 1 ? "1 alert" : "\(count) alerts" }
}
