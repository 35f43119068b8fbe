/// A series as character cells: filled from the bottom, in Braille two samples by four levels a cell, in ASCII one sample by two levels.
struct GraphCells {
    /// What a cell shows.
    enum Cell: Equatable {
        case blank
        /// A time without data.
        case gap
        /// `peak` is the highest value in the cell's columns.
        case filled(text: String, peak: Double)
    }

    let columns: Int
    let rows: Int
    private let cells: [Cell]

    /// Samples that a graph of so many columns shows.
    static func slotCount(columns: Int, unicode: Bool) -> Int { unicode ? columns * 2 : columns }

    /// Newest samples at the right edge; 0…100 fill the height, and even 0 shows as the lowest level.
    init(_ series: GraphSeries, columns: Int, rows: Int, unicode: Bool) {
        self.columns = columns
        self.rows = rows
        let perCell = unicode ? 2 : 1
        let levels = unicode ? 4 : 2
        let missing = columns * perCell - series.slots.count
        var cells = [Cell](repeating: .blank, count: columns * rows)
        for column in 0..<columns {
            // One entry a sample of this cell: nil before the first sample ever, .some(nil) in a gap.
            let slots = (0..<perCell).map { part -> Double?? in
                let index = column * perCell + part - missing
                return series.slots.indices.contains(index) ? .some(series.slots[index]) : nil
            }
            let values = slots.map { $0.flatMap { $0 } }
            let heights = values.map { Self.height($0, rows: rows, levels: levels) }
            let isGap = values.allSatisfy { $0 == nil } && slots.contains { $0 != nil }
            let peak = values.compactMap { $0 }.max() ?? 0
            for row in 0..<rows {
                let base = (rows - 1 - row) * levels
                let filled = heights.map { min(levels, max(0, $0 - base)) }
                if isGap {
                    cells[row * columns + column] = .gap
                } else if filled.contains(where: { $0 > 0 }) {
                    let text = unicode ? Self.braille(filled) : Self.ascii(filled)
                    cells[row * columns + column] = .filled(text: text, peak: peak)
                }
            }
        }
        self.cells = cells
    }

    subscript(column: Int, row: Int) -> Cell {
        guard (0..<columns).contains(column), (0..<rows).contains(row) else { return .blank }
        return cells[row * columns + column]
    }

    private static func height(_ value: Double?, rows: Int, levels: Int) -> Int {
        guard let value else { return 0 }
        return max(1, Int((min(max(value, 0), 100) / 100 * Double(rows * levels)).rounded()))
    }

    /// Dots of a Braille cell's column from the bottom up: Unicode 15, "Braille Patterns", U+2800 plus one bit a dot.
    private static let leftDots: [UInt32] = [0x40, 0x04, 0x02, 0x01]
    private static let rightDots: [UInt32] = [0x80, 0x20, 0x10, 0x08]

    private static func braille(_ filled: [Int]) -> String {
        var pattern: UInt32 = 0x2800
        for (count, dots) in zip(filled, [leftDots, rightDots]) {
            pattern |= dots.prefix(count).reduce(0, |)
        }
        return Unicode.Scalar(pattern).map { String($0) } ?? " "
    }

    private static func ascii(_ filled: [Int]) -> String {
        filled.first == 2 ? "#" : "."
    }
}
