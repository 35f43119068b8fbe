/// Shares the screen out among the panes.
///
/// As rows and columns get fewer, panes drop away in this order: processes and rates, per-core bars, history graphs, errors, compact log, borders, footer,
/// metrics. The header stays to the last.
package enum Layout {
    /// Below these the panes have no borders, and only the metrics are shown.
    private static let framedRows = 10
    private static let framedColumns = 24
    /// From this width on log and errors stand side by side.
    private static let wideColumns = 120
    /// From this width on the per-core bars stand beside the metrics.
    static let coresColumns = 100
    private static let graphColumns = 56
    /// A compact line of 67 columns, the sign of its level, and borders.
    private static let logColumns = 74
    /// Rows, borders included, below which a pane is left out.
    private static let smallestLog = 4
    private static let smallestGraph = 6
    /// Lines describing the parts that give way to the graphs at most.
    private static let mostGivenUp = 3

    /// The regions of a screen. They lie inside it, do not overlap and are not empty.
    package static func make(size: ScreenSize, mode: DashboardMode, needs: LayoutNeeds) -> [Region] {
        guard size.columns > 0, size.rows > 0 else { return [] }
        let header = Region(
            content: .header, rect: Rect(column: 0, row: 0, columns: size.columns, rows: 1), isFramed: false)
        guard size.rows > 1 else { return [header] }
        let footerRows = size.rows >= 6 ? 1 : 0
        let body = Rect(column: 0, row: 1, columns: size.columns, rows: size.rows - 1 - footerRows)
        var regions = [header]
        if case .help = mode {
            regions.append(help(in: body, needs: needs))
        } else if let pane = mode.pane {
            regions.append(Region(content: .pane(pane), rect: body, isFramed: isFramed(size)))
        } else if isFramed(size) {
            regions += panes(in: body, needs: needs)
        } else {
            regions.append(Region(content: .pane(.metrics), rect: body, isFramed: false))
        }
        if footerRows > 0 {
            let rect = Rect(column: 0, row: size.rows - 1, columns: size.columns, rows: 1)
            regions.append(Region(content: .footer, rect: rect, isFramed: false))
        }
        return regions
    }

    private static func isFramed(_ size: ScreenSize) -> Bool {
        size.rows >= framedRows && size.columns >= framedColumns
    }

    /// In the middle, as large as it needs to be.
    private static func help(in body: Rect, needs: LayoutNeeds) -> Region {
        let framed = body.rows >= 8 && body.columns >= framedColumns
        guard framed else { return Region(content: .pane(.help), rect: body, isFramed: false) }
        let columns = min(body.columns, needs.help.columns + 4)
        let rows = min(body.rows, needs.help.rows + 2)
        let rect = Rect(
            column: body.column + (body.columns - columns) / 2, row: body.row + (body.rows - rows) / 2,
            columns: columns, rows: rows)
        return Region(content: .pane(.help), rect: rect, isFramed: true)
    }

    /// The live dashboard: metrics (and cores) on top, graphs below them, then log and errors.
    private static func panes(in body: Rect, needs: LayoutNeeds) -> [Region] {
        let isWide = body.columns >= wideColumns
        let wanted = needs.metricsRows + 2
        // Long content, such as JSON, leaves the others a good half.
        var metricsRows = min(body.rows, max(min(wanted, 8), min(wanted, body.rows / 2)))
        var rest = body.rows - metricsRows
        let missing = (isWide ? smallestLog : 2 * smallestLog + 1) + smallestGraph - rest
        if body.columns >= graphColumns, 1...min(mostGivenUp, needs.detailRows + 1) ~= missing,
            metricsRows - missing >= wanted - needs.detailRows
        {
            metricsRows -= missing
            rest += missing
        }
        let hasLog = rest >= smallestLog
        let hasErrors = hasLog && (isWide || rest >= 2 * smallestLog)
        let logsNeed = isWide || !hasErrors ? smallestLog : 2 * smallestLog + 1
        let hasGraphs = body.columns >= graphColumns && rest >= logsNeed + smallestGraph
        // Rates, further disks and processes drop away before any pane does.
        let left = rest - logsNeed - (body.columns >= graphColumns ? smallestGraph : 0)
        let optional = hasLog ? max(0, min(needs.optionalRows, left)) : 0
        metricsRows += optional
        rest -= optional
        if !hasLog {
            metricsRows = body.rows
            rest = 0
        }
        let graphRows = hasGraphs ? min(max(smallestGraph, rest * 2 / 5), rest - logsNeed) : 0

        let top = body.rows(from: 0, count: metricsRows)
        var regions = metricsAndCores(in: top, needs: needs, hasRoom: hasGraphs || rest >= 10)
        if hasGraphs { regions.append(framed(.graphs, body.rows(from: metricsRows, count: graphRows))) }
        let logs = body.rows(from: metricsRows + graphRows, count: body.rows)
        if hasLog { regions += self.logs(in: logs, isWide: isWide, hasErrors: hasErrors) }
        return regions
    }

    private static func metricsAndCores(in rect: Rect, needs: LayoutNeeds, hasRoom: Bool) -> [Region] {
        guard needs.coreCount > 0, hasRoom, rect.columns >= coresColumns, rect.rows >= 4 else {
            return [framed(.metrics, rect)]
        }
        // Few cores stand below each other and need less.
        let coreColumns = needs.coreCount <= rect.rows - 2 ? rect.columns * 3 / 10 : rect.columns * 2 / 5
        let split = rect.columns - coreColumns
        return [
            framed(.metrics, Rect(column: rect.column, row: rect.row, columns: split, rows: rect.rows)),
            framed(
                .cores, Rect(column: rect.column + split, row: rect.row, columns: coreColumns, rows: rect.rows)),
        ]
    }

    private static func logs(in rect: Rect, isWide: Bool, hasErrors: Bool) -> [Region] {
        guard hasErrors else { return [framed(.compact, rect)] }
        if isWide {
            let split = max(rect.columns / 2, logColumns)
            return [
                framed(.compact, Rect(column: rect.column, row: rect.row, columns: split, rows: rect.rows)),
                framed(
                    .errors,
                    Rect(
                        column: rect.column + split, row: rect.row, columns: rect.columns - split, rows: rect.rows)),
            ]
        }
        let errorRows = max(smallestLog, rect.rows * 2 / 5)
        return [
            framed(.compact, rect.rows(from: 0, count: rect.rows - errorRows)),
            framed(.errors, rect.rows(from: rect.rows - errorRows, count: errorRows)),
        ]
    }

    private static func framed(_ pane: Pane, _ rect: Rect) -> Region {
        Region(content: .pane(pane), rect: rect, isFramed: true)
    }
}
