public import Logging
package import MonitoringMessages
import Synchronization
public import WebSocketTransport

/// A connection to one server, with handlers for what it sends: the manual's low-level client.
///
/// Each handler has a thread and a queue of its own. A slow handler holds up neither the connection nor another handler:
/// up to 1,000 events wait for it, beyond that the oldest is dropped and counted (`droppedEvents`). What a handler throws
/// is logged, kept in the statistics' errors, and told to the handlers of `.clientError`.
public final class WebSocketClient: Sendable {
    /// One run of a core.
    private struct Session: Sendable {
        var core: any RunningCore
        var task: Task<ClientEnd, Never>
        var progress: StartProgress
    }

    let hub: EventHub
    let clock: any ClientClock
    private let record: ClientRecord
    package let configuration: ClientConfiguration
    private let makeCore: @Sendable (any ClientEventHandler) -> any RunningCore
    private let session = Mutex<Session?>(nil)

    /// A client of one server; it connects when it is started.
    /// - Parameters:
    ///   - uri: The server's address, `ws://HOST:PORT` or `wss://HOST:PORT`.
    ///   - logger: Where the client logs; nil logs nothing.
    ///   - reconnect: Whether to connect again when the connection is lost or cannot be made.
    ///   - reconnectInterval: Time from a failure to the next attempt, at least 0.1 s.
    ///   - maxReconnectAttempts: The most attempts to connect again in one outage; nil is unlimited.
    ///   - pingInterval: Time between pings; zero sends none.
    ///   - pingTimeout: How long the answer to a ping may take before the connection counts as dead.
    ///   - operationTimeout: How long connecting with its handshake, or closing, may take.
    ///   - sendTimeout: How long the socket may take to accept a message.
    ///   - errorHistoryLimit: Errors that the statistics keep.
    ///   - webSocket: Headers, TLS and limits of the transport.
    /// - Throws: `WebSocketURIError` when `uri` is no WebSocket address.
    public convenience init(
        uri: String,
        logger: Logger? = nil,
        reconnect: Bool = true,
        reconnectInterval: Duration = .seconds(5),
        maxReconnectAttempts: Int? = nil,
        pingInterval: Duration = .seconds(30),
        pingTimeout: Duration = .seconds(10),
        operationTimeout: Duration = .seconds(5),
        sendTimeout: Duration = .seconds(5),
        errorHistoryLimit: Int = 5,
        webSocket: WebSocketConfiguration = WebSocketConfiguration()
    ) throws(WebSocketURIError) {
        var configuration = ClientConfiguration(uri: try WebSocketURI(parsing: uri))
        configuration.reconnect = reconnect
        configuration.reconnectInterval = reconnectInterval
        configuration.maxReconnectAttempts = maxReconnectAttempts
        configuration.pingInterval = pingInterval
        configuration.pingTimeout = pingTimeout
        configuration.operationTimeout = operationTimeout
        configuration.sendTimeout = sendTimeout
        configuration.errorHistoryLimit = errorHistoryLimit
        configuration.webSocket = webSocket
        self.init(configuration: configuration, connector: NIOWebSocketConnector(), logger: logger)
    }

    package init(
        configuration: ClientConfiguration, connector: any WebSocketConnector, clock: any ClientClock = SystemClock(),
        logger: Logger? = nil
    ) {
        let record = ClientRecord(configuration: configuration)
        self.record = record
        self.clock = clock
        self.configuration = configuration
        hub = EventHub(record: record, clock: clock, logger: logger)
        makeCore = { handler in
            ClientCore(
                configuration: configuration, connector: connector, clock: clock, record: record, handler: handler)
        }
    }

    deinit {
        session.withLock { $0?.task.cancel() }
    }
}

// MARK: - Connection

extension WebSocketClient {
    /// Connects, and keeps connected in the background until `stop`. Returns when the first attempt has been decided,
    /// within the operation timeout: the client is connected then, or tries again. Does nothing while the client runs. Cancelling the task that waits here stops the client.
    /// - Throws: `ConnectionError` or `TimeoutError` when there is no connection and no attempt will follow;
    ///   `ClientError.stopped` when the client is stopped meanwhile; `CancellationError`.
    public func start() async throws {
        guard let progress = begin() else { return }
        switch await progress.outcome() {
        case .connected?, .retrying?:
            return
        case .ended(.gaveUp(let failure))?:
            throw failure.typedError
        case .ended(.stopped)?:
            throw ClientError.stopped
        case nil:
            await stop()
            throw CancellationError()
        }
    }

    /// Closes the connection with 1000 and ends the client. Returns when the socket is given back and the handlers have
    /// had what waited for them, or the operation timeout is over. A stopped client can be started again; its statistics go on.
    public func stop() async {
        guard let session = session.withLock({ $0 }) else { return }
        session.progress.isStopped = true
        await session.core.stop()
        _ = await session.task.value
        await drain()
    }

    /// Connects at once instead of waiting for the next attempt, or closes the connection and makes a new one; starts a
    /// client that is not running.
    /// - Throws: As `start`, when the client was not running.
    public func reconnect() async throws {
        if let session = session.withLock({ $0 }), !session.progress.isOver {
            await session.core.reconnectNow()
        } else {
            try await start()
        }
    }

    /// Sends a text message as it is; returns when it is written to the socket.
    /// - Throws: `ClientError.notConnected`, `ConnectionError` when the connection ends meanwhile, or `TimeoutError` when the
    ///   socket does not take it within the send timeout; the connection is replaced then.
    public func send(text: String) async throws {
        guard let session = session.withLock({ $0 }) else { throw ClientError.notConnected }
        do throws(WebSocketTransportError) {
            try await session.core.send(text: text)
        } catch {
            throw error.typedError
        }
    }

    /// - Returns: nil while the client runs.
    private func begin() -> StartProgress? {
        session.withLock { session in
            if let session, !session.progress.isOver { return nil }
            // A core that gave up can be run again, one that was stopped cannot.
            let reusable = session.flatMap { $0.progress.isStopped ? nil : $0.core }
            let progress = StartProgress()
            let core = reusable ?? makeCore(hub)
            hub.follow(progress)
            let task = Task { [hub] in
                let end = await core.run()
                progress.ended(end)
                hub.finishStreams()
                return end
            }
            session = Session(core: core, task: task, progress: progress)
            return progress
        }
    }

    /// Gives the handlers time for what waits for them.
    private func drain() async {
        let deadline = clock.now().monotonic + configuration.operationTimeout
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [hub] in await hub.drain() }
            group.addTask { [clock] in try? await clock.sleep(until: deadline) }
            await group.next()
            group.cancelAll()
        }
    }
}

// MARK: - State

extension WebSocketClient {
    /// Where the connection stands.
    public var state: ClientState { status.state }

    /// Whether the connection is up.
    public var isConnected: Bool { state == .connected }

    /// Where the connection stands, why, and what comes next.
    public var status: ConnectionStatus { record.snapshot(now: clock.now().monotonic).status }

    /// The figures since the first start.
    public var statistics: ConnectionStatistics { record.snapshot(now: clock.now().monotonic).statistics }
}
