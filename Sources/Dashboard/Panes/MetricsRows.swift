import MonitoringFormatters
import MonitoringMessages

/// A line of the metrics table. Lines of a lower rank go first when rows are short.
struct MetricsRow {
    var rank: Int
    var content: Content
    /// What is to be told of it when it is out of sight.
    var note: MetricsNote?

    enum Content {
        case usage(label: String, short: String, percent: Double?, tail: Tail?)
        case detail([String])
        case text(label: String, short: String, parts: [String])
        case line(StyledLine)
    }

    /// What stands at the right of a bar, and what of it in a narrow pane.
    struct Tail {
        var whole: StyledLine
        var short: StyledLine?
    }

    /// The usage lines stay, then alerts, GPU memory, and what describes the parts.
    enum Rank {
        static let usage = 10
        static let alert = 9
        static let gpuMemory = 8
        static let cores = 7
        static let processor = 6
        static let gpu = 5
        static let system = 4
        static let sizes = 3
        /// Up to here other panes come first.
        static let highestOptional = 2
        static let rates = 2
        static let disks = 1
        static let process = 0
    }
}

/// The rows of a sample, whatever the room.
struct MetricsRows {
    private(set) var rows: [MetricsRow] = []
    private let settings: DashboardSettings
    private let signs: Signs
    private let details: MetricsDetails

    /// GPUs, disks, alerts and processes listed; a message may hold thousands. What is left out is counted.
    private static let listLimit = 32

    init(_ sample: MonitoringSample, settings: DashboardSettings, showsCores: Bool, hasGPULines: Bool) {
        self.settings = settings
        signs = Signs(settings.glyphs)
        details = MetricsDetails(settings: settings, signs: signs)
        if let processor = sample.processor {
            usage("Processor", "CPU", processor.usagePercent)
            detail(MetricsRow.Rank.processor, details.processor(processor))
            if showsCores { detail(MetricsRow.Rank.cores, details.cores(processor)) }
        }
        if let memory = sample.memory {
            usage("Memory", "RAM", memory.usagePercent, sizes(memory.usedBytes, memory.totalBytes))
            detail(MetricsRow.Rank.sizes, details.memory(memory))
        }
        if let disk = sample.disk {
            usage("Disk", "DSK", disk.usagePercent, sizes(disk.usedBytes, disk.totalBytes))
            detail(MetricsRow.Rank.sizes, details.disk(disk))
        }
        addDisks(sample.disks.filter { $0 != sample.disk })
        addRates(sample)
        for (index, gpu) in sample.gpus.prefix(Self.listLimit).enumerated() {
            let number = sample.gpus.count == 1 ? "" : "\(index)"
            if hasGPULines { addLine(gpu, number) } else { addLines(gpu, number) }
        }
        more(sample.gpus.count, "GPUs")
        if let system = sample.system { detail(MetricsRow.Rank.system, details.system(system)) }
        for alert in sample.alerts.prefix(Self.listLimit) {
            add(MetricsRow.Rank.alert, .line(details.alert(alert)), .alerts(1))
        }
        more(sample.alerts.count, "alerts", .alerts(sample.alerts.count - Self.listLimit))
        for line in details.processes(Array(sample.topProcesses.prefix(Self.listLimit))) {
            add(MetricsRow.Rank.process, .line(line))
        }
    }

    private mutating func add(_ rank: Int, _ content: MetricsRow.Content, _ note: MetricsNote? = nil) {
        rows.append(MetricsRow(rank: rank, content: content, note: note))
    }

    private mutating func usage(
        _ label: String, _ short: String, _ percent: Double?, _ tail: MetricsRow.Tail? = nil,
        rank: Int = MetricsRow.Rank.usage, name: String? = nil
    ) {
        let known = percent.flatMap { $0.isFinite ? $0 : nil }
        let note = known.map { WorstFigure(name: name ?? short, percent: $0, settings: settings) }
        add(rank, .usage(label: label, short: short, percent: percent, tail: tail), note.map(MetricsNote.figure))
    }

    private mutating func detail(_ rank: Int, _ parts: [String]) {
        if !parts.isEmpty { add(rank, .detail(parts)) }
    }

