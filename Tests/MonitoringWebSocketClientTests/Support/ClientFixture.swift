import MonitoringMessages
import Synchronization
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// Writes events down for a test to wait for.
struct EventLog: ClientEventHandler {
    let events: AsyncStream<ClientEvent>
    private let log: AsyncStream<ClientEvent>.Continuation

    init() {
        (events, log) = AsyncStream.makeStream()
    }

    func take(_ event: ClientEvent) {
        log.yield(event)
    }
}

/// A client with everything around it played by the test.
struct ClientFixture {
    let clock = ManualClock()
    let connector = ScriptedConnector()
    let log = EventLog()
    let record: ClientRecord
    let core: ClientCore

    init(
        handler: (any ClientEventHandler)? = nil, executor: (any SerialExecutor & TaskExecutor)? = nil,
        _ change: (inout ClientConfiguration) -> Void = { _ in }
    ) throws {
        let configuration = try makeConfiguration(change)
        record = ClientRecord(configuration: configuration)
        core = ClientCore(
            configuration: configuration, connector: connector, clock: clock, record: record, handler: handler ?? log,
            executor: executor)
    }

    var statistics: ConnectionStatistics { record.snapshot(now: clock.now().monotonic).statistics }
    var status: ConnectionStatus { record.snapshot(now: clock.now().monotonic).status }

    /// Runs the client beside `body`, which is to end it.
    func run(_ body: @Sendable (ClientFixture) async throws -> Void) async throws -> ClientEnd {
        async let end = core.run()
        try await body(self)
        return await end
    }

    func nextAttempt() async throws -> ScriptedAttempt {
        try await connector.attempts.first()
    }

    /// The next event.
    func next() async throws -> ClientEvent {
        try await log.events.first()
    }

    /// The next events as short texts.
    func next(_ count: Int) async throws -> [String] {
        var texts: [String] = []
        for _ in 0..<count { texts.append(try await next().text) }
        return texts
    }

    /// Lets the next attempt succeed and waits until it shows.
    func connect(_ link: ScriptedLink = ScriptedLink()) async throws -> ScriptedLink {
        let link = try await nextAttempt().accept(link)
        while try await next().text != "connected" {}
        return link
    }
}

extension ClientEventHandler {
    /// Handles one event.
    nonisolated(nonsending) func handle(_ event: ClientEvent) async {
        take(event)
        await finish()?()
    }
}

/// Has each event handled by itself, and waits for that.
final class EventByEvent: ClientEventHandler {
    let roundLimit: Int
    private let taken = Mutex<[ClientEvent]>([])
    private let handle: @Sendable (ClientEvent) async -> Void

    init(roundLimit: Int = 64, _ handle: @escaping @Sendable (ClientEvent) async -> Void) {
        self.roundLimit = roundLimit
        self.handle = handle
    }

    func take(_ event: ClientEvent) {
        taken.withLock { $0.append(event) }
    }

    func finish() -> HandlerRest? {
        let events = taken.withLock { taken in
            defer { taken = [] }
            return taken
        }
        return { [handle] in for event in events { await handle(event) } }
    }
}

struct EndOfScript: Error {}

extension AsyncSequence where Self: Sendable, Element: Sendable {
    func first() async throws -> Element {
        for try await element in self { return element }
        throw EndOfScript()
    }
}

extension ClientEvent {
    /// The new state, an attempt, an error's text, or a message's type.
    var text: String {
        switch self {
        case .stateChanged(_, let status): "\(status.state)"
        case .statusChanged(let status): "attempt \(status.attempt)"
        case .error(let error): "! \(error.error)"
        case .pingSent: "ping sent"
        case .pongReceived: "pong received"
        case .message(let received, _):
            switch received.message {
            case .monitoringData: "data \(received.timestamp ?? "")"
            case .connection(_, let message): "notice \(message)"
            case .error: "error message"
            case .status: "status"
            case .ping: "ping"
            case .pong: "pong"
            case .other(let type): type
            }
        }
    }
}
