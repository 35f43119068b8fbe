import MonitoringFormatters
import MonitoringMessages

/// Draws the table: titles, and of the hosts only the lines that are in sight.
struct HostTableDrawing {
    let state: FleetState
    let layout: FleetLayout
    private let signs: Signs
    private let columns: HostColumns

    init(_ state: FleetState) {
        self.state = state
        layout = FleetLayout(size: state.size)
        signs = Signs(state.settings.glyphs)
        columns = HostColumns(columns: layout.rows.columns, longestName: state.longestName)
    }

    func draw(on canvas: inout Canvas) {
        if layout.isFramed {
            canvas.box(layout.body, title: title, info: info, focused: true)
        }
        canvas.put(titles, in: layout.titles, row: 0)
        guard !state.table.order.isEmpty else {
            canvas.put([Run("No host passes the filter.", .text(.dim))], in: layout.rows, row: 0)
            return
        }
        let shown = state.table.order.dropFirst(state.table.top).prefix(layout.rows.rows)
        for (row, host) in shown.enumerated() {
            draw(host, row: row, isSelected: state.table.cursorHost == host, on: &canvas)
        }
        if let host = state.table.cursorHost {
            canvas.put(HostDetail(state, host: host).runs, in: layout.detail, row: 0)
        }
    }

    // MARK: - Border and titles

    private var title: [Run] {
        let (all, shown) = (state.hosts.count, state.table.order.count)
        return [Run(shown == all ? "\(all) hosts" : "\(shown) of \(all) hosts", .paneTitleFocused)]
    }

    private var info: [Run] {
        var parts: [Run] = []
        if !state.table.filter.isEmpty { parts.append(Run("filter \(filter)", .text(.title))) }
        parts.append(Run("\(sortName)\(state.table.isInverted ? ", inverted" : "")", .text(.dim)))
        let rows = layout.rows.rows
        if rows > 0, state.table.order.count > rows {
            let first = state.table.top + 1
            parts.append(
                Run(
                    "\(first)-\(min(first + rows - 1, state.table.order.count))/\(state.table.order.count)", .text(.dim)
                ))
        }
        return Array(parts.map { [$0] }.joined(separator: [Run(signs.dot, .text(.separator))]))
    }

    private var filter: String { HarmlessText.make(state.table.filter, unicode: state.settings.unicode) }

    private var sortName: String {
        switch state.table.column {
        case .worst: "worst first"
        case .name: "by name"
        case .cpu: "by CPU"
        case .memory: "by RAM"
        case .disk: "by disk"
        case .gpu: "by GPU"
        case .age: "by age"
        case .link: "by link"
        }
    }

    private var titles: [Run] {
        var runs = [
            Run(String(repeating: " ", count: HostColumns.signs)), title("HOST", columns.name, isSorted: .name),
        ]
        for part in columns.parts {
            let isText = part == .state || part == .worst
            runs.append(Run(" "))
            runs.append(title(part.title, columns.width(part), isSorted: part.column, atRight: !isText))
        }
        return runs
    }

    private func title(_ text: String, _ width: Int, isSorted column: FleetColumn?, atRight: Bool = false) -> Run {
        guard state.table.column == column else { return Run(fitted(text, width, atRight: atRight), .text(.dim)) }
        let arrow = state.settings.unicode ? (state.table.isInverted ? "▲" : "▼") : (state.table.isInverted ? "^" : "v")
        // A column without room for both shows the arrow.
        let whole = TextWidth.columns(text) < width ? text + arrow : String(text.prefix(max(0, width - 1))) + arrow
        return Run(fitted(whole, width, atRight: atRight), .text(.title))
    }

    // MARK: - A line

    private func draw(_ host: Int, row: Int, isSelected: Bool, on canvas: inout Canvas) {
        let line = HostLine(state.hosts[host], settings: state.settings, now: state.now)
        let name = HarmlessText.make(line.name, unicode: state.settings.unicode)
        let cursor = Run(isSelected ? signs.focus : " ", .paneTitleFocused)
        let head = [
            cursor, line.sign(signs), Run(" "), Run(fitted(name, columns.name), isSelected ? .mark : .host(line.tint)),
        ]
        canvas.put(head, in: layout.rows, row: row)
        var rect = layout.rows
        rect.column += HostColumns.signs + columns.name
        rect.columns = max(0, rect.columns - HostColumns.signs - columns.name)
        var runs: [Run] = []
        for part in columns.parts {
            runs.append(Run(" "))
            runs += cell(part, line)
        }
        // State, age and link are of the present, whatever the figures are.
        canvas.put(runs, in: rect, row: row)
        guard line.isStale else { return }
        var column = rect.column
        for part in columns.parts {
            let width = columns.width(part) + 1
            if part.isFigure || part == .worst {
                let place = Rect(column: column, row: rect.row + row, columns: width, rows: 1)
                canvas.put([Run(" ")] + cell(part, line), in: place, row: 0, stale: true)
            }
            column += width
        }
    }

