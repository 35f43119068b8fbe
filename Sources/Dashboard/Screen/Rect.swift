/// A rectangle of cells, counted from the screen's top left corner. Its size is never negative.
package struct Rect: Sendable, Hashable {
    package var column: Int
    package var row: Int
    package var columns: Int
    package var rows: Int

    /// A rectangle; negative sizes become 0.
    package init(column: Int, row: Int, columns: Int, rows: Int) {
        self.column = column
        self.row = row
        self.columns = max(0, columns)
        self.rows = max(0, rows)
    }

    /// The first column to the right of it.
    package var endColumn: Int { column + columns }
    /// The first row below it.
    package var endRow: Int { row + rows }
    package var isEmpty: Bool { columns == 0 || rows == 0 }

    /// Whether a cell lies in it.
    package func contains(column: Int, row: Int) -> Bool {
        column >= self.column && column < endColumn && row >= self.row && row < endRow
    }

    /// What is left inside a margin on each side.
    package func inset(columns: Int, rows: Int) -> Rect {
        Rect(
            column: column + columns, row: row + rows, columns: self.columns - 2 * columns, rows: self.rows - 2 * rows)
    }

    /// The rows from `first` (counted inside) on, at most `count` of them.
    package func rows(from first: Int, count: Int) -> Rect {
        Rect(column: column, row: row + first, columns: columns, rows: min(count, rows - first))
    }
}
