import MonitoringMessages

/// How a time is printed: a pattern of strftime(3), of which the conversions of figures are known.
public struct TimeFormat: Sendable, Equatable {
    /// The conversions that a pattern may have.
    public static let conversions = "%H %I %M %S %p %d %m %Y %y %%"
    /// The manual's: `14:30:25`.
    public static let standard = TimeFormat(unchecked: "%H:%M:%S")

    /// More would be no time any more.
    private static let maximumLength = 64

    /// The pattern as given.
    public let pattern: String

    /// A pattern with at least one character; nil for one with other conversions, control characters or more than 64
    /// characters.
    public init?(_ pattern: String) {
        guard !pattern.isEmpty, pattern.count <= Self.maximumLength, HarmlessText.make(pattern) == pattern else {
            return nil
        }
        var isConversion = false
        for character in pattern {
            if isConversion, !"HIMSpdmYy%".contains(character) { return nil }
            isConversion = character == "%" && !isConversion
        }
        guard !isConversion else { return nil }
        self.pattern = pattern
    }

    private init(unchecked pattern: String) {
        self.pattern = pattern
    }

    /// A wall time in its own zone.
    func text(_ time: WallTime) -> String {
        self == .standard ? Figures.timeOfDay(time) : text(timestamp: Figures.iso8601(time)) ?? ""
    }

    /// A server's ISO 8601 timestamp, as sent; nil when it does not tell date and time.
    func text(timestamp: String) -> String? {
        guard let time = Figures.timeOfDay(timestamp: timestamp) else { return nil }
        if self == .standard { return time }
        var text = ""
        var isConversion = false
        for character in pattern {
            if isConversion {
                text += Self.part(character, timestamp: Array(timestamp.utf8))
                isConversion = false
            } else if character == "%" {
                isConversion = true
            } else {
                text.append(character)
            }
        }
        return text
    }

    /// - Parameter timestamp: of the shape that `Figures.timeOfDay(timestamp:)` takes.
    private static func part(_ conversion: Character, timestamp: [UInt8]) -> String {
        func digits(_ range: Range<Int>) -> String { String(decoding: timestamp[range], as: UTF8.self) }
        let hour = Int(digits(11..<13)) ?? 0
        switch conversion {
        case "H": return digits(11..<13)
        case "I":
            let hour = (hour + 11) % 12 + 1
            return hour < 10 ? "0\(hour)" : "\(hour)"
        case "M": return digits(14..<16)
        case "S": return digits(17..<19)
        case "p": return hour < 12 ? "AM" : "PM"
        case "d": return digits(8..<10)
        case "m": return digits(5..<7)
        case "Y": return digits(0..<4)
        case "y": return digits(2..<4)
        default: return "%"
        }
    }
}
