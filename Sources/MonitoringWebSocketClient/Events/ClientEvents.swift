/// A client's events from the moment it was made, in order; it ends when the client is stopped or gives up.
///
/// Up to 1,000 events wait for a slow reader; beyond that the oldest is dropped and counted. One reader.
public struct ClientEvents: AsyncSequence, Sendable {
    /// What arrives.
    public typealias Element = WebSocketClientEvent

    let queue: BoundedQueue<WebSocketClientEvent>
    let lifetime: StreamLifetime

    /// Events that the reader never saw, because it was too slow.
    public var droppedEvents: Int { queue.dropped }

    /// Begins to read.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(queue: queue, lifetime: lifetime)
    }

    /// Reads the events one by one.
    public struct AsyncIterator: AsyncIteratorProtocol {
        let queue: BoundedQueue<WebSocketClientEvent>
        let lifetime: StreamLifetime

        /// The next event; nil at the end, or when the task is cancelled.
        public mutating func next() async -> WebSocketClientEvent? {
            await queue.next()
        }
    }
}

/// Ends with the last copy of what holds it.
final class StreamLifetime: Sendable {
    private let onEnd: @Sendable () -> Void

    init(_ onEnd: @escaping @Sendable () -> Void) {
        self.onEnd = onEnd
    }

    deinit {
        onEnd()
    }
}
