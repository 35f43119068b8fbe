public import Logging
public import MonitoringFormatters
public import MonitoringMessages
public import WebSocketTransport

/// Watches one server: connects, keeps connected, prints what arrives, keeps it, and calls the program back.
///
///     let client = try MonitoringClient(uri: "ws://localhost:8765", onMessage: { data in
///         print(data.sample.processor?.usagePercent ?? 0)
///     })
///     try await client.start()
///
/// Callbacks may be synchronous or asynchronous. Each has a thread and a queue of its own; see `WebSocketClient`.
public final class MonitoringClient: Sendable {
    /// Called with each sample.
    public typealias OnMessage = @Sendable (ReceivedSample) async throws -> Void
    /// Called with each error: `ConnectionError`, `TimeoutError`, `ServerError`, `UnreadableMessageError`, `HandlerError`.
    public typealias OnError = @Sendable (any Error) async throws -> Void
    /// Called when the connection comes up, or when it ends.
    public typealias OnConnection = @Sendable () async throws -> Void
    /// Called with what happens on the connection, and its text for people.
    public typealias OnConnectionEvent = @Sendable (ConnectionEvent, String) async throws -> Void

    /// The connection: handlers of its events, control, and sending of any text.
    public let webSocketClient: WebSocketClient
    /// Keeps and prints the samples.
    public let monitoringHandler: MonitoringHandler
    /// Saves the messages; nil without `saveData`.
    public let loggingHandler: LoggingHandler?

    /// A client of one server; it connects when it is started.
    /// - Parameters:
    ///   - uri: The server's address, `ws://HOST:PORT` or `wss://HOST:PORT`.
    ///   - format: How samples are printed.
    ///   - color: Whether printed lines have colour where the output can show it.
    ///   - reconnect: Whether to connect again when the connection is lost or cannot be made.
    ///   - reconnectInterval: Time from a failure to the next attempt, at least 0.1 s.
    ///   - maxReconnectAttempts: The most attempts to connect again in one outage; nil is unlimited.
    ///   - pingInterval: Time between pings; zero sends none.
    ///   - pingTimeout: How long the answer to a ping may take before the connection counts as dead.
    ///   - operationTimeout: How long connecting with its handshake, or closing, may take.
    ///   - sendTimeout: How long the socket may take to accept a message.
    ///   - saveData: Path of the file that every message is saved in; nil saves nothing. The connection waits for the disk, so
    ///     that no message is left out.
    ///   - storeHistory: Whether samples are kept for `history()`.
    ///   - historyLimit: The most samples kept; beyond it the oldest is dropped.
    ///   - errorHistoryLimit: Errors that the statistics keep.
    ///   - logger: Where the client logs; nil logs nothing.
    ///   - output: Where samples, messages about the connection, and errors are printed.
    ///   - webSocket: Headers, TLS and limits of the transport.
    ///   - onMessage: Called with each sample.
    ///   - onError: Called with each error.
    ///   - onConnect: Called each time the connection comes up.
    ///   - onDisconnect: Called each time the connection ends, whoever ended it.
    ///   - onConnectionEvent: Called with each change of the connection's state, and with the server's word about it.
    /// - Throws: `WebSocketURIError` when `uri` is no WebSocket address, `LogFileError` when the file for `saveData` cannot be
    ///   opened.
    public convenience init(
        uri: String = "ws://localhost:8765",
        format: OutputFormat = .simple,
        color: Bool = true,
        reconnect: Bool = true,
        reconnectInterval: Duration = .seconds(5),
        maxReconnectAttempts: Int? = nil,
        pingInterval: Duration = .seconds(30),
        pingTimeout: Duration = .seconds(10),
        operationTimeout: Duration = .seconds(5),
        sendTimeout: Duration = .seconds(5),
        saveData: String? = nil,
        storeHistory: Bool = false,
        historyLimit: Int = MonitoringHandler.defaultHistoryLimit,
        errorHistoryLimit: Int = 5,
        logger: Logger? = nil,
        output: ClientOutput = .standardOutput,
        webSocket: WebSocketConfiguration = WebSocketConfiguration(),
        onMessage: OnMessage? = nil,
        onError: OnError? = nil,
        onConnect: OnConnection? = nil,
        onDisconnect: OnConnection? = nil,
        onConnectionEvent: OnConnectionEvent? = nil
    ) throws {
        let connection = try WebSocketClient(
            uri: uri, logger: logger, reconnect: reconnect, reconnectInterval: reconnectInterval,
            maxReconnectAttempts: maxReconnectAttempts, pingInterval: pingInterval, pingTimeout: pingTimeout,
            operationTimeout: operationTimeout, sendTimeout: sendTimeout, errorHistoryLimit: errorHistoryLimit,
            webSocket: webSocket)
        let handler = MonitoringHandler(
            formatter: format.formatter(), color: color, storeHistory: storeHistory, historyLimit: historyLimit,
            output: output)
        try self.init(webSocketClient: connection, monitoringHandler: handler, saveData: saveData)
        register(
            onMessage: onMessage, onError: onError, onConnect: onConnect, onDisconnect: onDisconnect,
            onConnectionEvent: onConnectionEvent)
    }

