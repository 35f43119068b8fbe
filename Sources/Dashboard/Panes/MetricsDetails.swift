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

    /// `↓ 1.2 MB/s  ↑ 30.4 KB/s`.
    func network(_ network: MonitoringSample.NetworkRates) -> String {
        let (received, sent) = (rate(network.bytesReceivedPerSecond), rate(network.bytesSentPerSecond))
        return signs.glyphs == .full ? "↓ \(received)  ↑ \(sent)" : "in \(received)  out \(sent)"
    }

    /// `read 1.2 MB/s  write 30.4 KB/s`.
    func diskIO(_ traffic: MonitoringSample.DiskRates) -> String {
        "read \(rate(traffic.bytesReadPerSecond))  write \(rate(traffic.bytesWrittenPerSecond))"
    }

    /// `0.52 0.41 0.33`, and `up 3d 4h`.
    func load(_ sample: MonitoringSample) -> [String] {
        var parts: [String] = []
        if let load = sample.loadAverage {
            let figures = [load.oneMinute, load.fiveMinutes, load.fifteenMinutes]
            parts.append(
                figures.map { $0.map { finite($0, places: 2) } ?? signs.unknown }.joined(separator: " "))
        }
        if let uptime = sample.uptimeSeconds, uptime >= 0, uptime < 1e15 {
            parts.append("up \(Figures.duration(.seconds(Int64(uptime))))")
        }
        return parts
    }

    /// A head and a line for each process; none without processes.
    func processes(_ processes: [MonitoringSample.ProcessUsage]) -> [StyledLine] {
        guard !processes.isEmpty else { return [] }
        func line(_ pid: String, _ name: String, _ usage: String, _ memory: String, _ style: TextStyle) -> StyledLine {
            let name = TextWidth.fitted(name, to: 20, mark: signs.ellipsis)
            return StyledLine([
                StyledSpan(padded(pid, 7) + "  ", .dim), StyledSpan(name, style == .dim ? .dim : .label),
                StyledSpan(padded(usage, 9) + padded(memory, 12), style),
            ])
        }
        return [line("PID", "Process", "CPU", "Memory", .dim)]
            + processes.map { process in
                line(
                    process.pid.map(String.init) ?? signs.unknown, process.name.map(harmless) ?? signs.unknown,
                    process.usagePercent.map { $0.isFinite ? Figures.percent($0) : signs.unknown } ?? signs.unknown,
                    process.memoryBytes.map { Figures.bytes(Int(clamping: $0)) } ?? signs.unknown, .value)
            }
    }

    private func rate(_ bytesPerSecond: Double?) -> String {
        guard let bytesPerSecond, bytesPerSecond >= 0, bytesPerSecond < 1e18 else { return signs.unknown }
        return Figures.bytes(Int(bytesPerSecond)) + "/s"
    }

    private func finite(_ value: Double, places: Int) -> String {
        value.isFinite ? Figures.decimal(value, places: places) : signs.unknown
    }

    private func padded(_ text: String, _ columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - TextWidth.columns(text))) + text
    }

    /// `!! Critical memory percentage is 93.1% (threshold 90)`: the server's text, and what it does not say itself.
    func alert(_ alert: MonitoringSample.Alert) -> StyledLine {
        let level = alert.usageLevel
        let value = alert.value.map(number)
        let threshold = alert.threshold.map { "threshold \(number($0))" }
        var text = alert.message.map(harmless) ?? ""
        if text.isEmpty {
            text = [alert.component.map(harmless), alert.metric.map(harmless), value].compactMap { $0 }
                .joined(separator: " ")
            text += threshold.map { text.isEmpty ? $0 : ", \($0)" } ?? ""
        } else {
            if let component = alert.component.map(harmless), !text.lowercased().contains(component.lowercased()) {
                text = "\(component): \(text)"
            }
            let left = [value, threshold].compactMap { $0 }.filter { part in
                !text.contains(part.split(separator: " ").last ?? "")
            }
            if !left.isEmpty { text += " (\(left.joined(separator: ", ")))" }
        }
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

    func celsius(_ value: Double) -> String { number(value) + signs.degree }

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
