/// A movement by lines or to an end, towards the end of the content when positive.
enum ScrollMove {
    case lines(Int)
    case start, end
}

extension DashboardState {
    /// Columns a step to the side moves.
    private static let sideStep = 8

    mutating func scrollPane(_ pane: Pane, _ step: ScrollStep) {
        let page = max(1, rect(of: pane, among: layout()).rows - 1)
        switch step {
        case .up: move(pane, .lines(-1))
        case .down: move(pane, .lines(1))
        case .pageUp: move(pane, .lines(-page))
        case .pageDown: move(pane, .lines(page))
        case .start: move(pane, .start)
        case .end: move(pane, .end)
        case .left: scrollSideways(pane, by: -Self.sideStep)
        case .right: scrollSideways(pane, by: Self.sideStep)
        }
    }

    mutating func move(_ pane: Pane, _ move: ScrollMove) {
        let regions = layout()
        let rect = rect(of: pane, among: regions)
        let last = max(0, content(of: pane, in: rect, among: regions).rowCount - rect.rows)
        // Resizing may have left an offset beyond the end.
        let present = min(offset(of: pane).rows, last)
        let next: Int
        switch move {
        case .lines(let lines): next = present + (pane.isLog ? -lines : lines)
        case .start: next = pane.isLog ? last : 0
        case .end: next = pane.isLog ? 0 : last
        }
        set(pane) { $0.rows = min(max(0, next), last) }
    }

    private mutating func scrollSideways(_ pane: Pane, by columns: Int) {
        let regions = layout()
        let rect = rect(of: pane, among: regions)
        let widest = content(of: pane, in: rect, among: regions).widestVisible(
            offset: offset(of: pane), rows: rect.rows)
        let last = max(0, widest - rect.columns)
        let present = offset(of: pane).columns
        // Lines now in sight may be shorter than those that were scrolled to the side before.
        let next = columns < 0 ? max(0, present + columns) : max(present, min(present + columns, last))
        set(pane) { $0.columns = next }
    }

    /// Where a pane's content goes; empty when the pane is not there.
    private func rect(of pane: Pane, among regions: [Region]) -> Rect {
        regions.first { $0.pane == pane }?.inner ?? Rect(column: 0, row: 0, columns: 0, rows: 0)
    }

    private mutating func set(_ pane: Pane, _ change: (inout ScrollOffset) -> Void) {
        var offset = offset(of: pane)
        change(&offset)
        // An unscrolled pane has no entry, so that equal views are equal values.
        scroll[pane] = offset == ScrollOffset() ? nil : offset
    }
}
