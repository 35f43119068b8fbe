package import MonitoringFormatters

/// What a key can ask for.
package enum DashboardCommand: Sendable, Hashable {
    case quit
    case quitKeepingFrame
    case help
    case back
    case format(OutputFormat)
    case nextFormat, previousFormat
    case pause
    case focusNext, focusPrevious
    case fullScreen
    case statistics, errors, alerts, raw
    case scroll(ScrollStep)
    case stepBack, stepForward, live
    case reconnect
    case clearErrors
    case faster, slower
    case nextTheme
    /// Of several hosts: the selected one in the full view.
    case openHost
    /// The column that the table of hosts is sorted by; in the full view, another host.
    case columnBefore, columnAfter
    case invertOrder
    case filter
    case saveSnapshot
    case repaint
    case suspend
}

/// A movement in the focused pane.
package enum ScrollStep: Sendable, Hashable {
    case up, down, left, right, pageUp, pageDown, start, end
}
