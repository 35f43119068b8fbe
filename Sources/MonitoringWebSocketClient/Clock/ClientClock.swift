package import MonitoringMessages

/// A break in time that no timer tells of.
package struct ClockJump: Sendable, Equatable {
    /// How long the machine slept; zero when only the wall clock was set.
    package var asleep: Duration
}

/// The clocks that a client goes by; tests bring a manual one.
package protocol ClientClock: Sendable {
    /// Reads both clocks.
    func now() -> Moment

    /// Sleeps until `deadline` on the monotonic clock.
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(until deadline: Duration) async throws

    /// How long one has to wait until `deadline` on the monotonic clock; nil for ever, because that clock stands still.
    func wait(until deadline: Duration) -> Duration?

    /// An element each time the machine has slept or its wall clock was set. One consumer; it ends with the task.
    func jumps() -> AsyncStream<ClockJump>
}

extension ClientClock {
    package func wait(until deadline: Duration) -> Duration? { max(.zero, deadline - now().monotonic) }

    /// No jumps: the time of a recording or a test has none.
    package func jumps() -> AsyncStream<ClockJump> {
        AsyncStream { $0.finish() }
    }
}
