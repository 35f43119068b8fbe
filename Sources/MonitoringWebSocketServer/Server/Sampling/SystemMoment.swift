import Glibc
import MonitoringMessages

/// The clocks of this machine.
enum SystemMoment {
    static func now() -> Moment {
        var boot = timespec()
        var wall = timespec()
        clock_gettime(CLOCK_BOOTTIME, &boot)
        clock_gettime(CLOCK_REALTIME, &wall)
        var local = tm()
        localtime_r(&wall.tv_sec, &local)
        return Moment(
            monotonic: .seconds(boot.tv_sec) + .nanoseconds(boot.tv_nsec),
            wall: WallTime(
                nanosecondsSinceEpoch: Int64(wall.tv_sec) * 1_000_000_000 + Int64(wall.tv_nsec),
                utcOffsetSeconds: Int32(local.tm_gmtoff))
        )
    }
}
