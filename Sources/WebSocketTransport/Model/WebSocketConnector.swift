/// An open WebSocket.
public protocol WebSocketLink: Sendable {
    /// The type of `batches`.
    associatedtype Batches: AsyncSequence<[WebSocketEvent], any Error> & Sendable

    /// What arrives, in order, with back-pressure; what arrived together comes together. One consumer.
    /// Ends after `.closed`; throws `WebSocketTransportError` when the connection ends in any other way.
    var batches: Batches { get }

    /// Lets `receiver` have each batch before the consumer of `batches`, until the link ends. To be called on the connector's
    /// `executor`.
    func offerBatches(to receiver: any WebSocketBatchReceiver)

    /// Sends a text message; returns once it is written to the socket.
    /// - Throws: `WebSocketTransportError.notConnected` or `.connectionLost`.
    func send(text: String) async throws

    /// Sends a ping with a payload of at most 125 bytes (RFC 6455 section 5.5.2).
    /// - Throws: `WebSocketTransportError.notConnected` or `.connectionLost`.
    func ping(_ payload: [UInt8]) async throws

    /// Sends a close frame and lets the closing handshake run (RFC 6455 section 7.1.2); does nothing when already closing.
    /// `events` then ends within `WebSocketConfiguration.closeTimeout`.
    /// - Parameters:
    ///   - code: A code that may be sent (RFC 6455 section 7.4): not 1005, 1006 or 1015.
    ///   - reason: At most 123 bytes; the rest is cut.
    func close(code: WebSocketCloseCode, reason: String) async
}

/// Takes what arrives where it arrives, so that no task wakes for what needs none.
public protocol WebSocketBatchReceiver: AnyObject, Sendable {
    /// Called on the connector's `executor`, also while the consumer of `batches` has earlier ones to take.
    /// - Returns: What is left to the consumer, which may be an empty batch; nil when nothing is, and it waits on.
    func receive(_ batch: [WebSocketEvent]) -> [WebSocketEvent]?
}

extension WebSocketLink {
    /// The consumer of `batches` gets them all.
    public func offerBatches(to receiver: any WebSocketBatchReceiver) {}
}

/// Something that opens WebSockets: the network, or a script in a test.
public protocol WebSocketConnector: Sendable {
    /// What it opens.
    associatedtype Link: WebSocketLink

    /// Where actors that use the links, and their tasks, do best to run; nil is anywhere.
    var executor: (any SerialExecutor & TaskExecutor)? { get }

    /// Connects, runs `body` with the open link, and gives the socket back however `body` ends.
    /// A cancelled task closes the socket at once.
    /// - Throws: `WebSocketTransportError` when no connection comes about, `CancellationError` when the task is cancelled
    ///   before; otherwise what `body` throws.
    func withConnection<Result: Sendable>(
        to uri: WebSocketURI, configuration: WebSocketConfiguration, isolation: isolated (any Actor)?,
        _ body: (Link) async throws -> Result
    ) async throws -> Result
}

extension WebSocketConnector {
    /// Anywhere.
    public var executor: (any SerialExecutor & TaskExecutor)? { nil }
}
