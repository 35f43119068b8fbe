package import MonitoringMessages
import Synchronization

/// The clocks of a recording that is played: they tell when what happens was recorded, at any speed.
///
/// What is played sets them. They stand still from each recorded event until the player looks for the next one, so that
/// everything that comes of an event has exactly its time; then they go on at the player's speed, but never past an event
/// that has not been played yet. At the end they stop.
package final class ReplayClock: ClientClock {
    private struct State {
        /// When the recording began, on the clock that waits are measured with; nil before it is played.
        var start: Duration?
        /// Time since the recording began that has passed for sure, and what clocks on the wall showed then.
        var reached: Moment
        /// When the next event is due; nil while they stand still.
        var next: Duration?
        var hasEnded = false
    }

    private let base: any ClientClock
    private let speed: ReplaySpeed
    private let state: Mutex<State>

    /// - Parameters:
    ///   - base: the clock that waits are measured with.
    ///   - wall: when the recording begins.
    init(base: any ClientClock, speed: ReplaySpeed, wall: WallTime) {
        self.base = base
        self.speed = speed
        state = Mutex(State(reached: Moment(monotonic: .zero, wall: wall)))
    }

    package func now() -> Moment {
        let base = base.now().monotonic
        return state.withLock { state in
            guard let start = state.start, let next = state.next else { return state.reached }
            return state.reached.moved(to: min(next, speed.recorded(base - start)))
        }
    }

    package func sleep(until deadline: Duration) async throws {
        let end = end(of: deadline)
        if end > base.now().monotonic { try await base.sleep(until: end) }
        try Task.checkCancellation()
        arrive(at: deadline)
    }

    package func makeTimer(_ ring: @escaping @Sendable () -> Void) -> any ClientTimer {
        ReplayTimer(clock: self, base: base, ring)
    }

    /// When a deadline is reached, on the clock that waits are measured with.
    fileprivate func end(of deadline: Duration) -> Duration {
        let now = base.now().monotonic
        return state.withLock { state in
            // Once stopped, they have no start to count from.
            if state.hasEnded { return now + speed.played(deadline - state.reached.monotonic) }
            return state.start.orSet(to: now) + speed.played(deadline)
        }
    }

    /// Who waited must find that the time has come.
    fileprivate func arrive(at deadline: Duration) {
        state.withLock { $0.reached = $0.reached.moved(to: deadline) }
    }

    package func wait(until deadline: Duration) -> Duration? {
        let now = base.now().monotonic
        return state.withLock { state in
            guard !state.hasEnded else { return nil }
            return max(.zero, (state.start ?? now) + speed.played(deadline) - now)
        }
    }

    // MARK: - For the player

    /// Lets the clocks go on to the event that comes next.
    func proceed(to next: Duration) {
        let now = base.now().monotonic
        state.withLock { state in
            _ = state.start.orSet(to: now)
            state.next = next
        }
    }

    /// Sets the clocks to the time of an event that is played, and holds them.
    /// - Parameter wall: nil where none was recorded.
    func stand(at moment: Duration, wall: WallTime?) {
        state.withLock { state in
            state.reached = state.reached.moved(to: moment)
            if let wall { state.reached.wall = wall }
            state.next = nil
        }
    }

    /// Stops the clocks where they are.
    func stop() {
        let now = now()
        state.withLock { state in
            state.reached = now
            state.next = nil
            state.hasEnded = true
        }
    }
}

/// A timer on the clocks of a recording.
private final class ReplayTimer: ClientTimer {
    private typealias Alarm = (deadline: Duration, end: Duration)

    private let clock: ReplayClock
    private let timer: any ClientTimer
    private let alarm: Alarms

    /// What the timer is set to; nil where it is not.
    private final class Alarms: Sendable {
        let next = Mutex<Alarm?>(nil)
    }

    init(clock: ReplayClock, base: any ClientClock, _ ring: @escaping @Sendable () -> Void) {
        let alarm = Alarms()
        self.alarm = alarm
        self.clock = clock
        timer = base.makeTimer {
            let now = base.now().monotonic
            let due = alarm.next.withLock { next in
                // It may have been set anew meanwhile.
                guard let due = next, due.end <= now else { return nil as Alarm? }
                next = nil
                return due
            }
            guard let due else { return }
            clock.arrive(at: due.deadline)
            ring()
        }
    }

    func set(_ deadline: Duration?) {
        let alarm = deadline.map { ($0, clock.end(of: $0)) } as Alarm?
        self.alarm.next.withLock { $0 = alarm }
        timer.set(alarm?.end)
    }
}

extension Moment {
    /// The same or a later moment; both clocks go on alike.
    fileprivate func moved(to monotonic: Duration) -> Moment {
        guard monotonic > self.monotonic else { return self }
        let (seconds, attoseconds) = (monotonic - self.monotonic).components
        let (passed, isTooLong) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        var wall = wall
        if !isTooLong { wall.nanosecondsSinceEpoch &+= passed &+ attoseconds / 1_000_000_000 }
        return Moment(monotonic: monotonic, wall: wall)
    }
}

extension Optional where Wrapped == Duration {
    fileprivate mutating func orSet(to value: Duration) -> Duration {
        let value = self ?? value
        self = value
        return value
    }
}
