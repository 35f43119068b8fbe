/// Which pair number stands for which two colours: given out one by one, up to what the terminal has.
struct ColorPairs {
    private struct Colors: Hashable {
        var foreground: Int32
        var background: Int32
    }

    /// What to do to have a pair.
    enum Answer: Equatable {
        case known(Int32)
        /// A new number, to be made known to the terminal.
        case new(Int32)
        /// All numbers are taken.
        case exhausted
    }

    /// xterm-256color claims 65,536; no screen of ours shows more than this many at once.
    static let limit = 1024

    private let capacity: Int
    private var numbers: [Colors: Int32] = [:]

    /// From terminfo's `pairs`, of which pair 0 is the terminal's own colours.
    init(terminfoPairs: Int) {
        capacity = max(0, min(terminfoPairs, Self.limit) - 1)
    }

    /// The number for two colours; those below 0 are the terminal's own.
    ///
    /// Both of its own have a number too, where there is one left: on the way back to pair 0 ncurses takes all attributes off
    /// with twice as many bytes.
    mutating func pair(foreground: Int32, background: Int32) -> Answer {
        let colors = Colors(foreground: foreground, background: background)
        if let number = numbers[colors] { return .known(number) }
        guard numbers.count < capacity else { return foreground < 0 && background < 0 ? .known(0) : .exhausted }
        let number = Int32(numbers.count + 1)
        numbers[colors] = number
        return .new(number)
    }

    /// Forgets all numbers.
    mutating func removeAll() {
        numbers.removeAll(keepingCapacity: true)
    }
}
