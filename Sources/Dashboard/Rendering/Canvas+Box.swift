import MonitoringFormatters

extension Canvas {
    /// Draws a pane's border with its title at the left and what there is to say about it at the right.
    mutating func box(_ rect: Rect, title: [Run], info: [Run], focused: Bool) {
        guard rect.columns >= 2, rect.rows >= 2 else { return }
        let role = focused ? Role.borderFocused : Role.border
        let inner = rect.columns - 2
        let line = String(repeating: signs.horizontal, count: inner)
        put(
            signs.topLeft + line + signs.topRight, column: rect.column, row: rect.row, columns: rect.columns, role: role
        )
        put(
            signs.bottomLeft + line + signs.bottomRight, column: rect.column, row: rect.endRow - 1,
            columns: rect.columns, role: role)
        for row in rect.row + 1..<rect.endRow - 1 {
            put(signs.vertical, column: rect.column, row: row, columns: 1, role: role)
            put(signs.vertical, column: rect.endColumn - 1, row: row, columns: 1, role: role)
        }
        caption(title: title, info: info, in: Rect(column: rect.column + 2, row: rect.row, columns: inner - 2, rows: 1))
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
