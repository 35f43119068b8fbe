package import MonitoringAlerts
package import MonitoringMessages

/// A part of the screen with content of its own.
package enum Pane: String, Sendable, Hashable, CaseIterable {
    case metrics, graphs, cores, compact, errors, statistics, alerts, raw, log, help

    /// Whether it is a log, which keeps to its end until someone scrolls.
    var isLog: Bool { self == .compact || self == .errors || self == .log }
}

/// What the screen shows.
package enum DashboardMode: Sendable, Hashable {
    /// All panes that fit.
    case live
    /// One pane of the live dashboard, on the full screen.
    case fullScreen(Pane)
    case statistics
    case errors
    case alerts
    case raw
    /// The program's own log.
    case log
    /// The help, drawn over what was shown before.
    indirect case help(over: DashboardMode)

    /// The only pane that it shows; nil for the live dashboard.
    package var pane: Pane? {
        switch self {
        case .live: nil
        case .fullScreen(let pane): pane
        case .statistics: .statistics
        case .errors: .errors
        case .alerts: .alerts
        case .raw: .raw
        case .log: .log
        case .help: .help
        }
    }

    /// Where Esc leads.
    package var back: DashboardMode {
        if case .help(let under) = self { under } else { .live }
    }
}

/// What asked for a change of the state.
package enum DashboardAction: Sendable, Equatable {
    case key(Key)
    case mouse(MouseEvent)
    case resized(ScreenSize)
    /// News from the client.
    case update(ClientUpdate)
    /// What a database remembers of the server from before the start, oldest first.
    case remembered([RememberedSample])
    /// The two clocks that are shown, as they are now.
    /// - Parameter real: the monotonic clock of the machine where that is another, as in a replay.
    case tick(Moment, real: Duration? = nil)
    /// The alerts as they are now.
    case alerts(AlertList)
    /// The work beside the screen as it is now.
    case counts(SideCounts)
    /// A mark for the header, to stay until it is taken away.
    case mark(String, isOn: Bool)
    /// Nothing more will come, and there is nothing to connect to: a recording has been played.
    case ended
    /// New lines of the program's own log, oldest first.
    case log([LogRecord])
    /// A line for the footer, shown for a few seconds: what came of an effect.
    case notice(String)
}

/// What the owner of the state is to do.
package enum DashboardEffect: Sendable, Equatable {
    case quit(keepFrame: Bool)
    case reconnectNow
    case suspend
    /// Write every cell again, whatever the terminal is thought to show.
    case repaint
    case saveSnapshot
    /// Sound the terminal's bell.
    case ring
    /// Show this in the terminal's title.
    case title(String)
}
