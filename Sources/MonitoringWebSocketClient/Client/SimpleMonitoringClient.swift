public import Dispatch
public import MonitoringFormatters

/// The least that a program without async needs: connect, wait, disconnect.
///
///     let client = try SimpleMonitoringClient(onData: { print($0.sample.processor?.usagePercent ?? 0) }, autoPrint: false)
///     try client.connect()
///     try client.wait(.seconds(60))
///     try client.disconnect()
public final class SimpleMonitoringClient: Sendable {
    let client: MonitoringClient
    private let callbackQueue: DispatchQueue

    /// A client of one server. It connects again when the connection is lost.
    /// - Parameters:
    ///   - uri: The server's address, `ws://HOST:PORT` or `wss://HOST:PORT`.
    ///   - onData: Called with each sample, on the callback queue.
    ///   - autoPrint: Whether anything is printed; with `onData` as well.
    ///   - format: How samples are printed.
    ///   - callbackQueue: Serial. Its thread may call `wait`: `onData` is called there and then.
    ///   - output: Where is printed when `autoPrint` is on.
    /// - Throws: `WebSocketURIError` when `uri` is no WebSocket address.
    public init(
        uri: String = "ws://localhost:8765",
        onData: MonitoringClient.OnMessage? = nil,
        autoPrint: Bool = true,
        format: OutputFormat = .simple,
        callbackQueue: DispatchQueue = .main,
        output: ClientOutput = .standardOutput
    ) throws {
        client = try MonitoringClient(
            uri: uri, format: format, output: autoPrint ? output : .none, onMessage: onData)
        self.callbackQueue = callbackQueue
    }

    /// Connects; returns when the first attempt is decided (`isConnected`). A failed one is followed by others.
    /// - Throws: `ClientError.calledFromAsynchronousContext`.
    public func connect() throws {
        try client.startAndWait(callbackQueue: callbackQueue)
    }

    /// Closes the connection with 1000; returns when it is closed and `onData` has had every sample.
    /// - Throws: `ClientError.calledFromAsynchronousContext`.
    public func disconnect() throws {
        try client.stopAndWait()
    }

    /// Blocks the thread for this time; `onData` is called on it when it is the callback queue's.
    /// - Throws: `ClientError.calledFromAsynchronousContext`.
    public func wait(_ duration: Duration) throws {
        try client.wait(for: duration)
    }

    /// Whether the connection is up.
    public var isConnected: Bool { client.isConnected }
}
