/// Wakes one waiting task, once. A wake-up that comes before the wait is not lost.
final class WakeUp: Sendable {
    private let stream: AsyncStream<Void>
    private let continuation: AsyncStream<Void>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func fire() {
        continuation.yield()
    }

    /// Returns when it was fired, or when the task is cancelled.
    func wait() async {
        for await _ in stream { return }
    }
}
