/// A bar of cells that shows a percentage.
public struct Bar: Sendable, Equatable {
    /// Cells in all.
    public var length: Int
    /// Filled cells, 0…`length`.
    public var filled: Int

    /// The bar of a percentage: `percent / 100 × length` cells rounded, held inside the bar; none for NaN.
    public init(percent: Double, length: Int) {
        self.length = max(0, length)
        let cells = (percent / 100 * Double(self.length)).rounded()
        filled = cells >= Double(self.length) ? self.length : cells > 0 ? Int(cells) : 0
    }

    /// Its filled and its empty cells as spans, one of none left out: `█` and `▒`, in ASCII `#` and `.`.
    public func spans(_ level: UsageLevel, unicode: Bool = true) -> [StyledSpan] {
        var spans: [StyledSpan] = []
        spans.reserveCapacity(2)
        if filled > 0 {
            spans.append(StyledSpan(Self.cells(unicode ? "█" : "#", filled), .bar(level)))
        }
        if filled < length {
            spans.append(StyledSpan(Self.cells(unicode ? "▒" : ".", length - filled), .barEmpty))
        }
        return spans
    }

    /// A sign repeated, filled in at once: `String(repeating:count:)` took most of the detailed format's time.
    private static func cells(_ sign: StaticString, _ count: Int) -> String {
        let width = sign.utf8CodeUnitCount
        return String(unsafeUninitializedCapacity: count * width) { bytes in
            for index in 0..<(count * width) { bytes[index] = sign.utf8Start[index % width] }
            return count * width
        }
    }
}
