import NIOCore

/// An open WebSocket on a socket of this machine.
public struct NIOWebSocketLink: WebSocketLink {
    /// What arrives, in order, with back-pressure; what one round of reading the socket completed comes together. One
    /// consumer. Ends after `.closed`; throws `WebSocketTransportError` when the connection ends in any other way.
    public let batches: NIOWebSocketBatches

    /// The same, one at a time.
    public var events: NIOWebSocketEvents { NIOWebSocketEvents(batches: batches) }

    /// What was agreed on for compressing messages; nil when nothing was.
    package let compression: PerMessageDeflate?

    let channel: any Channel
    let handler: NIOLoopBound<WebSocketHandler>

    /// Lets `receiver` have each batch before the consumer of `batches`, until the link ends. To be called on the channel's
    /// thread.
    public func offerBatches(to receiver: any WebSocketBatchReceiver) {
        handler.value.offerBatches(to: receiver)
    }

    /// Sends a text message; returns once it is written to the socket.
    /// - Throws: `WebSocketTransportError.notConnected` or `.connectionLost`; `CancellationError` when the task is
    ///   cancelled while it waits, and then the message may still be sent.
    public func send(text: String) async throws {
        try await perform(.text(text))
    }

    /// Sends a binary message; returns once it is written to the socket.
    /// - Throws: As `send(text:)`.
    public func send(binary: [UInt8]) async throws {
        try await perform(.binary(binary))
    }

    /// Sends a ping with a payload of at most 125 bytes (RFC 6455 section 5.5.2).
    /// - Throws: As `send(text:)`.
    public func ping(_ payload: [UInt8]) async throws {
        precondition(payload.count <= FrameParser.maximumControlBytes, "a ping's payload has at most 125 bytes")
        try await perform(.ping(payload))
    }

    /// Sends a close frame and lets the closing handshake run (RFC 6455 section 7.1.2); does nothing when already closing.
    /// `events` then ends within `WebSocketConfiguration.closeTimeout`.
    /// - Parameters:
    ///   - code: A code that may be sent (RFC 6455 section 7.4): not 1005, 1006 or 1015.
    ///   - reason: Cut after 123 bytes.
    public func close(code: WebSocketCloseCode, reason: String) async {
        precondition(code.maySend, "the close code \(code.rawValue) must not be sent")
        // A failure means that the connection has ended already, which `events` tells.
        try? await perform(.close(CloseFrame(code: code, reason: reason)))
    }

    /// Ends the connection now, with a close frame where none has been sent; done once both are handed to the system.
    @discardableResult
    func leave() -> EventLoopFuture<Void> {
        batches.queue.leave()
        return channel.writeAndFlush(LinkCommand.leave)
    }

    private func perform(_ command: LinkCommand) async throws {
        do {
            try await channel.writeAndFlush(command).valueUnlessCancelled()
        } catch {
            throw ErrorMapping.sendFailure(error)
        }
    }
}

extension EventLoopFuture where Value: Sendable {
    /// The value, as `get()` gives it, or `CancellationError` as soon as the task is cancelled.
    func valueUnlessCancelled() async throws -> Value {
        let promise = eventLoop.makePromise(of: Value.self)
        cascade(to: promise)
        return try await withTaskCancellationHandler {
            try await promise.futureResult.get()
        } onCancel: {
            promise.fail(CancellationError())
        }
    }
}
