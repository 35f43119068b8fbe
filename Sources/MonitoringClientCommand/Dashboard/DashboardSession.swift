import Dashboard
import MonitoringMessages
import MonitoringWebSocketClient
import TerminalScreen

/// The render loop: merges the terminal's events, the clients' updates and the clock into one stream, reduces, and paints
/// what changed, at most as often as the redraw rate says.
@MainActor
final class DashboardSession {
    /// How long an empty screen waits for the first sample, which mostly comes before anybody could see the difference.
    private static let patience = Duration.milliseconds(30)
    /// More than these nobody can see; a held key repeats about as often.
    private static let redrawsPerSecondOfInput = 30

    private enum Event: Sendable {
        case terminal(TerminalEvent)
        case updates
        case timer
        case clientEnded(host: Int, ClientEnd)
        case recordingEnded
        case notice(String)
        case mark(String, isOn: Bool)
        case remembered([RememberedSample], host: Int)
    }

    private let screen: TerminalScreen
    private let clients: [WatchedClient]
    private let mailbox: FleetMailbox
    private let alerts: AlertWatch
    private let counts: @Sendable () -> SideCounts
    private let log: LogLines
    private let clock: any ClientClock
    /// The clock that is shown: the same, or that of a recording.
    private let shownClock: any ClientClock
    /// When `--duration` is over, on the monotonic clock.
    private let end: Duration?
    private let events: AsyncStream<Event>
    private let event: AsyncStream<Event>.Continuation
    private let timer: PaintTimer

    private var state: FleetState
    /// Lines of the log that the state has taken.
    private var logCount = 0
    /// Whether the mailbox may hold something; at first it is looked into in any case.
    private var hasUpdates = true
    /// Clients that have come to their end: their figures stay as of then.
    private var ends: ClientEnds
    /// When the screen is painted, with or without a sample.
    private let firstPaint: Duration
    private var lastPaint: (revision: Int, at: Duration)?
    /// Whether a key waits to be answered on the screen, which is not held up by a low redraw rate.
    private var hasInput = false

    /// - Parameters:
    ///   - shownClock: The clients' clock.
    ///   - clients: Those that `mailbox` has the handlers of.
    ///   - counts: The work beside the screen as it is now.
    ///   - log: The lines that the program logs.
    ///   - settings: What is not the terminal's own to say.
    ///   - duration: After how long to end; nil is never.
    init(
        screen: TerminalScreen, clock: any ClientClock, shownClock: any ClientClock, clients: [WatchedClient],
        mailbox: FleetMailbox, alerts: AlertWatch, counts: @escaping @Sendable () -> SideCounts, log: LogLines,
        settings: DashboardSettings, duration: Duration?
    ) {
        self.clients = clients
        ends = ClientEnds(count: clients.count)
        firstPaint = clock.now().monotonic + Self.patience
        self.mailbox = mailbox
        self.alerts = alerts
        self.counts = counts
        self.log = log
        self.screen = screen
        self.clock = clock
        self.shownClock = shownClock
        let (real, now) = (clock.now().monotonic, shownClock.now())
        end = duration.map { real + $0 }
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
        let hosts = clients.map { client in
            FleetHostSeed(
                name: client.host.name, tint: client.host.tint, marks: client.isInsecure ? ["INSECURE"] : [],
                status: client.record.snapshot(now: now.monotonic).status)
        }
        state = FleetState(hosts: hosts, settings: settings, size: screen.size, now: now, real: real)
    }

