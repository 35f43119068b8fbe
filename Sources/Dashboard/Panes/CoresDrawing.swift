import MonitoringFormatters
import MonitoringMessages

/// A bar for each core, downwards and then to the right; what does not fit is counted.
struct CoresDrawing {
    let state: DashboardState

    /// Columns of a core with the smallest bar, and of one without any.
    private static let barColumns = 18
    private static let plainColumns = 11
    private static let gap = 2

    private var signs: Signs { Signs(state.settings.glyphs) }

    func draw(in rect: Rect, on canvas: inout Canvas, stale: Bool) {
        let cores = state.shownSample?.sample.processor?.perCoreUsagePercent ?? []
        guard rect.columns > 0, rect.rows > 0 else { return }
        guard !cores.isEmpty else {
            canvas.put(
                "No per-core figures.", column: rect.column, row: rect.row, columns: rect.columns, role: .text(.dim))
            return
        }
        let withBars = max(1, (rect.columns + Self.gap) / (Self.barColumns + Self.gap))
        let plain = max(1, (rect.columns + Self.gap) / (Self.plainColumns + Self.gap))
        let most = withBars * rect.rows >= cores.count ? withBars : plain
        let across = min(most, (cores.count + rect.rows - 1) / rect.rows)
        let columns = (rect.columns + Self.gap) / across - Self.gap
        let places = across * rect.rows
        // The last place tells how many are missing.
        let shown = cores.count > places ? places - 1 : cores.count
        // Columns of about the same height look calmer than a full one and a rest.
        let down = cores.count > places ? rect.rows : (cores.count + across - 1) / across
        let digits = "\(cores.count - 1)".utf8.count
        for (index, usage) in cores.prefix(shown).enumerated() {
            let place = Rect(
                column: rect.column + (index / down) * (columns + Self.gap), row: rect.row + index % down,
                columns: columns, rows: 1)
            canvas.put(runs(index, usage, digits: digits, columns: columns), in: place, row: 0, stale: stale)
        }
        if shown < cores.count {
            let column = rect.column + (across - 1) * (columns + Self.gap)
            canvas.put(
                "\(signs.ellipsis) +\(cores.count - shown)", column: column, row: rect.endRow - 1, columns: columns,
                role: .text(.dim), stale: stale)
        }
    }

    /// `12 ████▒▒▒▒  45%!`, a place for the sign of the level at the end.
    private func runs(_ index: Int, _ usage: Double?, digits: Int, columns: Int) -> [Run] {
        let number = "\(index)"
        let label = Run(String(repeating: " ", count: digits - number.utf8.count) + number + " ", .text(.dim))
        guard let usage, usage.isFinite else { return [label, Run(signs.unknown, .text(.dim))] }
        let level = state.settings.thresholds.level(usage)
        let figure = Figures.wholePercent(usage)
        let padded = String(repeating: " ", count: max(0, 4 - figure.utf8.count)) + figure
        let barLength = max(0, columns - digits - 1 - 1 - 4 - 2)
        let bar = Bar(percent: usage, length: barLength >= 4 ? barLength : 0)
            .spans(level, unicode: state.settings.unicode)
        return [label] + bar.map { Run($0.text, .text($0.style)) }
            + [Run((bar.isEmpty ? "" : " ") + padded + level.mark, .text(.level(level)))]
    }
}
