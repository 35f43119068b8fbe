import MonitoringFormatters

/// The help: every key by section, in two columns where there is room.
enum HelpText {
    private static let gap = 2

    /// One column of the help.
    private struct Column {
        var sections: [KeyBinding.Section]

        private var bindings: [KeyBinding] { sections.flatMap(KeyBindings.bindings) }
        private var keyColumns: Int { bindings.map { TextWidth.columns($0.keyNames) }.max() ?? 0 }

        var columns: Int { keyColumns + gap + (bindings.map { TextWidth.columns($0.help) }.max() ?? 0) }

        var lines: [StyledLine] {
            let keyColumns = keyColumns
            let blocks = sections.map { section in
                [StyledLine([StyledSpan(section.rawValue, .title)])]
                    + KeyBindings.bindings(in: section).map { binding in
                        let keys = TextWidth.fitted(binding.keyNames, to: keyColumns + gap)
                        return StyledLine([StyledSpan(keys, .connection), StyledSpan(binding.help)])
                    }
            }
            return Array(blocks.joined(separator: [StyledLine()]))
        }
    }

    private static let left = Column(sections: [.program, .view, .format])
    private static let right = Column(sections: [.scroll, .hosts, .time, .connection])
    private static let single = Column(sections: KeyBinding.Section.allCases)
    private static let singleColumns = single.columns
    private static let twoColumns = left.columns + gap + right.columns

    // Made once: they depend on nothing but the key table.
    private static let singleLines = single.lines
    private static let twoColumnLines = beside(left, right)

    /// The size of the help where `columns` are to be had.
    static func size(columns: Int) -> ScreenSize {
        let width = columns >= twoColumns ? twoColumns : singleColumns
        return ScreenSize(columns: min(columns, width), rows: lines(columns: columns).count)
    }

    static func lines(columns: Int) -> [StyledLine] {
        columns >= twoColumns ? twoColumnLines : singleLines
    }

    private static func beside(_ left: Column, _ right: Column) -> [StyledLine] {
        let leftLines = left.lines
        let rightLines = right.lines
        let rightStart = left.columns + gap
        return (0..<max(leftLines.count, rightLines.count)).map { index in
            var line = index < leftLines.count ? leftLines[index] : StyledLine()
            guard index < rightLines.count else { return line }
            let blank = rightStart - TextWidth.columns(line.plain)
            line.spans.append(StyledSpan(String(repeating: " ", count: blank)))
            line.spans += rightLines[index].spans
            return line
        }
    }
}
