import Glibc
package import MonitoringMessages
import Synchronization

/// The machine's clocks. The monotonic one counts from the making of this object, time asleep included.
package final class SystemClock: ClientClock {
    /// The offset from UTC is looked up at most once in these: zones change it on the full minute.
    private static let secondsPerLookUp: Int64 = 60

    private struct Zone {
        /// Since 1970, in units of `secondsPerLookUp`; nil before the first look-up.
        var minute: Int64?
        var utcOffsetSeconds: Int32 = 0
    }

    private let origin = ContinuousClock.now
    private let zone = Mutex(Zone())
    private let jumps = ClockJumps()

    package init() {}

    package func now() -> Moment {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let seconds = Int64(time.tv_sec)
        return Moment(
            monotonic: ContinuousClock.now - origin,
            wall: WallTime(
                nanosecondsSinceEpoch: seconds &* 1_000_000_000 &+ Int64(time.tv_nsec),
                utcOffsetSeconds: utcOffset(at: seconds)))
    }

    package func sleep(until deadline: Duration) async throws {
        try await ContinuousClock().sleep(until: origin + deadline)
    }

    package func makeTimer(_ ring: @escaping @Sendable () -> Void) -> any ClientTimer {
        SystemTimer(origin: origin, ring)
    }

    package func watchJumps(_ tell: @escaping @Sendable (ClockJump) -> Void) -> ClockJumpWatch? {
        jumps.watch(tell)
    }

    private func utcOffset(at seconds: Int64) -> Int32 {
        zone.withLock { zone in
            let minute = seconds / Self.secondsPerLookUp
            if zone.minute != minute {
                var time = time_t(seconds)
                var parts = tm()
                if localtime_r(&time, &parts) != nil {
                    zone.utcOffsetSeconds = Int32(truncatingIfNeeded: parts.tm_gmtoff)
                }
                zone.minute = minute
            }
            return zone.utcOffsetSeconds
        }
    }
}