    /// Runs until someone ends it, or no client has an attempt left.
    ///
    /// - Parameter awaitEndOfRecording: Returns when a recording has been played, whose end stays on the screen; nil for servers.
    func run(
        fleet: FleetCore, clientEnds: AsyncStream<(host: Int, end: ClientEnd)>, notices: Notices,
        remembered: [AsyncStream<[RememberedSample]>], awaitEndOfRecording: (@Sendable () async -> Void)?
    ) async -> Ending {
        let (reconnects, reconnect) = AsyncStream<Int>.makeStream(bufferingPolicy: .bufferingNewest(1))
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { [terminalEvents = screen.events, event] in
                for await terminalEvent in terminalEvents { event.yield(.terminal(terminalEvent)) }
            }
            group.addTask { [mailbox, event] in
                for await _ in mailbox.wakeUps { event.yield(.updates) }
            }
            group.addTask { [event] in
                for await (host, end) in clientEnds { event.yield(.clientEnded(host: host, end)) }
            }
            group.addTask { [event] in
                for await line in notices.lines { event.yield(.notice(line)) }
            }
            group.addTask { [event] in
                for await (mark, isOn) in notices.marks { event.yield(.mark(mark, isOn: isOn)) }
            }
            for (host, remembered) in remembered.enumerated() {
                group.addTask { [event] in
                    for await samples in remembered { event.yield(.remembered(samples, host: host)) }
                }
            }
            group.addTask {
                for await host in reconnects { await fleet.clients[host].reconnectNow() }
            }
            if let awaitEndOfRecording {
                group.addTask { [event] in
                    await awaitEndOfRecording()
                    event.yield(.recordingEnded)
                }
            }
            defer {
                timer.cancel()
                group.cancelAll()
            }
            paint()
            for await event in events {
                reduce(.tick(shownClock.now(), real: clock.now().monotonic))
                var effects: [FleetEffect] = []
                switch event {
                case .terminal(.key(let key)):
                    effects = reduce(.key(key))
                    hasInput = true
                case .terminal(.mouse(let mouse)):
                    effects = reduce(.mouse(mouse))
                    hasInput = true
                case .terminal(.resized(let size)): effects = reduce(.resized(size))
                case .terminal(.resumed): lastPaint = nil
                case .terminal(.terminated), .terminal(.hangup): return .asked
                case .updates: hasUpdates = true
                case .timer: break
                case .clientEnded(let host, let end): if let ending = take(end, of: host) { return ending }
                case .recordingEnded: reduce(.ended)
                case .notice(let line): reduce(.notice(line))
                case .mark(let mark, let isOn): reduce(.mark(mark, isOn: isOn))
                case .remembered(let samples, let host): reduce(.remembered(samples, host: host))
                }
                effects += reduce(.alerts(alerts.list))
                for effect in effects {
                    if let ending = perform(effect, reconnect: { reconnect.yield($0) }) { return ending }
                }
                if let end, clock.now().monotonic >= end { return .asked }
                paint()
            }
            return .asked
        }
    }

    /// - Returns: the session's end, when it is one.
    private func perform(_ effect: FleetEffect, reconnect: (Int) -> Void) -> Ending? {
        switch effect.effect {
        case .quit(let keepFrame):
            if keepFrame { screen.leaveFrame(state.render(size: screen.size)) }
            return .asked
        case .reconnectNow: reconnect(effect.host)
        case .suspend: screen.suspend()
        case .repaint: screen.repaint()
        case .ring: screen.ring()
        case .title(let title): screen.setTitle(title)
        case .saveSnapshot: reduce(.notice(Snapshot.save(state.render(size: screen.size), at: state.now.wall)))
        }
        return nil
    }

    /// - Returns: the session's end, when all clients have given up.
    private func take(_ end: ClientEnd, of host: Int) -> Ending? {
        ends.take(end, of: host)
        takeUpdates()
        guard let all = ends.all, !all.contains(.stopped) else { return nil }
        return .clients(all)
    }

    @discardableResult
    private func reduce(_ action: FleetAction) -> [FleetEffect] {
        state.reduce(action)
    }

    private func takeUpdates() {
        reduce(.updates(mailbox.take().map(HostUpdate.init)))
        hasUpdates = false
    }

    private func takeLog() {
        guard log.count != logCount else { return }
        let (lines, count) = log.lines(after: logCount)
        logCount = count
        reduce(.log(lines.map(LogRecord.init)))
    }

    /// Paints if anything changed and the last painting is long enough ago, and sets the timer for what comes next.
    private func paint() {
        let now = clock.now().monotonic
        let wasWaiting = state.isWaiting
        // Looked into at once until there is a sample, and the first one shows at once.
        if wasWaiting { takeUpdates() }
        let isFirstSample = wasWaiting && !state.isWaiting
        let rate = hasInput ? Self.redrawsPerSecondOfInput : state.redrawsPerSecond
        let nextPaint = lastPaint.map { $0.at + .seconds(1) / rate } ?? (state.isWaiting ? firstPaint : now)
        let paintAgain = isFirstSample ? now : nextPaint
        if paintAgain <= now {
            takeLog()
            if state.showsCounts { reduce(.counts(counts())) }
            if hasUpdates {
                takeUpdates()
            } else if lastPaint?.revision != state.revision, let host = state.openHost, !ends.hasEnded(host) {
                // Rates, shares and lengths go on while nothing arrives.
                let (status, statistics) = clients[host].record.snapshot(now: state.now.monotonic)
                let update = ClientUpdate(status: status, statistics: statistics)
                reduce(.updates([HostUpdate(host: host, update: update)]))
            }
            if lastPaint?.revision != state.revision {
                screen.draw(state.render(size: screen.size))
                lastPaint = (state.revision, now)
            }
            hasInput = false
        }
        let isPending = hasUpdates || lastPaint?.revision != state.revision
        // A fast recording has more full seconds than there are redraws.
        let tick = state.nextTick.flatMap(shownClock.wait).map { max(now + $0, paintAgain) }
        let next = [end, tick, state.noticeEnd, isPending ? paintAgain : nil].compactMap { $0 }.min()
        timer.set(after: next.map { $0 - clock.now().monotonic })
    }
}
