package import MonitoringMessages

/// A break in time that no timer tells of.
package struct ClockJump: Sendable, Equatable {
    /// How long the machine slept; zero when only the wall clock was set.
    package var asleep: Duration
}

/// The clocks that a client goes by; tests bring a manual one.
package protocol ClientClock: AnyObject, Sendable {
    /// Reads both clocks.
    func now() -> Moment

    /// Sleeps until `deadline` on the monotonic clock.
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(until deadline: Duration) async throws

    /// A timer that is not set. Unlike a task that sleeps it costs next to nothing while it waits.
    /// - Parameter ring: Called from any thread; it is to be quick.
    func makeTimer(_ ring: @escaping @Sendable () -> Void) -> any ClientTimer

    /// How long one has to wait until `deadline` on the monotonic clock; nil for ever, because that clock stands still.
    func wait(until deadline: Duration) -> Duration?

    /// Tells each time the machine has slept or its wall clock was set.
    /// - Parameter tell: Called from any thread; it is to be quick.
    /// - Returns: What keeps it told; nil where time has no jumps.
    func watchJumps(_ tell: @escaping @Sendable (ClockJump) -> Void) -> ClockJumpWatch?
}

extension ClientClock {
    package func wait(until deadline: Duration) -> Duration? { max(.zero, deadline - now().monotonic) }

    /// No jumps: the time of a recording or a test has none.
    package func watchJumps(_ tell: @escaping @Sendable (ClockJump) -> Void) -> ClockJumpWatch? { nil }
}

/// Rings once at a time that can be changed. It does not ring any more once it is released.
package protocol ClientTimer: AnyObject, Sendable {
    /// Sets it to ring at `deadline` on the monotonic clock, soon where that is past, and not at the time before; with nil
    /// it does not ring.
    func set(_ deadline: Duration?)
}

/// Ends with its release.
package final class ClockJumpWatch: Sendable {
    private let end: @Sendable () -> Void

    package init(onEnd end: @escaping @Sendable () -> Void) {
        self.end = end
    }

    deinit { end() }
}
