import Dispatch
import Synchronization

/// A timer of the system. All of them share one queue and the system's one list of timers.
final class SystemTimer: ClientTimer {
    private static let queue = DispatchQueue(label: "timers")

    private let source: Mutex<any DispatchSourceTimer>
    private let origin: ContinuousClock.Instant

    /// - Parameter origin: What deadlines are counted from.
    init(origin: ContinuousClock.Instant, _ ring: @escaping @Sendable () -> Void) {
        self.origin = origin
        let source = DispatchSource.makeTimerSource(queue: Self.queue)
        source.setEventHandler(handler: ring)
        source.activate()
        self.source = Mutex(source)
    }

    deinit { source.withLock { $0.cancel() } }

    func set(_ deadline: Duration?) {
        let delay = deadline.map { max(.zero, $0 - (ContinuousClock.now - origin)) }
        source.withLock { $0.schedule(deadline: delay.map { .now() + $0.dispatchInterval } ?? .distantFuture) }
    }
}
