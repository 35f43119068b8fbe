public import ArgumentParser
public import MonitoringFormatters
import MonitoringWebSocketClient

/// A length of time from the command line: seconds, whole or decimal.
struct Seconds: Sendable, CustomStringConvertible {
    /// A month: longer than any interval makes sense, and far from what overflows a `Duration`.
    static let maximum = 2_678_400

    let duration: Duration
    let description: String

    init(_ seconds: Int) {
        duration = .seconds(seconds)
        description = "\(seconds)"
    }

    private init?(_ text: String) {
        guard let seconds = Double(text), seconds > 0, seconds <= Double(Self.maximum) else { return nil }
        duration = .seconds(seconds)
        description = text
    }

    static func parse(_ argument: String) throws -> Seconds {
        guard let seconds = Seconds(argument) else {
            throw ValidationError("allowed is a number of seconds greater than 0, at most \(maximum)")
        }
        return seconds
    }
}

extension OutputFormat: ExpressibleByArgument {}

extension ReplaySpeed {
    static func parse(_ argument: String) throws -> ReplaySpeed {
        guard let factor = Double(argument), let speed = ReplaySpeed(factor) else {
            throw ValidationError("allowed is a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return speed
    }
}

/// The value of `--max-reconnects`.
enum AttemptCount {
    static func parse(_ argument: String) throws -> Int {
        guard let count = Int(argument), count >= 0 else {
            throw ValidationError("allowed is a whole number from 0")
        }
        return count
    }
}
