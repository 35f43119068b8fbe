/// Date and time of day of a wall time in its own zone, in the proleptic Gregorian calendar.
package struct CivilTime {
    package var year: Int64
    package var month: Int64
    package var day: Int64
    package var secondOfDay: Int64
    package var nanosecond: Int64

    /// Days to date after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
    package init(_ time: WallTime) {
        var second = time.nanosecondsSinceEpoch / 1_000_000_000
        nanosecond = time.nanosecondsSinceEpoch % 1_000_000_000
        if nanosecond < 0 {
            nanosecond += 1_000_000_000
            second -= 1
        }
        // Int64 nanoseconds are at most 292 years, so nothing below overflows.
        second += Int64(time.utcOffsetSeconds)
        secondOfDay = (second % 86_400 + 86_400) % 86_400
        // Days since 0000-03-01, where each 400-year era starts; positive from the year 0 on.
        let days = (second - secondOfDay) / 86_400 + 719_468
        let era = days / 146_097
        let dayOfEra = days % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// `2024-01-15`.
    package var date: String {
        Self.digits(year, 4) + "-" + Self.twoDigits(month) + "-" + Self.twoDigits(day)
    }

    /// `14:30:25`.
    package var timeOfDay: String {
        Self.twoDigits(secondOfDay / 3600) + ":" + Self.twoDigits(secondOfDay / 60 % 60) + ":"
            + Self.twoDigits(secondOfDay % 60)
    }

    /// The fraction of the second in six digits, rounded down.
    package var microseconds: String { Self.digits(nanosecond / 1000, 6) }

    package static func twoDigits(_ value: Int64) -> String {
        value < 10 ? "0\(value)" : "\(value)"
    }

    private static func digits(_ value: Int64, _ count: Int) -> String {
        let digits = "\(value)"
        return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
    }
}
