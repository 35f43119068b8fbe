import MonitoringFormatters

extension Canvas {
    /// Draws a pane's border with its title at the left and what there is to say about it at the right.
    mutating func box(_ rect: Rect, title: [Run], info: [Run], focused: Bool) {
        guard rect.columns >= 2, rect.rows >= 2 else { return }
        let style = palette.style(focused ? .borderFocused : .border)
        let (right, bottom) = (rect.endColumn - 1, rect.endRow - 1)
        for column in rect.column + 1..<right {
            put(sign: signs.horizontal, column: column, row: rect.row, style: style)
            put(sign: signs.horizontal, column: column, row: bottom, style: style)
        }
        for row in rect.row + 1..<bottom {
            put(sign: signs.vertical, column: rect.column, row: row, style: style)
            put(sign: signs.vertical, column: right, row: row, style: style)
        }
        put(sign: signs.topLeft, column: rect.column, row: rect.row, style: style)
        put(sign: signs.topRight, column: right, row: rect.row, style: style)
        put(sign: signs.bottomLeft, column: rect.column, row: bottom, style: style)
        put(sign: signs.bottomRight, column: right, row: bottom, style: style)
        caption(
            title: title, info: info,
            in: Rect(column: rect.column + 2, row: rect.row, columns: rect.columns - 4, rows: 1))
    }

    /// Title and info on one row, a blank around each; the info goes first when both do not fit.
    private mutating func caption(title: [Run], info: [Run], in rect: Rect) {
        let titleColumns = Self.columns(title) + 2
        let infoColumns = Self.columns(info) + 2
        put([Run(" ")] + title + [Run(" ")], in: rect, row: 0)
        guard !info.isEmpty, titleColumns + 1 + infoColumns <= rect.columns else { return }
        let place = Rect(column: rect.endColumn - infoColumns, row: rect.row, columns: infoColumns, rows: 1)
        put([Run(" ")] + info + [Run(" ")], in: place, row: 0)
    }

    static func columns(_ runs: [Run]) -> Int {
        runs.reduce(0) { $0 + TextWidth.columns($1.text) }
    }
}
