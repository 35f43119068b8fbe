import MonitoringFormatters
import MonitoringMessages

/// The history graphs: one for each part that the server tells about, side by side or below each other.
struct GraphsDrawing {
    let state: DashboardState

    private struct Graph {
        var title: String
        var value: (SampleHistory.Entry) -> Double?
        /// Its figure in samples from before the start, where they have it.
        var remembered: ((RememberedSample) -> Double?)?
    }

    private static let smallestColumns = 24
    private static let smallestRows = 5
    private static let gap = 2

    private var signs: Signs { Signs(state.settings.glyphs) }

    /// In order of importance; the least important goes first when there is no room.
    private var graphs: [Graph] {
        let sample = state.shownEntry?.sample.sample
        var graphs = [
            Graph(title: "CPU", value: { $0.sample.sample.processor?.usagePercent }, remembered: \.cpu),
            Graph(title: "RAM", value: { $0.sample.sample.memory?.usagePercent }, remembered: \.ram),
        ]
        for index in sample?.gpus.indices.prefix(2) ?? 0..<0 {
            let title = sample?.gpus.count == 1 ? "GPU" : "GPU \(index)"
            graphs.append(
                Graph(
                    title: title,
                    value: { entry in
                        index < entry.sample.sample.gpus.count ? entry.sample.sample.gpus[index].usagePercent : nil
                    }, remembered: index == 0 ? \.gpu : nil))
        }
        if sample?.disk != nil {
            graphs.append(Graph(title: "Disk", value: { $0.sample.sample.disk?.usagePercent }, remembered: \.disk))
        }
        return graphs
    }

    func draw(in rect: Rect, on canvas: inout Canvas, stale: Bool) {
        let graphs = graphs
        // On a tall screen one below the other, which shows a longer time.
        let perRow = rect.rows >= graphs.count * 2 * Self.smallestRows ? 1 : graphs.count
        let across = max(1, min(perRow, (rect.columns + Self.gap) / (Self.smallestColumns + Self.gap)))
        let down = max(1, min((graphs.count + across - 1) / across, rect.rows / Self.smallestRows))
        let columns = (rect.columns + Self.gap) / across - Self.gap
        for (index, graph) in graphs.prefix(across * down).enumerated() {
            let top = rect.rows * (index / across) / down
            let bottom = rect.rows * (index / across + 1) / down
            let place = Rect(
                column: rect.column + (index % across) * (columns + Self.gap), row: rect.row + top,
                columns: columns, rows: bottom - top)
            draw(graph, in: place, on: &canvas, stale: stale)
        }
    }

    private func draw(_ graph: Graph, in rect: Rect, on canvas: inout Canvas, stale: Bool) {
        let axisColumns = 4
        let area = Rect(
            column: rect.column + axisColumns, row: rect.row + 1, columns: rect.columns - axisColumns,
            rows: rect.rows - 1)
        guard area.columns > 0, area.rows > 0 else { return }
        let graphSigns = GraphSigns.of(state.settings.glyphs)
        let history = state.shown.history
        let count = area.columns * graphSigns.perCell
        let series = GraphSeries(
            history, silence: state.presentGap, count: count, value: graph.value, remembered: graph.remembered)
        canvas.put(heading(graph, slots: count, since: series.rememberedSince), in: rect, row: 0, stale: stale)
        canvas.put("100", column: rect.column, row: area.row, columns: 3, role: .text(.separator))
        if area.rows > 2 {
            let middle = area.row + area.rows / 2
            canvas.put(" 50", column: rect.column, row: middle, columns: 3, role: .text(.separator))
        }
        if area.rows > 1 {
            canvas.put("  0", column: rect.column, row: area.endRow - 1, columns: 3, role: .text(.separator))
        }
        let cells = GraphCells(series, columns: area.columns, rows: area.rows, signs: graphSigns)
        draw(cells, in: area, on: &canvas, stale)
    }

    private func draw(_ cells: GraphCells, in area: Rect, on canvas: inout Canvas, _ stale: Bool) {
        let gap = canvas.palette.style(.gap)
        for (index, column) in cells.columns.enumerated() {
            let level = state.settings.thresholds.level(column.peak)
            let style = column.isGap ? gap : canvas.palette.style(.graph(level), stale: stale)
            for row in 0..<area.rows {
                guard let sign = column.isGap ? signs.noData : cells.text(column, row: row) else { continue }
                canvas.put(sign: sign, column: area.column + index, row: area.row + row, style: style)
            }
        }
    }

    /// `CPU  45.2%  last 1m 20s`, or with samples from before the start `CPU  45.2%  from 8h 2m ago`.
    ///
    /// - Parameter since: When the oldest of those was.
    private func heading(_ graph: Graph, slots: Int, since: WallTime?) -> [Run] {
        let value = state.shownEntry.flatMap(graph.value)
        var runs = [Run("\(graph.title) ", .text(.title))]
        if let value, value.isFinite {
            let level = state.settings.thresholds.level(value)
            runs.append(Run(Figures.percent(value) + level.mark, .text(.level(level))))
        } else {
            runs.append(Run(signs.unknown, .text(.dim)))
        }
        if let since {
            let age = state.shownMoment.wall.nanosecondsSinceEpoch.subtractingClamped(since.nanosecondsSinceEpoch)
            runs.append(Run("  from \(Figures.duration(.nanoseconds(age))) ago", .text(.dim)))
        } else if let interval = state.shown.history.usualInterval {
            runs.append(Run("  last \(Figures.duration(interval * slots))", .text(.dim)))
        }
        return runs
    }
}
