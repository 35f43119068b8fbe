import CTimerDescriptor
import Dispatch
import Glibc
import Synchronization

/// Tells when the wall clock was set or the machine woke, without looking from time to time: the kernel cancels a timer
/// on the wall clock then (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET). One such timer serves all who watch.
final class ClockJumps: Sendable {
    private struct State {
        var nextID = 0
        var watchers: [Int: @Sendable (ClockJump) -> Void] = [:]
        /// nil while nobody watches, and where the system has no such timer.
        var source: (any DispatchSourceRead)?
    }

    private let state = Mutex(State())

    /// Calls `tell` on a jump, until the watch is released.
    func watch(_ tell: @escaping @Sendable (ClockJump) -> Void) -> ClockJumpWatch {
        let id = state.withLock { state in
            state.nextID += 1
            state.watchers[state.nextID] = tell
            if state.source == nil { state.source = makeSource() }
            return state.nextID
        }
        return ClockJumpWatch { self.end(id) }
    }

    private func end(_ id: Int) {
        state.withLock { state in
            state.watchers[id] = nil
            guard state.watchers.isEmpty else { return }
            state.source?.cancel()
            state.source = nil
        }
    }

    private func tell(_ jump: ClockJump) {
        for tell in state.withLock({ Array($0.watchers.values) }) { tell(jump) }
    }

    private func makeSource() -> (any DispatchSourceRead)? {
        let descriptor = ctimer_open()
        guard descriptor >= 0, ctimer_arm(descriptor) else {
            if descriptor >= 0 { close(descriptor) }
            return nil
        }
        let source = DispatchSource.makeReadSource(
            fileDescriptor: descriptor, queue: DispatchQueue(label: "clock jumps"))
        // The two clocks are read one after the other: what differs by less than this is no sleep.
        let shortest = Duration.milliseconds(100)
        var before = Self.timeAsleep()
        source.setEventHandler { [weak self] in
            guard ctimer_take(descriptor) else { return }
            _ = ctimer_arm(descriptor)
            let now = Self.timeAsleep()
            self?.tell(ClockJump(asleep: now - before < shortest ? .zero : now - before))
            before = now
        }
        source.setCancelHandler { close(descriptor) }
        source.activate()
        return source
    }

    /// How far the clock that stops in sleep is behind the one that does not.
    private static func timeAsleep() -> Duration {
        time(of: CLOCK_BOOTTIME) - time(of: CLOCK_MONOTONIC)
    }

    private static func time(of clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
