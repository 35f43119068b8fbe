package import MonitoringMessages

extension WallTime {
    /// Local time as the published server writes it: `2026-11-21T06:17:36.527523`, without the zone. Like Python's, it
    /// has no fraction where that is zero.
    package var localTimestamp: String {
        let civil = CivilTime(self)
        let fraction = civil.nanosecond < 1000 ? "" : "." + civil.microseconds
        return civil.date + "T" + civil.timeOfDay + fraction
    }
}
