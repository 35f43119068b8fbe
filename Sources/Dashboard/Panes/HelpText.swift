import MonitoringFormatters

/// The help: the keys by section, in two columns where there is room.
struct HelpText {
    /// Of one host's dashboard.
    static let dashboard = HelpText(left: [.program, .view, .format], right: [.scroll, .time, .connection])
    /// Of the table of hosts, where some keys have no use.
    static let table = HelpText(
        left: [.program], right: [.hosts, .scroll, .connection], without: [.focusNext, .scroll(.left), .clearErrors])

    private static let gap = 2

    /// One column of the help.
    private struct Column {
        var sections: [(title: String, bindings: [KeyBinding])]

        private var bindings: [KeyBinding] { sections.flatMap(\.bindings) }
        private var keyColumns: Int { bindings.map { TextWidth.columns($0.keyNames) }.max() ?? 0 }

        var columns: Int { keyColumns + gap + (bindings.map { TextWidth.columns($0.help) }.max() ?? 0) }

        var lines: [StyledLine] {
            let keyColumns = keyColumns
            let blocks = sections.map { section in
                [StyledLine([StyledSpan(section.title, .title)])]
                    + section.bindings.map { binding in
                        let keys = TextWidth.fitted(binding.keyNames, to: keyColumns + gap)
                        return StyledLine([StyledSpan(keys, .connection), StyledSpan(binding.help)])
                    }
            }
            return Array(blocks.joined(separator: [StyledLine()]))
        }
    }

    private let singleColumns: Int
    private let twoColumns: Int
    // Made once: they depend on nothing but the key table.
    private let singleLines: [StyledLine]
    private let twoColumnLines: [StyledLine]

    /// - Parameter without: the first commands of bindings that are left out.
    private init(
        left: [KeyBinding.Section], right: [KeyBinding.Section], without: Set<DashboardCommand> = []
    ) {
        func column(_ sections: [KeyBinding.Section]) -> Column {
            Column(
                sections: sections.map { section in
                    let bindings = KeyBindings.bindings(in: section)
                    return (section.rawValue, bindings.filter { !without.contains($0.actions[0].command) })
                })
        }
        let (leftColumn, rightColumn) = (column(left), column(right))
        let single = column(KeyBinding.Section.allCases.filter { (left + right).contains($0) })
        singleColumns = single.columns
        singleLines = single.lines
        twoColumns = leftColumn.columns + Self.gap + rightColumn.columns
        twoColumnLines = Self.beside(leftColumn, rightColumn)
    }

    /// The size of the help where `columns` are to be had.
    func size(columns: Int) -> ScreenSize {
        let width = columns >= twoColumns ? twoColumns : singleColumns
        return ScreenSize(columns: min(columns, width), rows: lines(columns: columns).count)
    }

    func lines(columns: Int) -> [StyledLine] {
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
