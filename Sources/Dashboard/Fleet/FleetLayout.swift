import MonitoringFormatters

/// Where the parts of the table's screen are. As rows get fewer, these drop away in this order: the line about the
/// selected host, the border, the footer, the titles, the cluster's line. The header and the hosts stay.
struct FleetLayout {
    private static let detailRows = 14
    private static let framedRows = 10
    private static let framedColumns = 40
    private static let footerRows = 6
    private static let titleRows = 6
    private static let clusterRows = 5

    let size: ScreenSize

    var header: Rect { Rect(column: 0, row: 0, columns: size.columns, rows: min(1, size.rows)) }

    /// The means over all hosts; empty where there is no room.
    var cluster: Rect {
        Rect(column: 0, row: 1, columns: size.columns, rows: size.rows >= Self.clusterRows ? 1 : 0)
    }

    /// Keys, notices and the filter's input; empty where there is no room.
    var footer: Rect {
        let rows = size.rows >= Self.footerRows ? 1 : 0
        return Rect(column: 0, row: size.rows - rows, columns: size.columns, rows: rows)
    }

    var isFramed: Bool { size.rows >= Self.framedRows && size.columns >= Self.framedColumns }

    /// The table with its border.
    var body: Rect {
        let start = header.rows + cluster.rows
        return Rect(column: 0, row: start, columns: size.columns, rows: size.rows - start - footer.rows)
    }

    private var inner: Rect { isFramed ? body.inset(columns: 2, rows: 1) : body }

    /// What is to be said about the selected host; empty where there is no room.
    var detail: Rect {
        let rows = size.rows >= Self.detailRows ? 1 : 0
        return Rect(column: inner.column, row: inner.endRow - rows, columns: inner.columns, rows: rows)
    }

    /// The titles of the columns; empty where there is no room.
    var titles: Rect { inner.rows(from: 0, count: size.rows >= Self.titleRows ? 1 : 0) }

    /// The hosts.
    var rows: Rect {
        inner.rows(from: titles.rows, count: max(0, inner.rows - titles.rows - detail.rows))
    }

    /// Columns that the help may take.
    var helpColumns: Int { max(0, size.columns - 4) }

    /// The help over the table.
    var help: Region {
        let needs = LayoutNeeds(metricsRows: 1, coreCount: 0, help: HelpText.table.size(columns: helpColumns))
        let regions = Layout.make(size: size, mode: .help(over: .live), needs: needs)
        return regions.first { $0.pane == .help }
            ?? Region(content: .pane(.help), rect: Rect(column: 0, row: 0, columns: 0, rows: 0), isFramed: false)
    }
}
