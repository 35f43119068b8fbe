import MonitoringFormatters

/// A frame being drawn: puts text into cells, clipped to a rectangle, with a look taken from a palette.
struct Canvas {
    private(set) var frame: Frame
    let palette: Palette
    let signs: Signs

    init(size: ScreenSize, palette: Palette, signs: Signs) {
        frame = Frame(size: size, filledWith: Cell(text: " ", width: 1, style: palette.base))
        self.palette = palette
        self.signs = signs
    }

    /// Makes a rectangle blank.
    mutating func fill(_ rect: Rect) {
        let cell = Cell(text: " ", width: 1, style: palette.base)
        for row in rect.row..<rect.endRow {
            for column in rect.column..<rect.endColumn { set(cell, column: column, row: row) }
        }
    }

    /// Puts text at a position, at most `columns` wide. A wide character that does not fit is left out.
    mutating func put(
        _ text: String, column: Int, row: Int, columns: Int, role: Role, stale: Bool = false
    ) {
        _ = put(text, column: column, row: row, columns: columns, skip: 0, style: palette.style(role, stale: stale))
    }

    /// Puts a line into the row of a rectangle, the first `skip` columns of it left out. A line that goes on beyond the edge
    /// ends in an ellipsis.
    mutating func put(_ runs: [Run], in rect: Rect, row: Int, skip: Int = 0, stale: Bool = false) {
        guard row >= 0, row < rect.rows, rect.columns > 0 else { return }
        var column = 0
        var skip = skip
        for run in runs {
            let style = palette.style(run.role, stale: stale)
            let result = put(
                run.text, column: rect.column + column, row: rect.row + row, columns: rect.columns - column, skip: skip,
                style: style)
            skip -= result.skipped
            column += result.taken
            if result.cut {
                putEllipsis(column: rect.endColumn - 1, row: rect.row + row, style: style)
                return
            }
        }
    }

    /// Puts a formatter's line into the row of a rectangle.
    mutating func put(_ line: StyledLine, in rect: Rect, row: Int, skip: Int = 0, stale: Bool = false) {
        put(line.spans.map { Run($0.text, .text($0.style)) }, in: rect, row: row, skip: skip, stale: stale)
    }

    private mutating func putEllipsis(column: Int, row: Int, style: CellStyle) {
        set(Cell(text: signs.ellipsis, width: 1, style: style), column: column, row: row)
    }

    private mutating func put(
        _ text: String, column: Int, row: Int, columns: Int, skip: Int, style: CellStyle
    ) -> (taken: Int, skipped: Int, cut: Bool) {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            return putASCII(text, column: column, row: row, columns: columns, skip: skip, style: style)
        }
        var taken = 0
        var skipped = 0
        for cell in TextWidth.cells(text) {
            var width = cell.columns
            var cellText = signs.unicode || cell.text.utf8.count == 1 ? cell.text : String(repeating: "?", count: width)
            if skipped < skip {
                skipped += width
                guard skipped > skip else { continue }
                // The edge goes through a wide character: its right half stays blank.
                width = skipped - skip
                skipped = skip
                cellText = String(repeating: " ", count: width)
            }
            guard taken + width <= columns else { return (taken, skipped, true) }
            if cellText.utf8.count == width {
                for letter in cellText.unicodeScalars {
                    set(Cell(text: String(letter), width: 1, style: style), column: column + taken, row: row)
                    taken += 1
                }
                continue
            }
            set(Cell(text: cellText, width: UInt8(width), style: style), column: column + taken, row: row)
            if width == 2 {
                set(Cell(text: "", width: 0, style: style), column: column + taken + 1, row: row)
            }
            taken += width
        }
        return (taken, skipped, false)
    }

    /// The same for the usual case, where each byte is a cell.
    private mutating func putASCII(
        _ text: String, column: Int, row: Int, columns: Int, skip: Int, style: CellStyle
    ) -> (taken: Int, skipped: Int, cut: Bool) {
        var taken = 0
        var skipped = 0
        for byte in text.utf8 {
            if skipped < skip {
                skipped += 1
                continue
            }
            guard taken < columns else { return (taken, skipped, true) }
            let cell = Cell(text: String(Unicode.Scalar(byte)), width: 1, style: style)
            set(cell, column: column + taken, row: row)
            taken += 1
        }
        return (taken, skipped, false)
    }

    /// Writes a cell; a wide character that loses one of its halves becomes a blank.
    private mutating func set(_ cell: Cell, column: Int, row: Int) {
        let old = frame[column, row]
        if old.width == 0 {
            frame[column - 1, row] = Cell(text: " ", width: 1, style: old.style)
        } else if old.width == 2 && cell.width != 2 {
            frame[column + 1, row] = Cell(text: " ", width: 1, style: old.style)
        }
        frame[column, row] = cell
    }
}
