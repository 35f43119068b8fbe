/// How fast a recording is played.
package struct ReplaySpeed: Sendable, Equatable {
    /// What can be asked for: from a hundredth, to look closely, to a thousand, where a day passes in a minute and a half.
    package static let range = 0.01...1000.0

    /// As recorded.
    package static let recorded = Self(unchecked: 1)
    /// Without waiting, for tests and measurements.
    package static let unlimited = Self(unchecked: .infinity)

    private let factor: Double

    private init(unchecked factor: Double) {
        self.factor = factor
    }

    /// So many times as fast as recorded; nil outside `range`.
    package init?(_ factor: Double) {
        guard Self.range.contains(factor) else { return nil }
        self.factor = factor
    }

    /// How long something lasts that took `recorded`.
    func played(_ recorded: Duration) -> Duration {
        switch factor {
        // To the nanosecond, which a product of doubles is not.
        case 1: recorded
        case .infinity: .zero
        default: recorded / factor
        }
    }

    /// How much of a recording that is.
    func recorded(_ played: Duration) -> Duration {
        switch factor {
        case 1: played
        // Longer than any recording.
        case .infinity: .seconds(Int64.max / 2)
        default: played * factor
        }
    }
}
