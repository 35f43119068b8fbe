public import MonitoringMessages

extension Figures {
    /// A length of time in its two largest units, cut and never rounded up: `0.3s`, `45s`, `1m 30s`, `1h 59m`, `3d 4h`.
    /// Less than a tenth of a second is `0s`, and so is negative.
    public static func duration(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let tenths = duration.components.attoseconds / 100_000_000_000_000_000
        if seconds == 0, tenths > 0 { return "0.\(tenths)s" }
        if seconds < 60 { return "\(seconds)s" }
        if seconds < 3600 { return "\(seconds / 60)m \(seconds % 60)s" }
        if seconds < 86_400 { return "\(seconds / 3600)h \(seconds / 60 % 60)m" }
        return "\(seconds / 86_400)d \(seconds / 3600 % 24)h"
    }

    /// A length of time as a running clock: `00:12:31`. Hours go on above 99. Negative is `00:00:00`.
    public static func clock(_ duration: Duration) -> String {
        let seconds = max(0, duration.components.seconds)
        let hours = seconds / 3600
        return (hours < 10 ? "0\(hours)" : "\(hours)") + ":" + twoDigits(seconds / 60 % 60) + ":"
            + twoDigits(seconds % 60)
    }

    /// A length of time in milliseconds, below a hundred with one decimal: `3.2 ms`, `142 ms`.
    public static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let milliseconds = Double(seconds) * 1e3 + Double(attoseconds) / 1e15
        return decimal(milliseconds, places: milliseconds < 99.95 ? 1 : 0, suffix: " ms")
    }

    /// The time of day of a wall time, in its own zone: `14:30:25`.
    public static func timeOfDay(_ time: WallTime) -> String {
        CivilTime(time).timeOfDay
    }

    /// A wall time as ISO 8601 in its own zone, with microseconds: `2024-01-15T14:30:25.123456+01:00`.
    public static func iso8601(_ time: WallTime) -> String {
        let civil = CivilTime(time)
        let offset = Int64(time.utcOffsetSeconds)
        let offsetMinutes = offset.magnitude / 60
        return civil.date + "T" + civil.timeOfDay + "." + civil.microseconds
            + (offset < 0 ? "-" : "+") + twoDigits(Int64(offsetMinutes / 60)) + ":"
            + twoDigits(Int64(offsetMinutes % 60))
    }

    /// The time of day in a server's ISO 8601 timestamp, as sent: `14:30:25` out of `2024-01-15T14:30:25.123456`. Date
    /// and time stand apart by `T` or a space; a fraction and a zone may follow. nil for any other shape.
    public static func timeOfDay(timestamp: String) -> String? {
        let shape = "0000-00-00T00:00:00".utf8
        let bytes = Array(timestamp.utf8.prefix(shape.count + 1))
        guard bytes.count >= shape.count else { return nil }
        for (byte, expected) in zip(bytes, shape) {
            switch expected {
            case UInt8(ascii: "0"): guard isDigit(byte) else { return nil }
            case UInt8(ascii: "T"): guard byte == expected || byte == UInt8(ascii: " ") else { return nil }
            default: guard byte == expected else { return nil }
            }
        }
        if bytes.count > shape.count && !".,Z+-".utf8.contains(bytes[shape.count]) { return nil }
        // Text of this shape is in order of time; a leap second is the 60th.
        let time = String(decoding: bytes[11..<19], as: UTF8.self)
        return time < "24" && bytes[14] < UInt8(ascii: "6") && (bytes[17] < UInt8(ascii: "6") || time.hasSuffix("60"))
            ? time : nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9")
    }

    private static func twoDigits(_ value: Int64) -> String { CivilTime.twoDigits(value) }
}
