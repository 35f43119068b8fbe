import MonitoringFormatters
import MonitoringMessages

/// A usage by its short name, such as `GPU 7` at 100 %.
struct WorstFigure {
    var name: String
    var percent: Double
    var level: UsageLevel

    /// `GPU 7 100%`.
    var text: String { "\(name) \(Figures.decimal(percent, places: 1, trimmed: true, suffix: "%"))" }

    /// The highest usage of a sample; of equal ones the first. nil when it has none.
    init?(_ sample: MonitoringSample, settings: DashboardSettings) {
        var worst: (name: String, percent: Double)?
        func take(_ name: @autoclosure () -> String, _ percent: Double?) {
            guard let percent, percent.isFinite, percent > worst?.percent ?? -.infinity else { return }
            worst = (name(), percent)
        }
        take("CPU", sample.processor?.usagePercent)
        take("RAM", sample.memory?.usagePercent)
        take("Disk", sample.disk?.usagePercent)
        for disk in sample.disks where disk != sample.disk {
            take(
                "Disk " + HarmlessText.make(disk.path ?? "", limit: 16, unicode: settings.unicode), disk.usagePercent)
        }
        for (index, gpu) in sample.gpus.enumerated() {
            let number = sample.gpus.count == 1 ? "" : " \(index)"
            take("GPU\(number)", gpu.usagePercent)
            take("VRAM\(number)", gpu.memoryPercent)
        }
        guard let worst else { return nil }
        self.init(name: worst.name, percent: worst.percent, settings: settings)
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
