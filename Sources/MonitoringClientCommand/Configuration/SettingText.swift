import Logging
import MonitoringFormatters
import MonitoringWebSocketClient

/// Reads values as people write them.
package enum SettingText {
    /// A month: longer than any interval makes sense, and far from what overflows a `Duration`.
    static let maximumSeconds = 2_678_400

    static func bool(_ text: String) throws(Disallowed) -> Bool {
        switch text.lowercased() {
        case "true", "yes", "on", "1": return true
        case "false", "no", "off", "0": return false
        default: throw .allowed("true or false")
        }
    }

    static func seconds(_ text: String) throws(Disallowed) -> Duration {
        guard let seconds = Double(text), seconds > 0, seconds <= Double(maximumSeconds) else {
            throw .allowed("a number of seconds greater than 0, at most \(maximumSeconds)")
        }
        return .seconds(seconds)
    }

    static func integer(_ text: String, _ range: ClosedRange<Int>) throws(Disallowed) -> Int {
        guard let value = Int(text), range.contains(value) else {
            throw .allowed("a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    static func percent(_ text: String) throws(Disallowed) -> Double {
        guard let value = Double(text), 0...100 ~= value else { throw .allowed("a percentage from 0 to 100") }
        return value
    }

    static func backoff(_ text: String) throws(Disallowed) -> Backoff {
        guard let backoff = Backoff(rawValue: text) else {
            throw .allowed(Backoff.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return backoff
    }

    /// nil is unlimited.
    static func attempts(_ text: String) throws(Disallowed) -> Int? {
        if text.lowercased() == "unlimited" { return nil }
        guard let count = Int(text), count >= 0 else { throw .allowed("a whole number from 0, or unlimited") }
        return count
    }

    static func format(_ text: String) throws(Disallowed) -> OutputFormat {
        guard let format = OutputFormat(rawValue: text) else {
            throw .allowed(OutputFormat.allCases.map(\.rawValue).joined(separator: ", "))
        }
        return format
    }

    static func level(_ text: String) throws(Disallowed) -> Logger.Level {
        guard let level = Logger.Level(manualName: text) else {
            throw .allowed(Logger.Level.manualNames.joined(separator: ", "))
        }
        return level
    }

    static func speed(_ text: String) throws(Disallowed) -> ReplaySpeed {
        guard let factor = Double(text), let speed = ReplaySpeed(factor) else {
            throw .allowed("a number from \(ReplaySpeed.range.lowerBound) to \(ReplaySpeed.range.upperBound)")
        }
        return speed
    }

    static func timeFormat(_ text: String) throws(Disallowed) -> TimeFormat {
        guard let format = TimeFormat(text) else {
            throw .allowed("text of up to 64 characters with the conversions \(TimeFormat.conversions)")
        }
        return format
    }

    static func header(_ text: String) throws(Disallowed) -> [(name: String, value: String)] {
        guard !text.isEmpty else { throw .allowed("'Name: value'") }
        return try HeaderText.parse(text)
    }

    /// The years that a database may go back: far from what overflows a `Duration` in nanoseconds.
    private static let maximumWeeks = 5200

    /// A whole number with a unit: `30d`.
    static func age(_ text: String) throws(Disallowed) -> Duration {
        let units: [Character: Int] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), let count = Int(text.dropLast()), count > 0,
            count <= maximumWeeks * 604_800 / unit
        else {
            throw .allowed("a whole number from 1 with a unit (s, m, h, d, w), such as 30d, at most \(maximumWeeks)w")
        }
        return .seconds(count * unit)
    }

    /// - Returns: a number of hours.
    package static func hours(_ text: String) throws(Disallowed) -> Double {
        let maximum = Double(maximumWeeks * 168)
        guard let hours = Double(text), hours > 0, hours <= maximum else {
            throw .allowed("a number greater than 0, at most \(Int(maximum))")
        }
        return hours
    }

    static func path(_ text: String) throws(Disallowed) -> String {
        guard !text.isEmpty, !text.utf8.contains(0) else { throw .allowed("the path of a file") }
        return text
    }
}
