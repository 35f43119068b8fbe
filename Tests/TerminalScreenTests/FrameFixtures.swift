import Dashboard

func size(_ columns: Int, _ rows: Int) -> ScreenSize {
    ScreenSize(columns: columns, rows: rows)
}

func cell(_ text: String, _ style: CellStyle = CellStyle()) -> Cell {
    Cell(text: text, width: 1, style: style)
}

/// A frame from lines; CJK characters are wide.
func frame(_ lines: [String]) -> Frame {
    func isWide(_ character: Character) -> Bool {
        character.unicodeScalars.first.map { $0.value > 0x2fff } ?? false
    }
    let columns = lines.map { $0.reduce(0) { $0 + (isWide($1) ? 2 : 1) } }.max() ?? 0
    var frame = Frame(size: size(columns, lines.count))
    for (row, line) in lines.enumerated() {
        var column = 0
        for character in line {
            frame[column, row] = Cell(text: String(character), width: isWide(character) ? 2 : 1, style: CellStyle())
            if isWide(character) { frame[column + 1, row] = Cell(text: "", width: 0, style: CellStyle()) }
            column += isWide(character) ? 2 : 1
        }
    }
    return frame
}
