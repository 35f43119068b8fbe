import CTimerDescriptor
import Dispatch
import Glibc

/// Tells when the wall clock was set or the machine woke, without looking from time to time: the kernel cancels a timer
/// on the wall clock then (timerfd_create(2), TFD_TIMER_CANCEL_ON_SET).
enum ClockJumps {
    /// How far the clock that stops in sleep is behind the one that does not.
    private static func timeAsleep() -> Duration {
        time(of: CLOCK_BOOTTIME) - time(of: CLOCK_MONOTONIC)
    }

    private static func time(of clock: clockid_t) -> Duration {
        var time = timespec()
        clock_gettime(clock, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }

    /// The jumps from now on; empty where the system has no such timer.
    static func stream() -> AsyncStream<ClockJump> {
        let (jumps, jump) = AsyncStream<ClockJump>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let descriptor = ctimer_open()
        guard descriptor >= 0, ctimer_arm(descriptor) else {
            if descriptor >= 0 { close(descriptor) }
            jump.finish()
            return jumps
        }
        let queue = DispatchQueue(label: "clock jumps")
        // Dispatch's objects may be used from any thread (dispatch(3)); Swift's module does not say so.
        nonisolated(unsafe) let source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        // The two clocks are read one after the other: what differs by less than this is no sleep.
        let shortest = Duration.milliseconds(100)
        var before = timeAsleep()
        source.setEventHandler {
            guard ctimer_take(descriptor) else { return }
            _ = ctimer_arm(descriptor)
            let now = timeAsleep()
            jump.yield(ClockJump(asleep: now - before < shortest ? .zero : now - before))
            before = now
        }
        source.setCancelHandler { close(descriptor) }
        jump.onTermination = { _ in source.cancel() }
        source.activate()
        return jumps
    }
}
