import NIOCore

/// What arrives on a connection, in order, with back-pressure: when nobody takes events, the socket is no longer read.
///
/// One consumer: a second iterator is a programming error.
public struct NIOWebSocketBatches: AsyncSequence, Sendable {
    /// What one round of reading the socket completed, so that a lock is taken, and a task woken, once a round.
    public typealias Element = [WebSocketEvent]
    /// `WebSocketTransportError`, when the connection ended without a close frame.
    public typealias Failure = any Error

    let queue: BatchQueue
    let channel: any Channel

    /// The one iterator.
    public func makeAsyncIterator() -> Iterator {
        Iterator(consumer: Consumer(queue: queue), channel: channel)
    }

    /// Leaves the queue with the last copy of the iterator.
    final class Consumer: Sendable {
        let queue: BatchQueue

        init(queue: BatchQueue) {
            self.queue = queue
        }

        deinit { queue.leave() }
    }

    /// Takes batches.
    public struct Iterator: AsyncIteratorProtocol {
        let consumer: Consumer
        let channel: any Channel

        /// The next batch; nil after the one that `.closed` is in, and when the task that has the connection is cancelled.
        /// - Throws: `WebSocketTransportError` when the connection ended without a close frame.
        public mutating func next() async throws -> [WebSocketEvent]? {
            try await next(isolation: nil)
        }

        /// The next batch; nil after the one that `.closed` is in, and when the task that has the connection is cancelled.
        /// - Throws: `WebSocketTransportError` when the connection ended without a close frame.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> [WebSocketEvent]? {
            do {
                return try await consumer.queue.next(isolation: actor)
            } catch {
                // What came before a violation is answered by now: the connection can fail. In this order, because a
                // consumer that sees the error may end the process.
                try? await channel.writeAndFlush(LinkCommand.endFailing).get()
                throw error
            }
        }
    }
}

/// What arrives on a connection, one event at a time, see `NIOWebSocketBatches`.
public struct NIOWebSocketEvents: AsyncSequence, Sendable {
    /// One event.
    public typealias Element = WebSocketEvent
    /// `WebSocketTransportError`, when the connection ended without a close frame.
    public typealias Failure = any Error

    let batches: NIOWebSocketBatches

    /// The one iterator.
    public func makeAsyncIterator() -> Iterator {
        Iterator(batches: batches.makeAsyncIterator())
    }

    /// Takes events one at a time.
    public struct Iterator: AsyncIteratorProtocol {
        private var batches: NIOWebSocketBatches.Iterator
        private var batch: ArraySlice<WebSocketEvent> = []

        init(batches: NIOWebSocketBatches.Iterator) {
            self.batches = batches
        }

        /// The next event; nil after `.closed`, and when the task is cancelled.
        /// - Throws: `WebSocketTransportError` when the connection ended without a close frame.
        public mutating func next() async throws -> WebSocketEvent? {
            try await next(isolation: nil)
        }

        /// The next event; nil after `.closed`, and when the task is cancelled.
        /// - Throws: `WebSocketTransportError` when the connection ended without a close frame.
        public mutating func next(isolation actor: isolated (any Actor)?) async throws -> WebSocketEvent? {
            while true {
                if let event = batch.popFirst() { return event }
                guard let next = try await nextBatch(isolation: actor) else { return nil }
                batch = next[...]
            }
        }

        private mutating func nextBatch(isolation actor: isolated (any Actor)?) async throws -> [WebSocketEvent]? {
            let queue = batches.consumer.queue
            return try await withTaskCancellationHandler {
                try await batches.next(isolation: actor)
            } onCancel: {
                queue.leave()
            }
        }
    }
}
