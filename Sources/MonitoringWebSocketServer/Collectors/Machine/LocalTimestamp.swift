import Glibc
package import MonitoringMessages

extension WallTime {
    /// Local time as the published server writes it: `2026-11-21T06:17:36.527523`, without the zone. Like Python's, it
    /// has no fraction where that is zero.
    package var localTimestamp: String {
        // Rounded down, also before 1970.
        let (quotient, remainder) = nanosecondsSinceEpoch.quotientAndRemainder(dividingBy: 1_000_000_000)
        let seconds = remainder < 0 ? quotient - 1 : quotient
        let microseconds = Int(remainder < 0 ? remainder + 1_000_000_000 : remainder) / 1000
        var time = time_t(seconds + Int64(utcOffsetSeconds))
        var parts = tm()
        gmtime_r(&time, &parts)
        let date = [(Int(parts.tm_year) + 1900, 4), (Int(parts.tm_mon) + 1, 2), (Int(parts.tm_mday), 2)]
        let clock = [(Int(parts.tm_hour), 2), (Int(parts.tm_min), 2), (Int(parts.tm_sec), 2)]
        let fraction = microseconds == 0 ? "" : "." + Self.padded(microseconds, 6)
        return date.map(Self.padded).joined(separator: "-") + "T" + clock.map(Self.padded).joined(separator: ":")
            + fraction
    }

    private static func padded(_ value: Int, _ width: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
