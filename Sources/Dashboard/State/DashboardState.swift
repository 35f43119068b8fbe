package import DequeModule
package import MonitoringAlerts
package import MonitoringMessages

/// The whole dashboard as a value. `reduce` is the only thing that changes it; `render` makes a frame of it.
/// Pure: no clock, no input or output; time comes in with `DashboardAction.tick`.
package struct DashboardState: Sendable, Equatable {
    package internal(set) var settings: DashboardSettings
    package internal(set) var mode = DashboardMode.live
    /// What has come in so far, also while paused.
    package internal(set) var live: Recording
    /// What is shown instead while paused.
    package internal(set) var frozen: FrozenRecording?
    /// Samples back from the newest that the metrics pane stands at; 0 is live.
    package internal(set) var stepsBack = 0
    /// The live dashboard's pane that the scroll keys go to.
    package internal(set) var focus = Pane.metrics
    package internal(set) var scroll: [Pane: ScrollOffset] = [:]
    package internal(set) var alerts = AlertList()
    package internal(set) var notice: Notice?
    /// For the statistics, which are the only ones that show them.
    package internal(set) var counts = SideCounts()
    /// The newest lines of the program's own log, oldest first.
    package internal(set) var log: Deque<LogRecord> = []
    /// The clocks that are shown: the machine's, or those of a recording.
    package internal(set) var now: Moment
    /// The machine's monotonic clock.
    var real: Duration
    /// Whether nothing more will come: a recording has been played.
    package internal(set) var hasEnded = false
    /// The screen as it is now.
    package internal(set) var size: ScreenSize
    /// Rises whenever the frame may look different. A painter paints when it differs from the one it painted last.
    package internal(set) var revision = 0

    /// A dashboard before the client's first update.
    ///
    /// - Parameters:
    ///   - status: Where the connection stands; its URI is shown from the start.
    ///   - size: The screen's size.
    ///   - now: The two clocks that are shown.
    ///   - real: The machine's monotonic clock where that is another.
    ///   - limits: What the history keeps.
    package init(
        settings: DashboardSettings, status: ConnectionStatus, size: ScreenSize, now: Moment, real: Duration? = nil,
        limits: SampleHistory.Limits = .init()
    ) {
        self.settings = settings
        self.live = Recording(status: status, limits: limits)
        self.size = size
        self.now = now
        self.real = real ?? now.monotonic
    }

    /// What the panes show: the frozen recording while paused, else the live one.
    package var shown: Recording { frozen?.recording ?? live }

    /// The moment that what is shown belongs to.
    package var shownMoment: Moment { frozen?.moment ?? now }

    /// The sample that the metrics pane shows.
    package var shownSample: ReceivedSample? { shownEntry?.sample }

    /// The same with what is missing before it.
    var shownEntry: SampleHistory.Entry? { shown.history.entry(stepsBack: stepsBack) }

    /// Whether the figures on show must not look fresh. History and a pause carry marks of their own.
    package var isStale: Bool { shown.isStale(at: shownMoment) && stepsBack == 0 }

    /// The offset of a pane as it was asked for; drawing holds it inside the content.
    package func offset(of pane: Pane) -> ScrollOffset { scroll[pane] ?? ScrollOffset() }

    /// When the screen changes by itself next, on the monotonic clock that is shown: the clock, an age or a countdown moves on
    /// a full second. nil when there is no cell to show it.
    package var nextTick: Duration? {
        guard size.columns > 0, size.rows > 0 else { return nil }
        return now.nextFullSecond
    }
}

extension Moment {
    /// When the wall clock's next second begins, on the monotonic clock.
    var nextFullSecond: Duration {
        let second: Int64 = 1_000_000_000
        let intoSecond = (wall.nanosecondsSinceEpoch % second + second) % second
        return monotonic + .nanoseconds(second - intoSecond)
    }

    /// Whether a clock on the screen shows the same at both.
    func isSameSecond(as other: Moment) -> Bool {
        let second: Int64 = 1_000_000_000
        return wall.nanosecondsSinceEpoch / second == other.wall.nanosecondsSinceEpoch / second
            && wall.utcOffsetSeconds == other.wall.utcOffsetSeconds
    }
}
