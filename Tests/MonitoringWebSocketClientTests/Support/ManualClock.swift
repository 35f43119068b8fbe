import MonitoringMessages
import Synchronization

@testable import MonitoringWebSocketClient

/// A clock that a test moves.
final class ManualClock: ClientClock {
    private struct State {
        var now: Duration = .zero
        var nextID = 0
        var sleepers: [Int: (deadline: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var timers: [Int: (deadline: Duration, ring: @Sendable () -> Void)] = [:]
        var watchers: [(deadline: Duration, arrival: AsyncStream<Void>.Continuation)] = []
        var jumpWatchers: [Int: @Sendable (ClockJump) -> Void] = [:]

        mutating func makeID() -> Int {
            nextID += 1
            return nextID
        }

        /// Those who wait for somebody to wait until `deadline`.
        mutating func takeWatchers(of deadline: Duration) -> [AsyncStream<Void>.Continuation] {
            defer { watchers.removeAll { $0.deadline == deadline } }
            return watchers.filter { $0.deadline == deadline }.map(\.arrival)
        }
    }

    private let state = Mutex(State())

    func watchJumps(_ tell: @escaping @Sendable (ClockJump) -> Void) -> ClockJumpWatch? {
        let id = state.withLock { state in
            let id = state.makeID()
            state.jumpWatchers[id] = tell
            return id
        }
        return ClockJumpWatch { self.state.withLock { $0.jumpWatchers[id] = nil } }
    }

    /// The machine wakes after a sleep.
    func wake(after asleep: Duration) {
        for tell in state.withLock({ Array($0.jumpWatchers.values) }) { tell(ClockJump(asleep: asleep)) }
    }

    func makeTimer(_ ring: @escaping @Sendable () -> Void) -> any ClientTimer {
        Timer(clock: self, id: state.withLock { $0.makeID() }, ring: ring)
    }

    private final class Timer: ClientTimer {
        private let clock: ManualClock
        private let id: Int
        private let ring: @Sendable () -> Void

        init(clock: ManualClock, id: Int, ring: @escaping @Sendable () -> Void) {
            self.clock = clock
            self.id = id
            self.ring = ring
        }

        deinit { set(nil) }

        func set(_ deadline: Duration?) {
            let (isOver, watchers) = clock.state.withLock { state -> (Bool, [AsyncStream<Void>.Continuation]) in
                state.timers[id] = nil
                guard let deadline else { return (false, []) }
                guard deadline > state.now else { return (true, []) }
                state.timers[id] = (deadline, ring)
                return (false, state.takeWatchers(of: deadline))
            }
            for watcher in watchers { watcher.yield() }
            if isOver { ring() }
        }
    }

    func now() -> Moment {
        Moment(at: state.withLock { $0.now })
    }

    /// Moves time on and wakes who slept until then.
    func advance(to now: Duration) {
        let (sleepers, rings) = state.withLock { state in
            state.now = now
            let sleepers = state.sleepers.filter { $0.value.deadline <= now }
            for id in sleepers.keys { state.sleepers[id] = nil }
            let timers = state.timers.filter { $0.value.deadline <= now }
            for id in timers.keys { state.timers[id] = nil }
            return (sleepers.values.map(\.continuation), timers.values.map(\.ring))
        }
        for continuation in sleepers { continuation.resume() }
        for ring in rings { ring() }
    }

    /// Returns once somebody sleeps, or a timer is set, until exactly `deadline`.
    func sleeper(until deadline: Duration) async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let isThere = state.withLock { state in
            state.watchers.append((deadline, arrival))
            return state.sleepers.values.contains { $0.deadline == deadline }
                || state.timers.values.contains { $0.deadline == deadline }
        }
        if isThere { arrival.yield() }
        try await arrivals.first()
    }

    func sleep(until deadline: Duration) async throws {
        let id = state.withLock { $0.makeID() }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                fallAsleep(id, until: deadline, continuation)
            }
        } onCancel: {
            let sleeper = state.withLock { $0.sleepers.removeValue(forKey: id) }
            sleeper?.continuation.resume(throwing: CancellationError())
        }
    }

    private func fallAsleep(
        _ id: Int, until deadline: Duration, _ continuation: CheckedContinuation<Void, any Error>
    ) {
        let (isOver, watchers) = state.withLock { state -> (Bool, [AsyncStream<Void>.Continuation]) in
            if Task.isCancelled || deadline <= state.now { return (true, []) }
            state.sleepers[id] = (deadline, continuation)
            return (false, state.takeWatchers(of: deadline))
        }
        for watcher in watchers { watcher.yield() }
        guard isOver else { return }
        if Task.isCancelled { continuation.resume(throwing: CancellationError()) } else { continuation.resume() }
    }
}

extension Moment {
    init(at monotonic: Duration) {
        self.init(
            monotonic: monotonic,
            wall: WallTime(nanosecondsSinceEpoch: monotonic.components.seconds * 1_000_000_000, utcOffsetSeconds: 3600))
    }
}
