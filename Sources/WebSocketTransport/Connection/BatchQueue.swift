import NIOCore
import Synchronization

/// Batches on their way from a channel to the one consumer, with back-pressure.
final class BatchQueue: Sendable {
    /// Batches held before reading stops. A batch has the messages of one round of reading, which is 256 KiB of the
    /// stream and the rest of a message begun earlier; four keep the consumer busy while the loop reads on.
    private static let highWatermark = 4
    /// Reading goes on below this many batches.
    private static let lowWatermark = 2

    private struct State {
        var batches = CircularBuffer<[WebSocketEvent]>(initialCapacity: 1)
        /// nil while more may come.
        var end: Result<[WebSocketEvent]?, any Error>?
        var consumer: UnsafeContinuation<[WebSocketEvent]?, any Error>?
        var isReading = true

        /// - Returns: Whether reading had stopped and goes on.
        mutating func readsAgain() -> Bool {
            guard !isReading, batches.count < lowWatermark else { return false }
            isReading = true
            return true
        }
    }

    private let channel: any Channel
    private let state = Mutex(State())

    init(channel: any Channel) {
        self.channel = channel
    }

    /// To be called on the channel's thread.
    /// - Returns: Whether to read on.
    func yield(_ batch: [WebSocketEvent]) -> Bool {
        let (consumer, isReading) = state.withLock { state in
            if state.end == nil, state.consumer == nil {
                state.batches.append(batch)
                if state.batches.count >= Self.highWatermark { state.isReading = false }
            }
            return (state.end == nil ? state.consumer.take() : nil, state.isReading)
        }
        consumer?.resume(returning: batch)
        return isReading
    }

    /// Ends the batches after those that wait.
    func finish(_ error: (any Error)? = nil) {
        end(error.map { .failure($0) } ?? .success(nil), dropsBatches: false)
    }

    /// Nobody takes batches any more: what still arrives is dropped, so that the closing handshake can complete.
    func leave() {
        end(.success(nil), dropsBatches: true)
    }

    private func end(_ end: Result<[WebSocketEvent]?, any Error>, dropsBatches: Bool) {
        let (consumer, readsAgain) = state.withLock { state in
            if state.end == nil { state.end = end }
            if dropsBatches { state.batches.removeAll() }
            return (state.consumer.take(), state.readsAgain())
        }
        consumer?.resume(with: end)
        if readsAgain { channel.read() }
    }

    /// The next batch; nil at the end, and once nobody takes batches any more.
    func next(isolation actor: isolated (any Actor)?) async throws -> [WebSocketEvent]? {
        if let ready = take() { return try ready.get() }
        // Not checked: that would be an allocation a message. `state` gives each one out once.
        return try await withUnsafeThrowingContinuation { consumer in
            if let ready = take(orWait: consumer) { consumer.resume(with: ready) }
        }
    }

    private func take(
        orWait consumer: UnsafeContinuation<[WebSocketEvent]?, any Error>? = nil
    ) -> Result<[WebSocketEvent]?, any Error>? {
        let (ready, readsAgain) = state.withLock { state in
            let ready = state.batches.popFirst().map { Result<_, any Error>.success($0) } ?? state.end
            if ready == nil { state.consumer = consumer }
            return (ready, state.readsAgain())
        }
        if readsAgain { channel.read() }
        return ready
    }
}
