/// A part of the screen: where it is and what it shows.
package struct Region: Sendable, Hashable {
    package enum Content: Sendable, Hashable {
        case header
        case footer
        case pane(Pane)
    }

    package var content: Content
    package var rect: Rect
    /// Whether it has a border, which takes a row and two columns (with a blank) on each side.
    package var isFramed: Bool

    /// The pane that it shows; nil for header and footer.
    package var pane: Pane? {
        if case .pane(let pane) = content { pane } else { nil }
    }

    /// Where its content goes.
    package var inner: Rect { isFramed ? rect.inset(columns: 2, rows: 1) : rect }
}

/// What the data on show asks of the layout.
package struct LayoutNeeds: Sendable, Hashable {
    /// Lines that the metrics pane would fill.
    package var metricsRows: Int
    /// Those of them that only describe the parts; a few give way to the graphs.
    package var detailRows: Int
    /// Further lines of it that get only what the other panes leave.
    package var optionalRows: Int
    /// Cores with a known usage.
    package var coreCount: Int
    /// The help's size inside its border.
    package var help: ScreenSize

    /// Needs from their parts.
    package init(metricsRows: Int, detailRows: Int = 0, optionalRows: Int = 0, coreCount: Int, help: ScreenSize) {
        self.metricsRows = max(1, metricsRows)
        self.detailRows = max(0, detailRows)
        self.optionalRows = max(0, optionalRows)
        self.coreCount = max(0, coreCount)
        self.help = help
    }
}
