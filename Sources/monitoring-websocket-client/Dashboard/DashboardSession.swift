import Dashboard
import MonitoringFormatters
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
    }

    private let screen: TerminalScreen
    private let clock: any ClientClock
    /// When `--duration` is over, on the monotonic clock.
    private let end: Duration?
    private let events: AsyncStream<Event>
    private let event: AsyncStream<Event>.Continuation
    private let timer: PaintTimer

    private var state: DashboardState
    private var hasUpdates = false
    private var lastPaint: (revision: Int, at: Duration)?

    /// - Parameters:
    ///   - status: Where the connection stands as the dashboard opens.
    ///   - format: The metrics pane's first format.
    ///   - duration: After how long to end; nil is never.
    init(
        screen: TerminalScreen, clock: any ClientClock, status: ConnectionStatus, format: OutputFormat,
        duration: Duration?
    ) {
        self.screen = screen
        self.clock = clock
        let now = clock.now()
        end = duration.map { now.monotonic + $0 }
        // Unbounded, because each source holds what it has until the loop took the one before.
        let (events, event) = AsyncStream<Event>.makeStream()
        self.events = events
        self.event = event
        timer = PaintTimer { event.yield(.timer) }
        var settings = DashboardSettings()
        settings.format = format
        settings.unicode = screen.capabilities.glyphs != .ascii
        settings.colors = ColorCount(colors: screen.capabilities.colorDepth.rawValue)
        state = DashboardState(settings: settings, status: status, size: screen.size, now: now)
    }

    /// Runs until someone ends it, or the client ends.
    func run(client: Client, mailbox: UpdateMailbox, clientEnds: AsyncStream<ClientEnd>) async -> Ending {
        let (reconnects, reconnect) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        return await withTaskGroup(of: Void.self) { group in
            group.addTask { [terminalEvents = screen.events, event] in
                for await terminalEvent in terminalEvents { event.yield(.terminal(terminalEvent)) }
            }
            group.addTask { [event] in
                for await _ in mailbox.wakeUps { event.yield(.updates) }
            }
            group.addTask { [event] in
                for await end in clientEnds { event.yield(.clientEnded(end)) }
            }
            group.addTask {
                for await _ in reconnects { await client.reconnectNow() }
            }
            defer {
                timer.cancel()
                group.cancelAll()
            }
            paint(mailbox)
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
                case .clientEnded(let end): return .client(end)
                }
                for effect in effects {
                    switch effect {
                    case .quit(let keepFrame):
                        if keepFrame { screen.leaveFrame(state.render(size: screen.size)) }
                        return .asked
                    case .reconnectNow: reconnect.yield()
                    case .suspend: screen.suspend()
                    case .repaint: screen.repaint()
                    case .saveSnapshot:
                        reduce(.notice(Snapshot.save(state.render(size: screen.size), at: state.now.wall)))
                    case .setRedrawRate: break
                    }
                }
                if let end, state.now.monotonic >= end { return .asked }
                paint(mailbox)
            }
            return .asked
        }
    }

    @discardableResult
    private func reduce(_ action: DashboardAction) -> [DashboardEffect] {
        state.reduce(action)
    }

    /// Paints if anything changed and the last painting is long enough ago, and sets the timer for what comes next.
    private func paint(_ mailbox: UpdateMailbox) {
        let now = clock.now().monotonic
        // Until there is a sample to show nothing is held back, so that the first one shows at once.
        let paintAgain =
            state.shownSample == nil
            ? now : lastPaint.map { $0.at + .seconds(1) / state.settings.redrawsPerSecond } ?? now
        if paintAgain <= now {
            if hasUpdates, let update = mailbox.take() { reduce(.update(update)) }
            hasUpdates = false
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
