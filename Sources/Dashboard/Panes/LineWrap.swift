import MonitoringFormatters

extension StyledLine {
    /// The line in pieces of at most `columns` columns, broken between words where that is possible; all but the first are
    /// indented. A separator stands between two words of a line only, and secondary text is one word.
    func wrapped(columns: Int, indent: Int) -> [StyledLine] {
        guard columns > 0, self.columns > columns else { return [self] }
        var wrap = LineWrap(columns: columns, indent: min(indent, columns / 3))
        for span in spans {
            if span.style == .separator {
                wrap.separator = span
                continue
            }
            if span.style == .dim {
                wrap.add(span.text, .dim)
                continue
            }
            for word in span.text.split(separator: " ", omittingEmptySubsequences: false).enumerated() {
                if word.offset > 0 { wrap.addBlank() }
                wrap.add(String(word.element), span.style)
            }
        }
        return wrap.lines
    }
}

/// Lines being filled with words.
private struct LineWrap {
    let columns: Int
    let indent: Int
    private(set) var lines: [StyledLine] = [StyledLine()]
    /// What stands before the next word instead of blanks.
    var separator: StyledSpan?
    private var taken = 0
    private var blanks = 0

    init(columns: Int, indent: Int) {
        self.columns = columns
        self.indent = indent
    }

    mutating func addBlank() { blanks += 1 }

    /// Adds a word or a part of one; the blanks before it stay with it unless it begins a line.
    mutating func add(_ word: String, _ style: TextStyle) {
        guard !word.isEmpty else { return }
        let width = TextWidth.columns(word)
        let before = separator ?? StyledSpan(String(repeating: " ", count: blanks), style)
        if taken + TextWidth.columns(before.text) + width > columns, taken > (lines.count > 1 ? indent : 0) {
            lines.append(StyledLine([StyledSpan(String(repeating: " ", count: indent))]))
            taken = indent
        } else {
            append(before.text, before.style)
        }
        blanks = 0
        separator = nil
        guard taken + width > columns else { return append(word, style) }
        // Longer than a line: cut where the line ends.
        var rest = ""
        var part = ""
        var iterator = CellIterator(word)
        var room = columns - taken
        while let cell = iterator.next() {
            if rest.isEmpty, cell.columns <= room {
                part += cell.text
                room -= cell.columns
            } else {
                rest += cell.text
            }
        }
        append(part, style)
        guard !rest.isEmpty, columns - indent > 1 else { return }
        lines.append(StyledLine([StyledSpan(String(repeating: " ", count: indent))]))
        taken = indent
        add(rest, style)
    }

    private mutating func append(_ text: String, _ style: TextStyle) {
        guard !text.isEmpty else { return }
        taken += TextWidth.columns(text)
        let line = lines.count - 1
        if let last = lines[line].spans.indices.last, lines[line].spans[last].style == style {
            lines[line].spans[last].text += text
        } else {
            lines[line].spans.append(StyledSpan(text, style))
        }
    }
}
