import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages

/// The lines around the table: how many hosts are up, the cluster's means, keys or the filter's input.
struct FleetLines {
    private let state: FleetState
    private let signs: Signs

    init(_ state: FleetState) {
        self.state = state
        signs = Signs(state.settings.glyphs)
    }

    // MARK: - Header

    /// How many hosts are in which state; the clock at the right edge.
    func header(columns: Int) -> [Run] {
        var fields = counts
        let isClusterAlert = state.alerts.active.contains { $0.subject == .cluster }
        if isClusterAlert { fields.insert(Run(" ALERT ", .mark), at: 0) }
        if let mark = AlertMark(state.alerts, unicode: state.settings.unicode) {
            fields.append(Run(mark.texts.last ?? "", .text(.level(mark.level))))
        }
        fields.append(contentsOf: state.settings.marks.map { Run(" \(harmless($0)) ", .mark) })
        let clock = Figures.timeOfDay(state.now.wall)
        let (shown, taken) = fitting(fields.map { [$0] }, columns: columns)
        var runs = shown
        let rest = columns - taken - TextWidth.columns(clock)
        if rest >= 2 { runs += [Run(String(repeating: " ", count: rest)), Run(clock, .text(.dim))] }
        return runs
    }

    private var counts: [Run] {
        var counts: [ConnectionState: Int] = [:]
        var late = 0
        for host in state.hosts.indices {
            let connection = state.hosts[host].dashboard.live.status.state
            if connection == .connected, state.hosts[host].dashboard.live.history.isLate(at: state.now) {
                late += 1
            } else {
                counts[connection, default: 0] += 1
            }
        }
        func run(_ connection: ConnectionState, _ word: String) -> Run? {
            counts[connection].map { Run("\(signs.state(connection)) \($0) \(word)", .state(connection)) }
        }
        return [
            run(.connected, "up") ?? Run("\(signs.state(.connected)) 0 up", .text(.dim)), run(.error, "down"),
            run(.reconnecting, "retrying"), late > 0 ? Run("! \(late) late", .text(.level(.warning))) : nil,
            run(.connecting, "connecting"), run(.disconnected, "off"),
        ].compactMap { $0 }
    }

    // MARK: - Cluster

    /// The means over the hosts that are up.
    func cluster(columns: Int) -> [Run] {
        let averages = state.averages
        var fields = [
            figure("CPU", averages.cpuPercent), figure("RAM", averages.memoryPercent),
            figure("DISK", averages.diskPercent), figure("GPU", averages.gpuPercent),
        ]
        let isWide = columns >= 60
        if isWide { fields.insert([Run("Mean of \(averages.upCount)", .text(.title))], at: 0) }
        if isWide, !averages.haveAllAnswered {
            let waiting = averages.memberCount - averages.answeredCount
            fields.append([Run("\(waiting) not heard from yet", .text(.dim))])
        }
        return fitting(fields, columns: columns).runs
    }

    /// The first fields, as many as fit, with the columns that they take.
    private func fitting(_ fields: [[Run]], columns: Int) -> (runs: [Run], taken: Int) {
        var runs: [Run] = []
        var taken = 0
        for field in fields {
            let gap = runs.isEmpty ? 0 : 2
            let width = Canvas.columns(field)
            guard taken + gap + width <= columns else { break }
            if gap > 0 { runs.append(Run("  ")) }
            runs += field
            taken += gap + width
        }
        return (runs, taken)
    }

    private func figure(_ name: String, _ percent: Double?) -> [Run] {
        let label = Run("\(name) ", .text(.label))
        guard let percent else { return [label, Run(signs.unknown, .text(.dim))] }
        let level = state.settings.thresholds.level(percent)
        return [label, Run(Figures.wholePercent(percent) + level.mark, .text(.level(level)))]
    }

    // MARK: - Footer

    func footer(columns: Int) -> [Run] {
        if state.table.isFiltering { return input(columns: columns) }
        if let notice = state.notice { return [Run(harmless(notice.text), .notice)] }
        let back = state.table.help != nil || !state.table.filter.isEmpty ? [("Esc", "back")] : []
        let hints = KeyBindings.tableFooter.map { binding in
            let actions = binding.section == .hosts ? binding.actions[...] : binding.actions.prefix(1)
            return (actions.compactMap { $0.keys.first?.name }.joined(separator: " "), binding.label ?? "")
        }
        return FooterLine.runs(hints: back + hints, columns: columns)
    }

    /// The filter as it is typed; of a long one its end.
    func input(columns: Int) -> [Run] {
        let text = "/" + harmless(state.table.filter)
        var shown = text[...]
        while TextWidth.columns(String(shown)) > max(0, columns - 1), !shown.isEmpty { shown.removeFirst() }
        return [Run(String(shown), .notice), Run(" ", .mark)]
    }

    private func harmless(_ text: String) -> String {
        HarmlessText.make(text, limit: 200, unicode: state.settings.unicode)
    }
}
