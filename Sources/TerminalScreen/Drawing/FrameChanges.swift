import Dashboard

/// A cell to be written.
struct CellChange: Equatable {
    var column: Int
    var row: Int
    var cell: Cell
}

/// What differs between two frames, clipped to a terminal.
enum FrameChanges {
    /// The cells to write, row by row and left to right, so that `new` replaces `old` on a terminal of `size` cells;
    /// all of them when there is no `old`.
    ///
    /// A wide character without its second cell, cut by the edge or by its neighbour, is a blank, and so is a second
    /// cell without its first: neither can be drawn, and either would move the rest of the row.
    static func between(_ old: Frame?, _ new: Frame, size: ScreenSize) -> [CellChange] {
        guard old != new else { return [] }
        var changes: [CellChange] = []
        let isSameSize = old?.size == size && new.size == size
        for row in 0..<size.rows {
            var column = 0
            while column < size.columns {
                // Most cells, after the first frame.
                if isSameSize, let old {
                    let index = row * size.columns + column
                    if new.cells[index].width == 1, new.cells[index] == old.cells[index] {
                        column += 1
                        continue
                    }
                }
                let cell = drawable(new, column, row, columns: size.columns)
                // Overwriting a wide character's first cell blanks its second, so that one is always written anew.
                let isDrawn =
                    old.map {
                        $0[column, row].width > 0 && drawable($0, column, row, columns: size.columns) == cell
                    } ?? false
                if !isDrawn {
                    changes.append(CellChange(column: column, row: row, cell: cell))
                }
                column += max(1, Int(cell.width))
            }
        }
        return changes
    }

    private static func drawable(_ frame: Frame, _ column: Int, _ row: Int, columns: Int) -> Cell {
        let cell = frame[column, row]
        switch cell.width {
        case 1:
            return cell
        case 2 where column + 1 < columns && frame[column + 1, row].width == 0:
            return cell
        default:
            return Cell(text: " ", width: 1, style: cell.style)
        }
    }
}
