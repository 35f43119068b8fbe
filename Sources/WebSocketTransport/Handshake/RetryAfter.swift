/// How long a server asks to wait (RFC 9110 section 10.2.3): seconds, or a date.
enum RetryAfter {
    /// Nine digits are thirty years; more than that is no wait.
    private static let maximumDigits = 9

    /// The time that a response's Retry-After names; nil when it has none that is valid. A date is counted from the
    /// response's own Date, so that no two clocks have to agree, and is of no use without one.
    static func wait(in fields: HTTPFields) -> Duration? {
        guard let text = fields.singleValue(of: "retry-after") else { return nil }
        if !text.isEmpty, text.utf8.count <= maximumDigits, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
            return Int(text).map { .seconds($0) }
        }
        guard let date = HTTPDate.seconds(of: text),
            let now = fields.singleValue(of: "date").flatMap(HTTPDate.seconds)
        else { return nil }
        return .seconds(max(0, date - now))
    }
}

/// The three forms of a date in HTTP (RFC 9110 section 5.6.7).
enum HTTPDate {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Seconds since 1970; nil for anything else than a date.
    static func seconds(of text: String) -> Int? {
        // "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT" and "Sun Nov  6 08:49:37 1994".
        let parts = text.split { " ,-:".contains($0) }
        let fields: [Substring]
        switch parts.count {
        case 8 where parts[7] == "GMT": fields = Array(parts[1...6])
        case 7: fields = [parts[2], parts[1], parts[6], parts[3], parts[4], parts[5]]
        default: return nil
        }
        guard let month = months.firstIndex(where: { $0 == fields[1] }),
            let day = number(fields[0], 1...31), let year = year(fields[2]), let hour = number(fields[3], 0...23),
            let minute = number(fields[4], 0...59), let second = number(fields[5], 0...60)
        else { return nil }
        return ((days(year, month + 1, day) * 24 + hour) * 60 + minute) * 60 + second
    }

    private static func number(_ text: Substring, _ range: ClosedRange<Int>) -> Int? {
        guard text.utf8.count <= 4, text.utf8.allSatisfy({ 0x30...0x39 ~= $0 }), let number = Int(text) else {
            return nil
        }
        return range.contains(number) ? number : nil
    }

    /// Two digits are of this century, or of the last where that would be far ahead.
    private static func year(_ text: Substring) -> Int? {
        guard text.utf8.count == 2 else { return number(text, 1970...9999) }
        return number(text, 0...99).map { $0 < 70 ? 2000 + $0 : 1900 + $0 }
    }

    /// Days from 1970-01-01 in the Gregorian calendar, with years that begin in March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return year * 365 + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
    }
}
