package import MonitoringMessages

/// The clocks that a client goes by; tests bring a manual one.
package protocol ClientClock: Sendable {
    /// Reads both clocks.
    func now() -> Moment

    /// Sleeps until `deadline` on the monotonic clock.
    /// - Throws: `CancellationError` when the task is cancelled.
    func sleep(until deadline: Duration) async throws
}
