import Logging
import MonitoringMessages
import Synchronization

/// Brings a client's events to its handlers and streams; none of them can hold it up.
final class EventHub: ClientEventHandler {
    /// Events that may wait for a handler or a stream; beyond it the oldest is dropped. At the published server's pace that
    /// is ten minutes.
    static let queueLimit = 1000

    private struct Registration {
        var token: HandlerToken
        var runner: HandlerRunner<WebSocketClientEvent>
        var accepts: @Sendable (WebSocketClientEvent) -> Bool
    }

    private struct State {
        /// Called in the client's own task, in order; quick.
        var inline: [any ClientEventHandler] = []
        var nextStream = 0
        var display: ClientDisplay?
        var registrations: [Registration] = []
        var streams: [Int: BoundedQueue<WebSocketClientEvent>] = [:]
        /// Of handlers that were removed.
        var droppedBefore = 0
        /// Of the present run.
        var progress: StartProgress?
    }

    let record: ClientRecord
    let place = CallbackPlace()
    private let clock: any ClientClock
    private let logger: Logger?
    private let state = Mutex(State())

    init(record: ClientRecord, clock: any ClientClock, logger: Logger?) {
        self.record = record
        self.clock = clock
        self.logger = logger
        if let logger { state.withLock { $0.inline = [EventLog(logger: logger)] } }
    }

    deinit {
        finishStreams()
    }

    func take(_ event: ClientEvent) {
        for handler in state.withLock({ $0.inline }) { handler.take(event) }
        if case .stateChanged(_, let status) = event { state.withLock { $0.progress }?.changed(to: status.state) }
        if let event = WebSocketClientEvent(event) { post(event) }
    }

    func finish() -> HandlerRest? {
        state.withLock { $0.inline }.finish()
    }

    /// Gives an event to every handler and stream that wants it.
    func post(_ event: WebSocketClientEvent) {
        let (registrations, streams) = state.withLock { ($0.registrations, $0.streams.values) }
        for registration in registrations where registration.accepts(event) { registration.runner.offer(event) }
        for stream in streams { stream.add(event) }
    }

    /// Calls a handler in the client's own task, after those that were added before; it must be quick.
    func addInline(_ handler: any ClientEventHandler) {
        state.withLock { $0.inline.append(handler) }
    }

    /// Lets a handler keep and print what arrives.
    func display(with handler: MonitoringHandler) {
        let display = ClientDisplay(handler: handler) { [weak self] in self?.handlerFailed($0, handling: "output") }
        state.withLock { $0.display = display }
        addInline(display)
    }

    /// Tells `progress` how far the run comes.
    func follow(_ progress: StartProgress) {
        state.withLock { $0.progress = progress }
    }

    /// Reports what a handler threw: log, statistics, and the handlers of errors.
    func handlerFailed(_ error: any Error, handling name: String, tellsHandlers: Bool = true) {
        let failure = HandlerError(handlerOf: name, thrown: error)
        let record = ErrorRecord(moment: clock.now(), error: failure.message, type: HandlerError.recordType)
        self.record.record { $0.failed(record) }
        logger?.error("\(failure.message)")
        if tellsHandlers { post(.clientError(record)) }
    }
}

// MARK: - Handlers

extension EventHub {
    func add<Payload>(
        _ name: ClientEventName<Payload>, _ handler: @escaping @Sendable (Payload) async throws -> Void
    ) -> HandlerToken {
        let runner = HandlerRunner<WebSocketClientEvent>(
            label: "handler of \(name.rawValue)", limit: Self.queueLimit, place: place,
            handle: { if let payload = name.payload($0) { try await handler(payload) } },
            onFailure: { [weak self] error, event in
                // A handler of errors that throws must not be called for that again.
                var tellsHandlers = true
                if case .clientError = event { tellsHandlers = false }
                self?.handlerFailed(error, handling: event.name, tellsHandlers: tellsHandlers)
            })
        let token = HandlerToken(event: name.rawValue, droppedEvents: { runner.dropped })
        let registration = Registration(token: token, runner: runner, accepts: { name.payload($0) != nil })
        state.withLock { $0.registrations.append(registration) }
        return token
    }

    func remove(_ token: HandlerToken) -> Bool {
        let runner: HandlerRunner<WebSocketClientEvent>? = state.withLock { state in
            guard let index = state.registrations.firstIndex(where: { $0.token === token }) else { return nil }
            let runner = state.registrations.remove(at: index).runner
            state.droppedBefore += runner.dropped
            return runner
        }
        runner?.cancel()
        return runner != nil
    }

    var droppedEvents: Int {
        state.withLock { state in
            let start = state.droppedBefore + (state.display?.dropped ?? 0)
            return state.registrations.reduce(start) { $0 + $1.runner.dropped }
        }
    }

    /// Returns when every handler has had what was posted so far, or the task is cancelled.
    func drain() async {
        let (display, registrations) = state.withLock { ($0.display, $0.registrations) }
        for registration in registrations { await registration.runner.drain() }
        await display?.drain()
    }
}

// MARK: - Streams

extension EventHub {
    func makeStream() -> ClientEvents {
        let queue = BoundedQueue<WebSocketClientEvent>(limit: Self.queueLimit)
        let id = state.withLock { state in
            state.nextStream += 1
            state.streams[state.nextStream] = queue
            return state.nextStream
        }
        return ClientEvents(
            queue: queue, lifetime: StreamLifetime { [weak self] in self?.state.withLock { $0.streams[id] = nil } })
    }

    /// The streams end after what waits in them.
    func finishStreams() {
        let streams = state.withLock { state in
            defer { state.streams = [:] }
            return state.streams.values
        }
        for stream in streams { stream.close() }
    }
}
