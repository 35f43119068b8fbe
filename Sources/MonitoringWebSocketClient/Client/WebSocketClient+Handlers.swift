extension WebSocketClient {
    /// Calls `handler` for each event of this name from now on, on a thread of its own, one event at a time and in order.
    /// It may be synchronous or asynchronous.
    /// - Returns: What `off` takes.
    @discardableResult
    public func on<Payload>(
        _ event: ClientEventName<Payload>, _ handler: @escaping @Sendable (Payload) async throws -> Void
    ) -> HandlerToken {
        hub.add(event, handler)
    }

    /// Hands the message of each event of this name to a handler object; events without a message pass it by.
    /// - Returns: What `off` takes.
    @discardableResult
    public func on<Payload>(_ event: ClientEventName<Payload>, _ handler: some MessageHandler) -> HandlerToken {
        let name = ClientEventName<WebSocketClientEvent>(rawValue: event.rawValue) {
            event.payload($0) == nil || $0.receivedMessage == nil ? nil : $0
        }
        return hub.add(name) {
            if let (message, moment) = $0.receivedMessage { try await handler.handle(message, at: moment) }
        }
    }

    /// Removes a handler: it is not called again, once the call under way has ended.
    /// - Returns: Whether it was registered.
    @discardableResult
    public func off(_ token: HandlerToken) -> Bool {
        hub.remove(token)
    }

    /// Gives an event to the handlers and streams as if it had happened.
    public func emit(_ event: WebSocketClientEvent) {
        hub.post(event)
    }

    /// Gives an event of the program's own to the handlers of `.custom(name)` and of `.all`.
    /// - Parameter data: Whatever belongs to it, such as JSON text.
    public func emit(_ name: String, data: String = "") {
        hub.post(.custom(CustomEvent(name: name, data: data)))
    }

    /// The events from now on, for a `for await` loop; each call makes a stream of its own.
    public var events: ClientEvents { hub.makeStream() }

    /// Events that handlers never saw because they were too slow, all handlers together.
    public var droppedEvents: Int { hub.droppedEvents }
}