    package init(
        webSocketClient: WebSocketClient, monitoringHandler: MonitoringHandler, saveData: String? = nil
    ) throws {
        self.webSocketClient = webSocketClient
        self.monitoringHandler = monitoringHandler
        let hub = webSocketClient.hub
        loggingHandler = try saveData.map { path in
            try LoggingHandler(path: path) { [weak hub] in hub?.handlerFailed($0, handling: "saveData") }
        }
        if let loggingHandler { hub.addInline(loggingHandler) }
        hub.display(with: monitoringHandler)
    }
}

// MARK: - Control

extension MonitoringClient {
    /// Connects, and keeps connected in the background until `stop`. Returns when the first attempt has been decided: the
    /// client is connected then, or tries again. Does nothing while the client runs.
    /// - Throws: As `WebSocketClient.start`.
    public func start() async throws {
        try await webSocketClient.start()
    }

    /// Closes the connection with 1000 and ends the client. Returns when handlers and output have had what waited for
    /// them, or the operation timeout is over.
    public func stop() async {
        await webSocketClient.stop()
    }

    /// Prints in another format from the next sample on.
    public func setFormatter(_ format: OutputFormat, color: Bool = true) {
        setFormatter(format.formatter(), color: color)
    }

    /// Prints in the format of this name from the next sample on.
    /// - Throws: `FormatError` when there is no such format; nothing changes then.
    public func setFormatter(named name: String, color: Bool = true) throws(FormatError) {
        setFormatter(try OutputFormat(named: name), color: color)
    }

    /// Prints with a formatter of the program's own from the next sample on.
    public func setFormatter(_ formatter: any MonitoringFormatter, color: Bool = true) {
        monitoringHandler.setFormatter(formatter, color: color)
    }

    /// Calls `handler` for each event of this name from now on: the same as `webSocketClient.on`.
    /// - Returns: What `webSocketClient.off` takes.
    @discardableResult
    public func addHandler<Payload>(
        for event: ClientEventName<Payload>, _ handler: @escaping @Sendable (Payload) async throws -> Void
    ) -> HandlerToken {
        webSocketClient.on(event, handler)
    }

    /// Hands the message of each event of this name to a handler object from now on.
    /// - Returns: What `webSocketClient.off` takes.
    @discardableResult
    public func addHandler<Payload>(
        for event: ClientEventName<Payload>, _ handler: some MessageHandler
    ) -> HandlerToken {
        webSocketClient.on(event, handler)
    }
}

// MARK: - Data

extension MonitoringClient {
    /// Whether the connection is up.
    public var isConnected: Bool { webSocketClient.isConnected }

    /// The figures since the first start.
    public var statistics: ConnectionStatistics { webSocketClient.statistics }

    /// The newest samples, oldest first.
    /// - Throws: `HistoryError.off` when the client was made without `storeHistory`.
    public func history() throws(HistoryError) -> [ReceivedSample] {
        try monitoringHandler.history()
    }

    /// The newest sample; nil before the first.
    public var lastData: ReceivedSample? { monitoringHandler.lastData }

    /// Sends a command of the protocol.
    /// - Throws: As `WebSocketClient.send(text:)`.
    public func send(_ command: ClientCommand) async throws {
        try await webSocketClient.send(command)
    }

    /// Sends a JSON object.
    /// - Throws: As `WebSocketClient.send(_:)`.
    public func send(_ object: JSONObject) async throws {
        try await webSocketClient.send(object)
    }

    /// Sends a text message as it is.
    /// - Throws: As `WebSocketClient.send(text:)`.
    public func send(text: String) async throws {
        try await webSocketClient.send(text: text)
    }
}
