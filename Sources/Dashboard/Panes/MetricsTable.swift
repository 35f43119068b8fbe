import MonitoringFormatters
import MonitoringMessages

/// The detailed format as a pane shows it: a line for each part with a bar as wide as there is room, and further lines below each
/// part where there are rows for them.
struct MetricsTable {
    /// A line of the table. Lines of a lower rank go first when rows are short.
    private struct Row {
        var rank: Int
        var content: Content

        enum Content {
            case usage(label: String, short: String, percent: Double?, sizes: String?)
            case detail([String])
            case alert(StyledLine)
        }
    }

    /// Ranks: the usage lines stay, then alerts, GPU memory, and what describes the parts.
    private enum Rank {
        static let usage = 9
        static let alert = 8
        static let gpuMemory = 7
        static let cores = 6
        static let processor = 5
        static let gpu = 4
        static let system = 3
        static let sizes = 2
    }

    private let rows: [Row]
    private let settings: DashboardSettings
    private let signs: Signs
    /// Below this width labels are short.
    private static let narrow = 44
    /// Below this width there are neither bars nor lines of their own, only figures side by side.
    private static let tiny = 26
    /// From this width on the sizes stand in a column of their own.
    private static let sizesFrom = 50

    /// GPUs and alerts listed; a message may hold thousands. What is left out is counted.
    private static let listLimit = 32

    init(_ sample: MonitoringSample, settings: DashboardSettings, showsCores: Bool) {
        self.settings = settings
        let signs = Signs(settings.glyphs)
        self.signs = signs
        let details = MetricsDetails(settings: settings, signs: signs)
        var rows: [Row] = []
        func usage(_ label: String, _ short: String, _ percent: Double?, _ sizes: String?, rank: Int = Rank.usage) {
            rows.append(Row(rank: rank, content: .usage(label: label, short: short, percent: percent, sizes: sizes)))
        }
        func detail(_ rank: Int, _ parts: [String]) {
            if !parts.isEmpty { rows.append(Row(rank: rank, content: .detail(parts))) }
        }
        if let processor = sample.processor {
            usage("Processor", "CPU", processor.usagePercent, nil)
            detail(Rank.processor, details.processor(processor))
            if showsCores { detail(Rank.cores, details.cores(processor)) }
        }
        if let memory = sample.memory {
            usage("Memory", "RAM", memory.usagePercent, details.sizes(memory.usedBytes, memory.totalBytes))
            detail(Rank.sizes, details.memory(memory))
        }
        if let disk = sample.disk {
            usage("Disk", "DSK", disk.usagePercent, details.sizes(disk.usedBytes, disk.totalBytes))
            detail(Rank.sizes, details.disk(disk))
        }
        func more(_ count: Int, _ noun: String, rank: Int) {
            if count > Self.listLimit { detail(rank, ["\(signs.ellipsis) \(count - Self.listLimit) more \(noun)"]) }
        }
        for (index, gpu) in sample.gpus.prefix(Self.listLimit).enumerated() {
            let number = sample.gpus.count == 1 ? "" : "\(index)"
            let label = number.isEmpty ? "GPU" : "GPU \(number)"
            usage(label, "GPU\(number)", gpu.usagePercent, nil)
            if gpu.memoryPercent != nil || gpu.memoryUsedBytes != nil {
                usage(
                    "\(label) mem", "VRAM\(number)", gpu.memoryPercent,
                    details.sizes(gpu.memoryUsedBytes, gpu.memoryTotalBytes), rank: Rank.gpuMemory)
            }
            detail(Rank.gpu, details.gpu(gpu))
        }
        more(sample.gpus.count, "GPUs", rank: Rank.alert)
        if let system = sample.system { detail(Rank.system, details.system(system)) }
        rows += sample.alerts.prefix(Self.listLimit).map { Row(rank: Rank.alert, content: .alert(details.alert($0))) }
        more(sample.alerts.count, "alerts", rank: Rank.alert)
        self.rows = rows
    }

    /// Lines that it would fill.
    var rowCount: Int { rows.count }

    /// The lines for a pane of that size; more than `height` only when the figures themselves do not fit.
    func lines(columns: Int, height: Int) -> [StyledLine] {
        let usageRows = rows.filter { $0.rank >= Rank.usage }
        if columns < Self.tiny || height < min(usageRows.count, 3) {
            return Flow.lines(usageRows.compactMap(compactItem), columns: columns, gap: "  ")
        }
        let chosen = fitting(height)
        let isNarrow = columns < Self.narrow
        let usages = chosen.compactMap { row -> (String, String?)? in
            guard case .usage(let label, let short, _, let sizes) = row.content else { return nil }
            return (isNarrow ? short : label, sizes)
        }
        let widths = Widths(
            label: usages.map { TextWidth.columns($0.0) }.max() ?? 0,
            sizes: columns >= Self.sizesFrom ? usages.compactMap(\.1).map(TextWidth.columns).max() ?? 0 : 0,
            all: columns, isNarrow: isNarrow)
        return chosen.map { line($0, widths) }
    }

