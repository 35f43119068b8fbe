/// A series as columns of character cells, filled from the bottom.
struct GraphCells {
    /// One column of cells.
    struct Column {
        /// Levels that its left and its right sample fill over all rows.
        fileprivate var left = 0
        fileprivate var right = 0
        /// The highest value of its samples.
        var peak = 0.0
        /// A time without data.
        var isGap = false
    }

    let columns: [Column]
    let rows: Int
    private let signs: GraphSigns

    /// Newest samples at the right edge; 0…100 fill the height, and even 0 shows as the lowest level.
    init(_ series: GraphSeries, columns count: Int, rows: Int, signs: GraphSigns) {
        self.rows = rows
        self.signs = signs
        let levels = rows * signs.levels
        let missing = count * signs.perCell - series.slots.count
        var columns = [Column](repeating: Column(), count: count)
        for (index, value) in series.slots.enumerated() where index + missing >= 0 {
            let place = index + missing
            guard let value else {
                columns[place / signs.perCell].isGap = true
                continue
            }
            let height = max(1, Int((min(max(value, 0), 100) / 100 * Double(levels)).rounded()))
            if place % signs.perCell == 0 {
                columns[place / signs.perCell].left = height
            } else {
                columns[place / signs.perCell].right = height
            }
            columns[place / signs.perCell].peak = max(columns[place / signs.perCell].peak, value)
        }
        // A column with one sample is no gap.
        for index in columns.indices where columns[index].left + columns[index].right > 0 {
            columns[index].isGap = false
        }
        self.columns = columns
    }

    /// The sign of a column in a row counted from the top; nil where the graph does not reach.
    func text(_ column: Column, row: Int) -> String? {
        let base = (rows - 1 - row) * signs.levels
        let left = min(signs.levels, max(0, column.left - base))
        let right = min(signs.levels, max(0, column.right - base))
        return left + right > 0 ? signs.text(left: left, right: right) : nil
    }
}
