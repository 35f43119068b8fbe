import DequeModule
package import MonitoringAlerts
import MonitoringFormatters
package import MonitoringMessages

/// What the screen shows of several hosts.
package enum FleetView: Sendable, Hashable {
    /// All of them, a line each.
    case table
    /// One in the full view, by its position in the order given.
    case host(Int)
}

/// What asked for a change of the state.
package enum FleetAction: Sendable, Equatable {
    case key(Key)
    case mouse(MouseEvent)
    case resized(ScreenSize)
    /// News from the clients of hosts.
    case updates([HostUpdate])
    /// What a database remembers of a host from before the start, oldest first.
    case remembered([RememberedSample], host: Int)
    /// The two clocks that are shown, as they are now, and the machine's monotonic clock where that is another.
    case tick(Moment, real: Duration? = nil)
    /// A recording has been played.
    case ended
    /// New lines of the program's own log, oldest first.
    case log([LogRecord])
    /// The alerts of all hosts as they are now.
    case alerts(AlertList)
    /// The work beside the screen as it is now.
    case counts(SideCounts)
    /// A mark for the header, to stay until it is taken away.
    case mark(String, isOn: Bool)
    /// A line for the footer, shown for a few seconds.
    case notice(String)
}

/// News from the client of a host.
package struct HostUpdate: Sendable, Equatable {
    package var host: Int
    package var update: ClientUpdate

    package init(host: Int, update: ClientUpdate) {
        self.host = host
        self.update = update
    }
}

/// What the owner of the state is to do, and which host it is about.
package struct FleetEffect: Sendable, Equatable {
    package var effect: DashboardEffect
    package var host: Int

    package init(effect: DashboardEffect, host: Int) {
        self.effect = effect
        self.host = host
    }
}

/// The dashboards of several hosts as a value, and the table of all of them. A host alone is a fleet of one, which opens
/// on its full view and has no table.
///
/// Pure, as `DashboardState` is. An update costs its own host only; the table is put in order at most once a second,
/// so that lines do not jump under the eye, and at once when someone asks for another order.
package struct FleetState: Sendable, Equatable {
    /// Looked at by position: a host is too large to be copied for a look at it, as `for host in hosts` does.
    package internal(set) var hosts: [FleetHostState]
    /// Columns of the longest name of a host.
    let longestName: Int
    package internal(set) var view: FleetView
    package internal(set) var table = HostTable()
    /// What is chosen for all hosts.
    package internal(set) var settings: DashboardSettings
    /// The alerts of all hosts.
    package internal(set) var alerts = AlertList()
    package internal(set) var notice: Notice?
    /// The newest lines of the program's own log, oldest first.
    var log: Deque<LogRecord> = []
    package internal(set) var now: Moment
    /// The machine's monotonic clock.
    var real: Duration
    /// The screen as it is now.
    package internal(set) var size: ScreenSize
    /// Rises whenever the frame may look different.
    package internal(set) var revision = 0

    /// Dashboards before the clients' first updates.
    ///
    /// - Parameters:
    ///   - hosts: At least one; without any the table is empty.
    ///   - size: The screen's size.
    ///   - now: The two clocks.
    ///   - real: The machine's monotonic clock where that is another.
    package init(
        hosts: [FleetHostSeed], settings: DashboardSettings, size: ScreenSize, now: Moment, real: Duration? = nil
    ) {
        self.settings = settings
        self.real = real ?? now.monotonic
        self.size = size
        self.now = now
        longestName = hosts.reduce(0) { max($0, TextWidth.columns($1.name)) }
        let limits = SampleHistory.Limits(hostCount: hosts.count)
        self.hosts = hosts.map { host in
            var dashboard = DashboardState(
                settings: settings, status: host.status, size: ScreenSize(columns: 0, rows: 0), now: now,
                limits: limits)
            dashboard.live.history.pack()
            return FleetHostState(name: host.name, tint: host.tint, marks: host.marks, dashboard: dashboard)
        }
        view = .table
        if hosts.count == 1 { open(0) } else { sortTable() }
    }

    /// Whether there are several hosts, and so a table of them.
    package var hasTable: Bool { hosts.count != 1 }

    /// The host in the full view; nil while the table is shown.
    package var openHost: Int? {
        if case .host(let host) = view { host } else { nil }
    }

    /// Whether the work beside the screen is on it.
    package var showsCounts: Bool { openHost.map { hosts[$0].dashboard.mode == .statistics } ?? false }

    /// Whether nothing that is on the screen has a sample yet.
    package var isWaiting: Bool {
        if let openHost { return hosts[openHost].dashboard.shownSample == nil }
        return hosts.indices.allSatisfy { hosts[$0].dashboard.live.history.newest == nil }
    }

    /// The means over the hosts that are up.
    package var averages: ClusterAverages {
        ClusterAverages(
            hosts.indices.lazy.map { host in
                ClusterAverages.Member(
                    sample: hosts[host].dashboard.live.history.entries.last?.sample.sample,
                    isUp: hosts[host].dashboard.live.status.state == .connected)
            })
    }

    /// Redraws a second, at most.
    package var redrawsPerSecond: Int { settings.redrawsPerSecond }

    /// When the screen changes by itself next, on the monotonic clock; nil when there is no cell to show it.
    package var nextTick: Duration? {
        if let openHost { return hosts[openHost].dashboard.nextTick }
        guard size.columns > 0, size.rows > 0 else { return nil }
        return now.nextFullSecond
    }

    /// When the notice on the screen goes away, on the machine's monotonic clock.
    package var noticeEnd: Duration? {
        (openHost.map { hosts[$0].dashboard.notice } ?? notice)?.until
    }
}
