import Dispatch

/// One timer that is set anew after every event: when the screen changes by itself, or may be painted again.
@MainActor
final class PaintTimer {
    private let source: any DispatchSourceTimer

    init(onFire: @escaping @Sendable () -> Void) {
        source = DispatchSource.makeTimerSource(queue: .main)
        source.setEventHandler(handler: onFire)
        source.activate()
    }

    /// Fires once, after `delay`; a delay set before is forgotten. Without one it does not fire.
    func set(after delay: Duration?) {
        guard let delay else {
            source.schedule(deadline: .distantFuture)
            return
        }
        let (seconds, attoseconds) = max(delay, .zero).components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        source.schedule(deadline: .now() + .nanoseconds(nanoseconds), leeway: .milliseconds(1))
    }

    func cancel() {
        source.cancel()
    }
}
