import NIOCore

/// What arrives on a connection, in order, with back-pressure: when nobody takes events, the socket is no longer read.
///
/// One consumer: a second iterator is a programming error.
public struct NIOWebSocketEvents: AsyncSequence, Sendable {
    /// One event.
    public typealias Element = WebSocketEvent
    /// `WebSocketTransportError`, when the connection ended without a close frame.
    public typealias Failure = any Error

    // One element is what one round of reading the socket completed, so that a lock is taken once a round.
    typealias Batches = NIOThrowingAsyncSequenceProducer<
        [WebSocketEvent], any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, ReadDemand
    >

    /// Batches held before reading stops. A batch has the messages of one round of reading, which is 256 KiB of the
    /// stream and the rest of a message begun earlier; four keep the consumer busy while the loop reads on.
    static let highWatermark = 4
    /// Reading goes on below this many batches.
    static let lowWatermark = 2

    let batches: Batches
    let channel: any Channel

    /// The one iterator.
    public func makeAsyncIterator() -> Iterator {
        Iterator(batches: batches.makeAsyncIterator(), channel: channel)
    }

    /// Takes events one at a time.
    public struct Iterator: AsyncIteratorProtocol {
        var batches: Batches.AsyncIterator
        private let channel: any Channel
        private var batch: ArraySlice<WebSocketEvent> = []

        init(batches: Batches.AsyncIterator, channel: any Channel) {
            self.batches = batches
            self.channel = channel
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
                if let event = batch.popFirst() {
                    return event
                }
                do {
                    guard let next = try await batches.next(isolation: actor) else { return nil }
                    batch = next[...]
                } catch {
                    // What came before a violation is answered by now: the connection can fail. In this order, because a
                    // consumer that sees the error may end the process.
                    try? await channel.writeAndFlush(LinkCommand.endFailing).get()
                    throw error
                }
            }
        }
    }
}

/// Lets the channel read again when the consumer has caught up, or has gone: then what still arrives is dropped, so that
/// the closing handshake can complete.
struct ReadDemand: NIOAsyncSequenceProducerDelegate {
    let channel: any Channel

    func produceMore() {
        channel.setOption(.autoRead, value: true).whenComplete { _ in }
    }

    func didTerminate() {
        produceMore()
    }
}
