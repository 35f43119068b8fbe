import Dashboard
import MonitoringFormatters

/// What must hold for every frame, whatever is in it.
enum FrameCheck {
    /// nil for a sound frame, else what is wrong with it.
    static func problem(_ frame: Frame, ascii: Bool = false) -> String? {
        if frame.cells.count != frame.size.columns * frame.size.rows { return "\(frame.cells.count) cells" }
        // Most cells repeat the one before.
        var lastSound = " "
        for row in 0..<frame.size.rows {
            var column = 0
            while column < frame.size.columns {
                let cell = frame.cells[row * frame.size.columns + column]
                // Made only where something is wrong: it takes far longer than the check.
                var place: String { "column \(column), row \(row): \(cell)" }
                guard cell.width == 1 || cell.width == 2 else { return "no start of a character at \(place)" }
                if cell.width == 1, cell.text == lastSound {
                    column += 1
                    continue
                }
                if TextWidth.columns(cell.text) != Int(cell.width) { return "width of \(place)" }
                if cell.text.unicodeScalars.contains(where: HarmlessText.isHarmful) {
                    return "harmful text at \(place)"
                }
                if ascii && !cell.text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return "no ASCII at \(place)" }
                if cell.width == 2 {
                    let next = frame[column + 1, row]
                    if column + 1 >= frame.size.columns || next.width != 0 || !next.text.isEmpty {
                        return "half of a wide character at \(place)"
                    }
                }
                if cell.width == 1 { lastSound = cell.text }
                column += Int(cell.width)
            }
        }
        return nil
    }

    /// A row's text.
    static func text(_ frame: Frame, row: Int) -> String {
        (0..<frame.size.columns).map { frame[$0, row].text }.joined()
    }

    /// The whole text, a line a row.
    static func text(_ frame: Frame) -> String {
        (0..<frame.size.rows).map { text(frame, row: $0) }.joined(separator: "\n")
    }
}