    private mutating func more(_ count: Int, _ noun: String, _ note: MetricsNote? = nil) {
        guard count > Self.listLimit else { return }
        add(MetricsRow.Rank.alert, .detail(["\(signs.ellipsis) \(count - Self.listLimit) more \(noun)"]), note)
    }

    private func sizes(_ used: UInt64?, _ total: UInt64?) -> MetricsRow.Tail? {
        details.sizes(used, total).map { MetricsRow.Tail(whole: StyledLine([StyledSpan($0, .value)])) }
    }

    /// Usage, memory and what describes the GPU, a line each.
    private mutating func addLines(_ gpu: MonitoringSample.GPU, _ number: String) {
        let label = number.isEmpty ? "GPU" : "GPU \(number)"
        usage(label, "GPU\(number)", gpu.usagePercent, name: label)
        if gpu.memoryPercent != nil || gpu.memoryUsedBytes != nil {
            usage(
                "\(label) mem", "VRAM\(number)", gpu.memoryPercent, sizes(gpu.memoryUsedBytes, gpu.memoryTotalBytes),
                rank: MetricsRow.Rank.gpuMemory)
        }
        detail(MetricsRow.Rank.gpu, details.gpu(gpu))
    }

    /// One line for a GPU: its memory and its temperature stand beside the bar of its usage.
    private mutating func addLine(_ gpu: MonitoringSample.GPU, _ number: String) {
        var tail: MetricsRow.Tail?
        if let memory = gpu.memoryPercent, memory.isFinite {
            let level = settings.thresholds.level(memory)
            let style = TextStyle.level(level)
            let mark = TextWidth.fitted(level.mark, to: 2)
            let label = StyledSpan("mem ", .label)
            let short = [label, StyledSpan(padded(Figures.wholePercent(memory), 4) + mark, style)]
            var whole = [label, StyledSpan(padded(Figures.percent(memory), 6) + mark, style)]
            if let celsius = gpu.temperatureCelsius {
                whole.append(StyledSpan(" " + padded(details.celsius(celsius), 6), .dim))
            }
            tail = MetricsRow.Tail(whole: StyledLine(whole), short: StyledLine(short))
        } else if let celsius = gpu.temperatureCelsius {
            tail = MetricsRow.Tail(whole: StyledLine([StyledSpan(details.celsius(celsius), .dim)]))
        }
        usage("GPU \(number)", "GPU\(number)", gpu.usagePercent, tail, name: "GPU \(number)")
        guard let memory = gpu.memoryPercent, memory.isFinite, memory > gpu.usagePercent ?? -.infinity else { return }
        let worst = WorstFigure(name: "VRAM \(number)", percent: memory, settings: settings)
        rows[rows.count - 1].note = .figure(worst)
    }

    /// File systems beside the first; one that fills up stays in sight.
    private mutating func addDisks(_ disks: [MonitoringSample.Disk]) {
        for disk in disks.prefix(Self.listLimit) {
            let path = disk.path.map { HarmlessText.make($0, limit: 16, unicode: settings.unicode) } ?? "Disk"
            let isNormal = disk.usagePercent.map { settings.thresholds.level($0) == .normal } ?? true
            usage(
                TextWidth.clipped(path, to: 12, mark: signs.ellipsis),
                TextWidth.clipped(path, to: 5, mark: signs.ellipsis),
                disk.usagePercent, sizes(disk.usedBytes, disk.totalBytes),
                rank: isNormal ? MetricsRow.Rank.disks : MetricsRow.Rank.usage, name: "Disk \(path)")
        }
    }

    private mutating func addRates(_ sample: MonitoringSample) {
        func text(_ label: String, _ short: String, _ parts: [String]) {
            if !parts.isEmpty {
                add(MetricsRow.Rank.rates, .text(label: label, short: short, parts: parts))
            }
        }
        if let network = sample.network { text("Network", "NET", [details.network(network)]) }
        if let traffic = sample.diskIO { text("Disk I/O", "I/O", [details.diskIO(traffic)]) }
        text("Load", "Load", details.load(sample))
    }

    private func padded(_ text: String, _ columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - TextWidth.columns(text))) + text
    }
}
