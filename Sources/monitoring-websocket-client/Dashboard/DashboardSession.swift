import Dashboard
import MonitoringMessages
import MonitoringWebSocketClient
import TerminalScreen

/// The render loop: merges the terminal's events, the client's updates and the clock into one stream, reduces, and paints
/// what changed, at most as often as the redraw rate says.
@MainActor
final class DashboardSession {
    private enum Event: Sendable {
        case terminal(TerminalEvent)
        case updates
        case timer
        case clientEnded(ClientEnd)
        case notice(String)
        case mark(String, isOn: Bool)
        case remembered([RememberedSample])
    }

    private let screen: TerminalScreen
    private let record: ClientRecord
    private let mailbox: FleetMailbox
    private let alerts: AlertWatch
    private let clock: any ClientClock
    /// When `--duration` is over, on the monotonic clock.
    private let end: Duration?
    private let events: AsyncStream<Event>
    private let event: AsyncStream<Event>.Continuation
    private let timer: PaintTimer

    private var state: DashboardState
    /// Whether the mailbox may hold something; at first it is looked into in any case.
    private var hasUpdates = true
    /// Whether the client has come to its end: the figures stay as of then.
    private var hasEnded = false
    private var lastPaint: (revision: Int, at: Duration)?

    /// - Parameters:
    ///   - record: Of the client that `mailbox` is the handler of.
    ///   - settings: What is not the terminal's own to say.
    ///   - duration: After how long to end; nil is never.
    init(
        screen: TerminalScreen, clock: any ClientClock, record: ClientRecord, mailbox: FleetMailbox,
        alerts: AlertWatch, settings: DashboardSettings, duration: Duration?
    ) {
        self.record = record
        self.mailbox = mailbox
        self.alerts = alerts
        self.screen = screen
        self.clock = clock
        let now = clock.now()
        end = duration.map { now.monotonic + $0 }
        // Unbounded: what is lost here would be a key. Input is read by the loop's own thread, updates come one at a time, and
        // notices are few.
        let (events, event) = AsyncStream<Event>.makeStream()
        self.events = events
        self.event = event
        timer = PaintTimer { event.yield(.timer) }
        var settings = settings
        settings.glyphs =
            switch screen.capabilities.glyphs {
            case .ascii: .ascii
            case .blocks: .blocks
            case .full: .full
            }
        settings.colors = ColorCount(colors: screen.capabilities.colorDepth.rawValue)
        state = DashboardState(
            settings: settings, status: record.snapshot(now: now.monotonic).status, size: screen.size, now: now)
    }

    /// Runs until someone ends it, or the client gives up. A client that has come to its end, as at the end of a recording,
    /// leaves its data on the screen.
    func run<Connector>(
        client: ClientCore<Connector>, clientEnds: AsyncStream<ClientEnd>, notices: Notices,
        remembered: AsyncStream<[RememberedSample]>?
    ) async -> Ending {
        let (reconnects, reconnect) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { [terminalEvents = screen.events, event] in
                for await terminalEvent in terminalEvents { event.yield(.terminal(terminalEvent)) }
            }
            group.addTask { [mailbox, event] in
                for await _ in mailbox.wakeUps { event.yield(.updates) }
            }
            group.addTask { [event] in
                for await end in clientEnds { event.yield(.clientEnded(end)) }
            }
            group.addTask { [event] in
                for await line in notices.lines { event.yield(.notice(line)) }
            }
            group.addTask { [event] in
                for await (mark, isOn) in notices.marks { event.yield(.mark(mark, isOn: isOn)) }
            }
            if let remembered {
                group.addTask { [event] in
                    for await samples in remembered { event.yield(.remembered(samples)) }
                }
            }
            group.addTask {
                for await _ in reconnects { await client.reconnectNow() }
            }
            defer {
                timer.cancel()
                group.cancelAll()
            }
            paint()
            for await event in events {
                reduce(.tick(clock.now()))
                var effects: [DashboardEffect] = []
                switch event {
                case .terminal(.key(let key)): effects = reduce(.key(key))
                case .terminal(.mouse(let mouse)): effects = reduce(.mouse(mouse))
                case .terminal(.resized(let size)): effects = reduce(.resized(size))
                case .terminal(.resumed): lastPaint = nil
                case .terminal(.terminated), .terminal(.hangup): return .asked
                case .updates: hasUpdates = true
                case .timer: break
                case .clientEnded(.stopped): takeEnd()
                case .clientEnded(let end): return .client(end)
                case .notice(let line): reduce(.notice(line))
                case .mark(let mark, let isOn): reduce(.mark(mark, isOn: isOn))
                case .remembered(let samples): reduce(.remembered(samples))
                }
                effects += reduce(.alerts(alerts.list))
                for effect in effects {
                    if let ending = perform(effect, reconnect: { reconnect.yield() }) { return ending }
                }
                if let end, state.now.monotonic >= end { return .asked }
                paint()
            }
            return .asked
        }
    }

    /// - Returns: the session's end, when it is one.
    private func perform(_ effect: DashboardEffect, reconnect: () -> Void) -> Ending? {
        switch effect {
        case .quit(let keepFrame):
            if keepFrame { screen.leaveFrame(state.render(size: screen.size)) }
            return .asked
        case .reconnectNow: reconnect()
        case .suspend: screen.suspend()
        case .repaint: screen.repaint()
        case .ring: screen.ring()
        case .title(let title): screen.setTitle(title)
        case .saveSnapshot: reduce(.notice(Snapshot.save(state.render(size: screen.size), at: state.now.wall)))
        }
        return nil
    }

    /// Shows that nothing more will come.
    private func takeEnd() {
        hasEnded = true
        for (_, update) in mailbox.take() { reduce(.update(update)) }
        var (status, statistics) = record.snapshot(now: state.now.monotonic)
        status.reason = "end of the recording"
        reduce(.update(ClientUpdate(status: status, statistics: statistics)))
    }

    @discardableResult
    private func reduce(_ action: DashboardAction) -> [DashboardEffect] {
        state.reduce(action)
    }

    private func takeUpdates() {
        if hasUpdates { for (_, update) in mailbox.take() { reduce(.update(update)) } }
        hasUpdates = false
    }

    /// Paints if anything changed and the last painting is long enough ago, and sets the timer for what comes next.
    private func paint() {
        let now = clock.now().monotonic
        let hadSample = state.shownSample != nil
        // Looked into at once until there is a sample, and the first one shows at once.
        if !hadSample { takeUpdates() }
        let isFirstSample = !hadSample && state.shownSample != nil
        let paintAgain =
            isFirstSample ? now : lastPaint.map { $0.at + .seconds(1) / state.settings.redrawsPerSecond } ?? now
        if paintAgain <= now {
            if hasUpdates {
                takeUpdates()
            } else if lastPaint?.revision != state.revision, !hasEnded {
                // Rates, shares and lengths go on while nothing arrives.
                let (status, statistics) = record.snapshot(now: now)
                reduce(.update(ClientUpdate(status: status, statistics: statistics)))
            }
            if lastPaint?.revision != state.revision {
                screen.draw(state.render(size: screen.size))
                lastPaint = (state.revision, now)
            }
        }
        let isPending = hasUpdates || lastPaint?.revision != state.revision
        let next = [end, state.nextTick, isPending ? paintAgain : nil].compactMap { $0 }.min()
        timer.set(after: next.map { $0 - clock.now().monotonic })
    }
}