    /// The rows that fit, in order: the highest ranks, of equal ones the first.
    private func fitting(_ height: Int) -> [Row] {
        guard rows.count > height else { return rows }
        let ranked = rows.indices.sorted { (rows[$1].rank, $0) < (rows[$0].rank, $1) }
        let needed = rows.filter { $0.rank >= Rank.usage }.count
        return ranked.prefix(max(height, needed)).sorted().map { rows[$0] }
    }

    /// Columns of the table's parts.
    private struct Widths {
        var label: Int
        var sizes: Int
        var all: Int
        var isNarrow: Bool

        /// `100.0%`.
        static let percent = 6
        /// `Critical`, or `!!`.
        var level: Int { isNarrow ? 2 : 8 }
        var bar: Int {
            max(0, all - label - 1 - Self.percent - 1 - 1 - level - (sizes > 0 ? sizes + 2 : 0))
        }
    }

    private func line(_ row: Row, _ widths: Widths) -> StyledLine {
        switch row.content {
        case .usage(let label, let short, let percent, let sizes):
            usageLine(widths.isNarrow ? short : label, percent, sizes, widths)
        case .detail(let parts):
            detailLine(parts, widths)
        case .alert(let line):
            line
        }
    }

    private func usageLine(_ label: String, _ percent: Double?, _ sizes: String?, _ widths: Widths) -> StyledLine {
        var spans = [StyledSpan(TextWidth.fitted(label, to: widths.label, mark: signs.ellipsis) + " ", .label)]
        if let percent, percent.isFinite {
            let level = settings.thresholds.level(percent)
            spans.append(StyledSpan(padded(Figures.percent(percent), Widths.percent) + " ", .level(level)))
            spans += Bar(percent: percent, length: widths.bar).spans(level, unicode: settings.unicode)
            let word = widths.isNarrow ? level.mark : level.rawValue
            spans.append(
                StyledSpan(" " + TextWidth.fitted(word, to: widths.level), level == .normal ? .dim : .level(level)))
        } else {
            spans.append(StyledSpan(padded(signs.unknown, Widths.percent) + " ", .dim))
            spans.append(StyledSpan(String(repeating: " ", count: widths.bar + 1 + widths.level), .plain))
        }
        if let sizes, widths.sizes > 0 {
            spans.append(StyledSpan("  " + padded(sizes, widths.sizes), .value))
        }
        return StyledLine(spans)
    }

    /// As many parts as fit, under the bars.
    private func detailLine(_ parts: [String], _ widths: Widths) -> StyledLine {
        let indent = widths.label + 1 + (widths.isNarrow ? 0 : Widths.percent + 1)
        let room = max(0, widths.all - indent)
        var text = ""
        for part in parts {
            let longer = text.isEmpty ? part : text + signs.dot + part
            if !text.isEmpty && TextWidth.columns(longer) > room { break }
            text = longer
        }
        return StyledLine([
            StyledSpan(String(repeating: " ", count: indent), .plain),
            StyledSpan(TextWidth.clipped(text, to: room, mark: signs.ellipsis), .dim),
        ])
    }

    /// `CPU 45%`, with its mark.
    private func compactItem(_ row: Row) -> [StyledSpan]? {
        guard case .usage(_, let short, let percent, _) = row.content else { return nil }
        let label = StyledSpan(short + " ", .label)
        guard let percent, percent.isFinite else { return [label, StyledSpan(padded(signs.unknown, 4), .dim)] }
        let level = settings.thresholds.level(percent)
        return [label, StyledSpan(padded(Figures.wholePercent(percent), 4) + level.mark, .level(level))]
    }

    private func padded(_ text: String, _ columns: Int) -> String {
        String(repeating: " ", count: max(0, columns - TextWidth.columns(text))) + text
    }
}

/// Puts items side by side, a new line where the next does not fit.
enum Flow {
    static func lines(_ items: [[StyledSpan]], columns: Int, gap: String) -> [StyledLine] {
        var lines: [StyledLine] = []
        var taken = 0
        for item in items {
            let width = item.reduce(0) { $0 + TextWidth.columns($1.text) }
            if let last = lines.indices.last, taken + gap.utf8.count + width <= columns {
                lines[last].spans += [StyledSpan(gap)] + item
                taken += gap.utf8.count + width
            } else {
                lines.append(StyledLine(item))
                taken = width
            }
        }
        return lines
    }
}
