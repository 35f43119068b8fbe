import MonitoringFormatters

/// The help: every key by section, in two columns where there is room.
enum HelpText {
    /// Columns of the keys' names.
    private static let keyColumns = KeyBindings.all.map { $0.keyNames.utf8.count }.max() ?? 0
    private static let helpColumns = KeyBindings.all.map { TextWidth.columns($0.help) }.max() ?? 0
    private static let columnGap = 2
    private static let oneColumn = keyColumns + 2 + helpColumns

    /// The size of the help in as many columns as `columns` allows.
    static func size(columns: Int) -> ScreenSize {
        let lines = lines(columns: columns)
        return ScreenSize(columns: min(columns, width(columns: columns)), rows: lines.count)
    }

    private static func width(columns: Int) -> Int {
        fitsTwo(columns) ? 2 * oneColumn + columnGap : oneColumn
    }

    private static func fitsTwo(_ columns: Int) -> Bool { columns >= 2 * oneColumn + columnGap }

    static func lines(columns: Int) -> [StyledLine] {
        let blocks = KeyBinding.Section.allCases.map(block)
        guard fitsTwo(columns) else { return Array(blocks.joined(separator: [StyledLine()])) }
        // Sections keep their order: the left column is filled up to half of all lines.
        let half = (blocks.reduce(0) { $0 + $1.count + 1 } + 1) / 2
        var left: [StyledLine] = []
        var right: [StyledLine] = []
        for block in blocks {
            if right.isEmpty && (left.isEmpty || left.count + block.count < half + 1) {
                left += (left.isEmpty ? [] : [StyledLine()]) + block
            } else {
                right += (right.isEmpty ? [] : [StyledLine()]) + block
            }
        }
        return (0..<max(left.count, right.count)).map { index in
            var line = index < left.count ? left[index] : StyledLine()
            guard index < right.count else { return line }
            let taken = TextWidth.columns(line.plain)
            line.spans.append(StyledSpan(String(repeating: " ", count: oneColumn + columnGap - taken)))
            line.spans += right[index].spans
            return line
        }
    }

    private static func block(_ section: KeyBinding.Section) -> [StyledLine] {
        [StyledLine([StyledSpan(section.rawValue, .title)])]
            + KeyBindings.bindings(in: section).map { binding in
                StyledLine([
                    StyledSpan(TextWidth.fitted(binding.keyNames, to: keyColumns) + "  ", .connection),
                    StyledSpan(binding.help, .plain),
                ])
            }
    }
}
