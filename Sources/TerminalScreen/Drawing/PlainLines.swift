package import Dashboard

/// A frame as lines of text, for the terminal after the screen was given back.
package enum PlainLines {
    /// The lines, without trailing blanks; with ECMA-48 SGR sequences where there are colours.
    package static func text(_ frame: Frame, colorDepth: TerminalCapabilities.ColorDepth) -> String {
        let rows = (0..<frame.size.rows).map { line(frame, row: $0, colorDepth: colorDepth) }
        let used = rows.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0
        return rows[..<used].map { $0 + "\n" }.joined()
    }

    private static func line(_ frame: Frame, row: Int, colorDepth: TerminalCapabilities.ColorDepth) -> String {
        let end = (0..<frame.size.columns).last { !isInvisible(frame[$0, row]) }.map { $0 + 1 } ?? 0
        let plain = CellStyle()
        var style = plain
        var line = ""
        for column in 0..<end {
            let cell = frame[column, row]
            if cell.width == 0 { continue }
            if colorDepth != .none && cell.style != style {
                line += sequence(colorDepth.degrade(cell.style))
                style = cell.style
            }
            line += cell.text
        }
        return style == plain ? line : line + "\u{1b}[m"
    }

    private static func isInvisible(_ cell: Cell) -> Bool {
        cell.text == " " && cell.style.background == .standard
            && cell.style.attributes.isDisjoint(with: [.reverse, .underline])
    }

    /// Select Graphic Rendition (ECMA-48, 8.3.117), from a reset on.
    private static func sequence(_ style: TerminalStyle) -> String {
        var codes = ["0"]
        if style.attributes.contains(.bold) { codes.append("1") }
        if style.attributes.contains(.dim) { codes.append("2") }
        if style.attributes.contains(.underline) { codes.append("4") }
        if style.attributes.contains(.reverse) { codes.append("7") }
        codes += color(style.foreground, plain: 30, bright: 90, indexed: 38)
        codes += color(style.background, plain: 40, bright: 100, indexed: 48)
        return "\u{1b}[\(codes.joined(separator: ";"))m"
    }

    private static func color(_ number: Int32, plain: Int32, bright: Int32, indexed: Int32) -> [String] {
        switch number {
        case ..<0: []
        case 0..<8: ["\(plain + number)"]
        case 8..<16: ["\(bright + number - 8)"]
        default: ["\(indexed)", "5", "\(number)"]
        }
    }
}
