import MonitoringFormatters
import MonitoringMessages

/// The detailed format as a pane shows it: a line for each part with a bar as wide as there is room, and further lines below each
/// part where there are rows for them.
struct MetricsTable {
    /// The table with lines of their own for a GPU's memory and description, and with one line for each GPU.
    private let rows: [MetricsRow]
    private let shortRows: [MetricsRow]
    private let alerts: [MonitoringSample.Alert]
    private let settings: DashboardSettings
    private let signs: Signs
    /// Below this width labels are short.
    private static let narrow = 44
    /// Below this width there are neither bars nor lines of their own, only figures side by side.
    private static let tiny = 26
    /// From this width on the sizes stand in a column of their own.
    private static let sizesFrom = 50

    /// Below this width a GPU's memory has no place beside its usage.
    private static let memoryFrom = 34
    /// From this width on processes are listed.
    private static let processesFrom = 56

    init(_ sample: MonitoringSample, settings: DashboardSettings, showsCores: Bool) {
        self.settings = settings
        signs = Signs(settings.glyphs)
        alerts = sample.alerts
        let make = { MetricsRows(sample, settings: settings, showsCores: showsCores, hasGPULines: $0).rows }
        rows = make(false)
        shortRows = sample.gpus.count > 1 ? make(true) : rows
    }

    /// Lines that it would fill.
    var rowCount: Int { rows.count { $0.rank > MetricsRow.Rank.highestOptional } }
    /// Those of them that only describe the parts.
    var detailRowCount: Int {
        rows.count { (MetricsRow.Rank.highestOptional + 1)..<MetricsRow.Rank.gpuMemory ~= $0.rank }
    }
    /// Further lines for which other panes need not give way.
    var optionalRowCount: Int { rows.count - rowCount }

    /// The lines for a pane of that size; more than `height` only when the figures themselves do not fit.
    func lines(columns: Int, height: Int) -> MetricsLines {
        let usageRows = rows.filter { $0.rank >= MetricsRow.Rank.usage }
        if columns < Self.tiny || height < min(usageRows.count, 3) { return flow(columns: columns) }
        let chosen = fitting(columns: columns, height: height)
        let isNarrow = columns < Self.narrow
        let usages = chosen.compactMap { row -> (String, Int)? in
            switch row.content {
            case .usage(let label, let short, _, let tail): (isNarrow ? short : label, self.tail(tail, columns).columns)
            case .text(let label, let short, _): (isNarrow ? short : label, 0)
            case .detail, .line: nil
            }
        }
        let widths = Widths(
            label: usages.map { TextWidth.columns($0.0) }.max() ?? 0, sizes: usages.map(\.1).max() ?? 0,
            all: columns, isNarrow: isNarrow)
        return MetricsLines(
            lines: chosen.map { line($0, widths) }, notes: chosen.map { $0.note.map { [$0] } ?? [] },
            columns: columns, signs: signs)
    }

    /// The figures side by side, and how many alerts there are.
    private func flow(columns: Int) -> MetricsLines {
        let usages = rows.filter { $0.rank >= MetricsRow.Rank.usage }.compactMap { row in
            compactItem(row).map { (spans: $0, note: row.note) }
        }
        var items = usages.map(\.spans)
        if !alerts.isEmpty {
            let level = alerts.contains { $0.usageLevel == .critical } ? UsageLevel.critical : .warning
            items.append([StyledSpan("\(level.mark) \(AlertCount.text(alerts.count))", .level(level))])
        }
        let notes = usages.map(\.note) + (alerts.isEmpty ? [] : [.alerts(alerts.count)])
        let ranges = Flow.ranges(items, columns: columns, gap: "  ")
        return MetricsLines(
            lines: Flow.lines(items, columns: columns, gap: "  "), notes: ranges.map { notes[$0].compactMap { $0 } },
            columns: columns, signs: signs)
    }

    /// The rows that fit, in order: the highest ranks, of equal ones the first; figures and alerts in any case.
    private func fitting(columns: Int, height: Int) -> [MetricsRow] {
        let isLong = rows.count { $0.rank >= MetricsRow.Rank.gpuMemory } > height
        var all = (isLong ? shortRows : rows).filter {
            $0.rank != MetricsRow.Rank.process || columns >= Self.processesFrom
        }
        // What describes a GPU is there for all of them or for none.
        if all.count(where: { $0.rank >= MetricsRow.Rank.gpu }) > height {
            all.removeAll { $0.rank == MetricsRow.Rank.gpu }
        }
        guard all.count > height else { return all }
        let ranked = all.indices.sorted { (all[$1].rank, $0) < (all[$0].rank, $1) }
        let needed = all.count { $0.rank >= MetricsRow.Rank.alert }
        var chosen = ranked.prefix(max(height, needed)).sorted().map { all[$0] }
        // A head without a process below it says nothing.
        if chosen.count(where: { $0.rank == MetricsRow.Rank.process }) == 1 {
            chosen.removeAll { $0.rank == MetricsRow.Rank.process }
        }
        return chosen
    }

    /// What stands at the right of a bar, as far as the pane is wide enough.
    private func tail(_ tail: MetricsRow.Tail?, _ columns: Int) -> StyledLine {
        if columns >= Self.sizesFrom { return tail?.whole ?? StyledLine() }
        return columns >= Self.memoryFrom ? tail?.short ?? StyledLine() : StyledLine()
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

    private func line(_ row: MetricsRow, _ widths: Widths) -> StyledLine {
        switch row.content {
        case .usage(let label, let short, let percent, let tail):
            return usageLine(widths.isNarrow ? short : label, percent, self.tail(tail, widths.all), widths)
        case .detail(let parts):
            return detailLine(parts, widths)
        case .text(let label, let short, let parts):
            let label = TextWidth.fitted(widths.isNarrow ? short : label, to: widths.label, mark: signs.ellipsis)
            return StyledLine([
                StyledSpan(label + "  ", .label), StyledSpan(parts.joined(separator: signs.dot), .value),
            ])
        case .line(let line):
            return line
        }
    }

    private func usageLine(_ label: String, _ percent: Double?, _ tail: StyledLine, _ widths: Widths) -> StyledLine {
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
        if tail.columns > 0 {
            spans.append(StyledSpan(String(repeating: " ", count: 2 + widths.sizes - tail.columns)))
            spans += tail.spans
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
    private func compactItem(_ row: MetricsRow) -> [StyledSpan]? {
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
        ranges(items, columns: columns, gap: gap).map { range in
            StyledLine(Array(items[range].joined(separator: [StyledSpan(gap)])))
        }
    }

    /// Which items stand in which line.
    static func ranges(_ items: [[StyledSpan]], columns: Int, gap: String) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var taken = 0
        for (index, item) in items.enumerated() {
            let width = StyledLine(item).columns
            if let last = ranges.last, taken + gap.utf8.count + width <= columns {
                ranges[ranges.count - 1] = last.lowerBound..<(index + 1)
                taken += gap.utf8.count + width
            } else {
                ranges.append(index..<(index + 1))
                taken = width
            }
        }
        return ranges
    }
}

extension StyledLine {
    /// Columns that it takes.
    var columns: Int { spans.reduce(0) { $0 + TextWidth.columns($1.text) } }
}
