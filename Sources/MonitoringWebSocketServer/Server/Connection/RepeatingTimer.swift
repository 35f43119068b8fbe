import NIOCore

/// Calls back at a steady rate on one event loop, until it is cancelled or released.
final class RepeatingTimer {
    private let loop: NIOIsolatedEventLoop
    private let period: TimeAmount
    private let body: () -> Void
    private var due: NIODeadline
    private var next: Scheduled<Void>?

    /// Must be made on `loop`.
    init(on loop: any EventLoop, first: TimeAmount, period: TimeAmount, _ body: @escaping () -> Void) {
        self.loop = loop.assumeIsolated()
        self.period = period
        self.body = body
        due = .now() + first
        schedule()
    }

    deinit {
        next?.cancel()
    }

    private func schedule() {
        next = loop.scheduleTask(deadline: due) { [weak self] in self?.fire() }
    }

    private func fire() {
        // Steady, unless the loop was held up for longer than a period.
        due = max(due + period, .now())
        schedule()
        body()
    }
}
