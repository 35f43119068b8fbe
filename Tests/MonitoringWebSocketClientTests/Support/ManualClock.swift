import MonitoringMessages
import Synchronization

@testable import MonitoringWebSocketClient

/// A clock that a test moves.
final class ManualClock: ClientClock {
    private struct State {
        var now: Duration = .zero
        var nextID = 0
        var sleepers: [Int: (deadline: Duration, continuation: CheckedContinuation<Void, any Error>)] = [:]
        var watchers: [(deadline: Duration, arrival: AsyncStream<Void>.Continuation)] = []
    }

    private let state = Mutex(State())
    private let jumpStream: AsyncStream<ClockJump>
    private let jump: AsyncStream<ClockJump>.Continuation

    init() {
        (jumpStream, jump) = AsyncStream.makeStream()
    }

    func jumps() -> AsyncStream<ClockJump> { jumpStream }

    /// The machine wakes after a sleep.
    func wake(after asleep: Duration) {
        jump.yield(ClockJump(asleep: asleep))
    }

    func now() -> Moment {
        Moment(at: state.withLock { $0.now })
    }

    /// Moves time on and wakes who slept until then.
    func advance(to now: Duration) {
        let due = state.withLock { state in
            state.now = now
            let due = state.sleepers.filter { $0.value.deadline <= now }
            for id in due.keys { state.sleepers[id] = nil }
            return due.values.map(\.continuation)
        }
        for continuation in due { continuation.resume() }
    }

    /// Returns once somebody sleeps until exactly `deadline`.
    func sleeper(until deadline: Duration) async throws {
        let (arrivals, arrival) = AsyncStream<Void>.makeStream()
        let isThere = state.withLock { state in
            state.watchers.append((deadline, arrival))
            return state.sleepers.values.contains { $0.deadline == deadline }
        }
        if isThere { arrival.yield() }
        try await arrivals.first()
    }

    func sleep(until deadline: Duration) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
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
            let watchers = state.watchers.filter { $0.deadline == deadline }.map(\.arrival)
            state.watchers.removeAll { $0.deadline == deadline }
            return (false, watchers)
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
