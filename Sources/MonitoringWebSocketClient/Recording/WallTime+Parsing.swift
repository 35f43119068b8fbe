package import MonitoringMessages

extension WallTime {
    /// Years that nanoseconds since 1970 in 64 bits can tell.
    private static let years: ClosedRange<Int64> = 1970...2261
    private static let nanosecondDigits = 9

    /// Reads `2026-11-21T10:45:42.123456+00:00`: ISO 8601 with a zone (`Z` or an offset), a fraction of a second or none.
    /// Digits beyond nanoseconds do not count.
    package init?(iso8601 text: String) {
        var rest = Scanner(rest: Array(text.utf8)[...])
        guard let year = rest.number(digits: 4), rest.take("-"), let month = rest.number(digits: 2), rest.take("-"),
            let day = rest.number(digits: 2), rest.take("T"), let hour = rest.number(digits: 2), rest.take(":"),
            let minute = rest.number(digits: 2), rest.take(":"), let second = rest.number(digits: 2),
            let nanosecond = rest.fraction(digits: Self.nanosecondDigits), let offset = rest.offset(),
            rest.rest.isEmpty
        else { return nil }
        // A leap second is the 60th.
        guard Self.years.contains(year), 1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second <= 60 else {
            return nil
        }
        let days = Self.days(year: year, month: month, day: day)
        let seconds = days * 86_400 + hour * 3600 + minute * 60 + second - offset
        self.init(
            nanosecondsSinceEpoch: seconds * 1_000_000_000 + nanosecond, utcOffsetSeconds: Int32(offset))
    }

    /// Days since 1970-01-01, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `days_from_civil`.
    private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = year / 400
        let yearOfEra = year % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

private struct Scanner {
    var rest: ArraySlice<UInt8>

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard let byte = rest.first, byte == UInt8(ascii: scalar) else { return false }
        rest.removeFirst()
        return true
    }

    mutating func number(digits: Int) -> Int64? {
        guard rest.count >= digits, rest.prefix(digits).allSatisfy({ 0x30...0x39 ~= $0 }) else { return nil }
        let value = rest.prefix(digits).reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        rest.removeFirst(digits)
        return value
    }

    /// Zero when there is none; nil for a point without digits.
    mutating func fraction(digits: Int) -> Int64? {
        guard take(".") else { return 0 }
        let all = rest.prefix { 0x30...0x39 ~= $0 }
        guard !all.isEmpty else { return nil }
        rest.removeFirst(all.count)
        let kept = all.prefix(digits) + repeatElement(0x30, count: max(0, digits - all.count))
        return kept.reduce(0) { $0 * 10 + Int64($1 - 0x30) }
    }

    /// In seconds, east positive.
    mutating func offset() -> Int64? {
        if take("Z") { return 0 }
        let sign: Int64
        if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
        guard let hours = number(digits: 2), take(":"), let minutes = number(digits: 2), hours < 24, minutes < 60 else {
            return nil
        }
        return sign * (hours * 3600 + minutes * 60)
    }
}
