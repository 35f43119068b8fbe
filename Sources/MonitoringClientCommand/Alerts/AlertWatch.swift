import Dispatch
import MonitoringAlerts
import MonitoringMessages
import MonitoringWebSocketClient
import Synchronization

/// Feeds the alert machine with the clients' events and with the time, and passes on what it tells. One for all hosts.
final class AlertWatch: Sendable {
    /// Told in order, one at a time; the client waits for it.
    typealias Listener = @Sendable ([AlertEvent], Moment) -> Void

    private struct State {
        var machine: AlertMachine
        /// When the timer is set for; nil when it is not.
        var deadline: Duration?
        let timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "alerts"))
    }

    private let state: Mutex<State>
    private let clock: any ClientClock
    private let listener: Listener

    /// - Parameters:
    ///   - hostCount: Hosts that are watched.
    ///   - listener: Told what is news.
    init(rules: AlertRules, hostCount: Int, clock: any ClientClock, listener: @escaping Listener) {
        state = Mutex(State(machine: AlertMachine(rules: rules, hostCount: hostCount)))
        self.clock = clock
        self.listener = listener
        state.withLock { state in
            state.timer.setEventHandler { [weak self] in self?.advance() }
            state.timer.activate()
        }
    }

    deinit { state.withLock { $0.timer.cancel() } }

    /// The alerts as they are now.
    var list: AlertList { state.withLock { $0.machine.list } }

    /// Takes the events of one client.
    /// - Parameter host: What its alerts are kept apart by, and named by until the server says its own name.
    func handler(host: String) -> any ClientEventHandler { Handler(watch: self, host: host) }

    private final class Handler: ClientEventHandler {
        private let watch: AlertWatch
        private let host: String

        init(watch: AlertWatch, host: String) {
            self.watch = watch
            self.host = host
        }

        func take(_ event: ClientEvent) { watch.handle(event, from: host) }

        var parts: MessageParts { .usages }
    }

    private func handle(_ event: ClientEvent, from host: String) {
        switch event {
        case .message(let received, let moment):
            guard case .monitoringData(let sample) = received.message else { return }
            update(at: moment) { $0.take(sample, from: host, at: moment) }
        case .stateChanged(_, let status), .statusChanged(let status):
            let now = clock.now()
            update(at: now) { $0.take(status.state, reason: status.reason, from: host, at: now) }
        case .error, .pingSent, .pongReceived:
            break
        }
    }

    private func advance() {
        let now = clock.now()
        // It has fired, so it has to be set even for the same deadline.
        state.withLock { $0.deadline = nil }
        update(at: now) { $0.advance(to: now) }
    }

    /// Telling stays inside the lock, so that what the timer finds and what an event brings cannot overtake each other.
    private func update(at now: Moment, _ body: (inout AlertMachine) -> [AlertEvent]) {
        state.withLock { state in
            let events = body(&state.machine)
            if !events.isEmpty { listener(events, now) }
            let deadline = state.machine.nextDeadline
            guard deadline != state.deadline else { return }
            state.deadline = deadline
            let delay = deadline.flatMap(clock.wait)
            state.timer.schedule(deadline: delay.map { .now() + $0.dispatchInterval } ?? .distantFuture)
        }
    }
}
