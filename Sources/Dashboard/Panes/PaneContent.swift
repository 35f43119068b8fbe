import MonitoringFormatters
import MonitoringMessages

/// What a pane shows, line by line; a log makes only the lines that are in sight.
enum PaneContent {
    case lines([StyledLine])
    case metrics(MetricsLines)
    case compactLog(CompactLog)
    case errorLog(ErrorLog)
    case programLog(ProgramLog)
    /// Drawn to fit, so there is nothing to scroll.
    case drawing

    var rowCount: Int {
        switch self {
        case .lines(let lines): lines.count
        case .metrics(let metrics): metrics.lines.count
        case .compactLog(let log): log.rowCount
        case .errorLog(let log): log.rowCount
        case .programLog(let log): log.rowCount
        case .drawing: 0
        }
    }

    /// The lines in sight, top first.
    func visible(offset: ScrollOffset, rows: Int) -> [StyledLine] {
        // What is not scrolled need not be counted.
        let first = offset.rows > 0 ? min(offset.rows, max(0, rowCount - rows)) : 0
        switch self {
        case .lines(let lines): return Array(lines.dropFirst(first).prefix(rows))
        case .metrics(let metrics): return metrics.visible(from: first, rows: rows)
        case .compactLog(let log): return log.lines(fromEnd: first, count: rows)
        case .errorLog(let log): return log.lines(fromEnd: first, count: rows)
        case .programLog(let log): return log.lines(fromEnd: first, count: rows)
        case .drawing: return []
        }
    }

    /// The columns of the widest line in sight.
    func widestVisible(offset: ScrollOffset, rows: Int) -> Int {
        visible(offset: offset, rows: rows).map { $0.spans.reduce(0) { $0 + TextWidth.columns($1.text) } }.max() ?? 0
    }

    /// Where the lines in sight stand among all, such as `21-40/96`; nil when all are in sight.
    func position(offset: ScrollOffset, rows: Int, isLog: Bool) -> String? {
        guard rows > 0, rowCount > rows else { return nil }
        let fromEdge = min(max(0, offset.rows), rowCount - rows)
        let first = isLog ? rowCount - rows - fromEdge : fromEdge
        return "\(first + 1)-\(first + rows)/\(rowCount)"
    }
}