    private func cell(_ part: HostColumns.Part, _ line: HostLine) -> [Run] {
        let width = columns.width(part)
        switch part {
        case .worst: return worst(line, width)
        case .state: return [Run(fitted(line.stateText, width), line.stateRole)]
        case .cpu: return figure(line.cpu)
        case .memory: return figure(line.memory)
        case .disk: return figure(line.disk)
        case .gpu: return figure(line.gpu)
        case .age:
            return [text(line.age.map(AgeText.short), width, line.isStale && line.age != nil ? .mark : .text(.plain))]
        case .link: return [text(line.linkShare.map { wholePercent($0) }, width, .text(.plain))]
        case .lost: return [text("\(line.disconnections)", width, .text(line.disconnections > 0 ? .value : .dim))]
        case .roundTrip: return [text(line.roundTrip.map(Figures.milliseconds), width, .text(.dim))]
        }
    }

    private func worst(_ line: HostLine, _ width: Int) -> [Run] {
        guard let worst = line.worst else { return [Run(fitted(signs.unknown, width), .text(.dim))] }
        let text = fitted(worst.name, 4) + right(Figures.wholePercent(worst.percent), 4) + fitted(worst.level.mark, 2)
        return [Run(text, .text(.level(worst.level)))]
    }

    private func figure(_ percent: Double?) -> [Run] {
        let bar = columns.bar
        guard let percent else {
            return [Run(right(signs.unknown, bar + (bar > 0 ? 5 : 4)) + "  ", .text(.dim))]
        }
        let level = state.settings.thresholds.level(percent)
        var runs: [Run] = []
        if bar > 0 {
            runs = Bar(percent: percent, length: bar).spans(level, unicode: state.settings.unicode)
                .map { Run($0.text, .text($0.style)) }
            runs.append(Run(" "))
        }
        runs.append(
            Run(right(Figures.wholePercent(percent), 4) + fitted(level.mark, 2), .text(.level(level))))
        return runs
    }

    /// Whole percent of a share, rounded down: an outage, however short, is seen.
    private func wholePercent(_ share: Double) -> String {
        share.isFinite ? Figures.wholePercent((share * 100).rounded(.down)) : signs.unknown
    }

    private func text(_ text: String?, _ width: Int, _ role: Role) -> Run {
        text.map { Run(right($0, width), role) } ?? Run(right(signs.unknown, width), .text(.dim))
    }

    private func fitted(_ text: String, _ width: Int, atRight: Bool = false) -> String {
        atRight ? right(text, width) : TextWidth.fitted(text, to: width, mark: signs.ellipsis)
    }

    private func right(_ text: String, _ width: Int) -> String {
        let text = TextWidth.clipped(text, to: width, mark: signs.ellipsis)
        return String(repeating: " ", count: max(0, width - TextWidth.columns(text))) + text
    }
}

extension HostColumns.Part {
    /// What a sort by it is.
    fileprivate var column: FleetColumn? {
        switch self {
        case .worst, .state: .worst
        case .cpu: .cpu
        case .memory: .memory
        case .disk: .disk
        case .gpu: .gpu
        case .age: .age
        case .link: .link
        case .lost, .roundTrip: nil
        }
    }
}

extension HostLine {
    var stateText: String {
        switch status.state {
        case .connected: isStale ? "late" : "up"
        case .reconnecting: status.attempt > 0 ? "retry #\(status.attempt)" : "retrying"
        case .connecting: "trying"
        case .error: "down"
        case .disconnected: "off"
        }
    }

    var stateRole: Role {
        isLate ? .text(.level(.warning)) : .state(status.state)
    }

    /// The state in one column, told apart without colour.
    func sign(_ signs: Signs) -> Run {
        Run(isLate ? "!" : signs.state(status.state), stateRole)
    }

    private var isLate: Bool { status.state == .connected && isStale }
}
