import MonitoringFormatters
import MonitoringMessages

/// What is known about each part beside its usage, as short texts, the most useful first. Unknown ones are left out.
struct MetricsDetails {
    let settings: DashboardSettings
    let signs: Signs

    /// `8.2/13.1 GB`.
    func sizes(_ used: UInt64?, _ total: UInt64?) -> String? {
        guard used != nil || total != nil else { return nil }
        let used = used.map(Figures.gigabytes) ?? signs.unknown
        let total = total.map(Figures.gigabytes) ?? signs.unknown
        return "\(used)/\(total) GB"
    }

    func processor(_ processor: MonitoringSample.Processor) -> [String] {
        var parts: [String] = []
        if let temperature = processor.temperatureCelsius { parts.append(celsius(temperature)) }
        if let frequency = processor.frequencyMHz, frequency > 0 {
            // The published server sends 0 for a maximum that it does not know.
            let maximum = processor.maximumFrequencyMHz.flatMap { $0 > 0 ? $0 : nil }
            parts.append(self.frequency(frequency, of: maximum))
        }
        if let cores = processor.coreCount { parts.append(cores == 1 ? "1 core" : "\(cores) cores") }
        if let threads = processor.logicalCount, threads != processor.coreCount {
            parts.append(threads == 1 ? "1 thread" : "\(threads) threads")
        }
        return parts
    }

    /// Each core as one sign, and the busiest in figures.
    func cores(_ processor: MonitoringSample.Processor) -> [String] {
        let cores = processor.perCoreUsagePercent
        guard cores.count > 1 else { return [] }
        let shown = cores.prefix(Self.coreSigns)
        let bars = shown.map(sign).joined() + (cores.count > shown.count ? signs.ellipsis : "")
        let usages = cores.lazy.map { $0 ?? -.infinity }
        guard let busiest = usages.indices.max(by: { usages[$0] < usages[$1] }), let usage = cores[busiest] else {
            return []
        }
        return ["cores \(bars)", "core \(busiest) at \(Figures.wholePercent(usage))"]
    }

    /// Cores that one line shows at most.
    private static let coreSigns = 32

    private func sign(_ usage: Double?) -> String {
        guard let usage, usage.isFinite else { return signs.unknown }
        let steps = signs.steps
        let step = Int((min(max(usage, 0), 100) / 100 * Double(steps.count)).rounded(.down))
        return steps[min(step, steps.count - 1)]
    }

    func memory(_ memory: MonitoringSample.Memory) -> [String] {
        memory.availableBytes.map { ["\(Figures.gigabytes($0)) GB available"] } ?? []
    }

    func disk(_ disk: MonitoringSample.Disk) -> [String] {
        let path = disk.path.map(harmless)
        guard let free = disk.freeBytes else { return path.map { [$0] } ?? [] }
        return ["\(Figures.gigabytes(free)) GB free" + (path.map { " on \($0)" } ?? "")]
    }

    func gpu(_ gpu: MonitoringSample.GPU) -> [String] {
        var parts: [String] = []
        if let temperature = gpu.temperatureCelsius { parts.append(celsius(temperature)) }
        if let draw = gpu.powerDrawWatts {
            let limit = gpu.powerLimitWatts.map { " of \(number($0))" } ?? ""
            parts.append("\(number(draw))\(limit) W")
        }
        if let name = gpu.name { parts.append(harmless(name)) }
        if let driver = gpu.driverVersion { parts.append("driver \(harmless(driver))") }
        return parts
    }

    func system(_ system: MonitoringSample.System) -> [String] {
        var parts: [String] = []
        if let hostname = system.hostname { parts.append(harmless(hostname)) }
        let name = [system.osName, system.osRelease].compactMap { $0 }.map(harmless).joined(separator: " ")
        if !name.isEmpty { parts.append(name) }
        if let architecture = system.architecture { parts.append(harmless(architecture)) }
        if let processes = system.processes { parts.append("\(processes) processes") }
        return parts
    }

    /// `!! cpu usage_percent 95.0, threshold 90.0: text`.
    func alert(_ alert: MonitoringSample.Alert) -> StyledLine {
        let level = alert.usageLevel
        var text = [alert.component, alert.metric].compactMap { $0 }.map(harmless).joined(separator: " ")
        if let value = alert.value { text += " \(number(value))" }
        if let threshold = alert.threshold { text += ", threshold \(number(threshold))" }
        if let message = alert.message { text += text.isEmpty ? harmless(message) : ": \(harmless(message))" }
        return StyledLine([
            StyledSpan("\(level.mark) \(level.rawValue) ", .level(level)), StyledSpan(text.isEmpty ? "alert" : text),
        ])
    }

    /// `2.6 of 3.5 GHz`, below 1000 MHz in MHz.
    private func frequency(_ frequency: Double, of maximum: Double?) -> String {
        let isHigh = max(frequency, maximum ?? 0) >= 1000
        func text(_ value: Double) -> String {
            isHigh && value.isFinite ? Figures.decimal(value / 1000, places: 1) : number(value)
        }
        return text(frequency) + (maximum.map { " of \(text($0))" } ?? "") + (isHigh ? " GHz" : " MHz")
    }

    private func celsius(_ value: Double) -> String { number(value) + signs.degree }

    private func number(_ value: Double) -> String {
        value.isFinite ? Figures.decimal(value, places: 1, trimmed: true) : signs.unknown
    }

    private func harmless(_ text: String) -> String {
        HarmlessText.make(text, unicode: settings.unicode)
    }
}

extension MonitoringSample.Alert {
    /// Critical when the server says so; any other alert is a warning.
    var usageLevel: UsageLevel { level?.lowercased() == "critical" ? .critical : .warning }
}
