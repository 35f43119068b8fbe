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
        for row in rect.row..<rect.endRow {
            for column in rect.column..<rect.endColumn { put(sign: " ", column: column, row: row, style: palette.base) }
        }
    }

    /// Puts text at a position, at most `columns` wide. A wide character that does not fit is left out.
    mutating func put(
        _ text: String, column: Int, row: Int, columns: Int, role: Role, stale: Bool = false
    ) {
        _ = put(text, column: column, row: row, columns: columns, skip: 0, style: palette.style(role, stale: stale))
    }

    /// Puts a sign that takes one column.
    mutating func put(sign: String, column: Int, row: Int, style: CellStyle) {
        guard row >= 0, row < frame.size.rows, column >= 0, column < frame.size.columns else { return }
        set(Cell(text: sign, width: 1, style: style), at: row * frame.size.columns + column)
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
                put(sign: signs.ellipsis, column: rect.endColumn - 1, row: rect.row + row, style: style)
                return
            }
        }
    }

    /// Puts a formatter's line into the row of a rectangle.
    mutating func put(_ line: StyledLine, in rect: Rect, row: Int, skip: Int = 0, stale: Bool = false) {
        put(line.spans.map { Run($0.text, .text($0.style)) }, in: rect, row: row, skip: skip, stale: stale)
    }

    private mutating func put(
        _ text: String, column: Int, row: Int, columns: Int, skip: Int, style: CellStyle
    ) -> (taken: Int, skipped: Int, cut: Bool) {
        guard row >= 0, row < frame.size.rows, column >= 0, column <= frame.size.columns else { return (0, 0, false) }
        let columns = min(columns, frame.size.columns - column)
        let start = row * frame.size.columns + column
        var taken = 0
        var skipped = 0
        var cells = CellIterator(text)
        while let cell = cells.next() {
            var width = cell.columns
            var text = cell.text
            if skipped < skip {
                skipped += width
                guard skipped > skip else { continue }
                // The edge goes through a wide character: its right half stays blank.
                width = skipped - skip
                skipped = skip
                text = " "
            }
            guard taken + width <= columns else { return (taken, skipped, true) }
            if !signs.glyphs.canShow(text) {
                for index in 0..<width { set(Cell(text: "?", width: 1, style: style), at: start + taken + index) }
            } else {
                set(Cell(text: text, width: UInt8(truncatingIfNeeded: width), style: style), at: start + taken)
                if width == 2 { set(Cell(text: "", width: 0, style: style), at: start + taken + 1) }
            }
            taken += width
        }
        return (taken, skipped, false)
    }

    /// Writes a cell; a wide character that loses one of its halves becomes a blank.
    private mutating func set(_ cell: Cell, at index: Int) {
        let oldWidth = frame.cells[index].width
        if oldWidth == 0 && cell.width != 0 {
            frame.cells[index - 1].text = " "
            frame.cells[index - 1].width = 1
        } else if oldWidth == 2 && cell.width != 2 {
            frame.cells[index + 1].text = " "
            frame.cells[index + 1].width = 1
        }
        frame.cells[index] = cell
    }
}

extension Glyphs {
    /// Whether a cell's text can be shown; a font that lacks a letter shows a sign of its own for it.
    fileprivate func canShow(_ text: String) -> Bool { self != .ascii || text.utf8.count == 1 }
}
