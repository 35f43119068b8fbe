import DequeModule
import MonitoringFormatters
import MonitoringMessages

/// The errors as a log, the newest last: time, type, text, attempt, next try.
struct ErrorLog {
    let errors: Deque<ErrorRecord>
    let glyphs: Glyphs
    /// Columns of a line; they decide what stands beside the text.
    let columns: Int
    /// Whether a text that is too long gives way to what stands behind it. Without, one has to scroll to the side.
    var clipsText = true

    /// The longest type of ours; longer ones are clipped.
    private static let longestType = 24
    /// The shortest piece of a text that is worth more than the attempt behind it.
    private static let shortestText = 16

    var rowCount: Int { errors.count }

    /// `count` lines that end `offset` lines before the newest, top first.
    func lines(fromEnd offset: Int, count: Int) -> [StyledLine] {
        let rows = errors.dropLast(min(offset, errors.count)).suffix(count).map { Row($0, glyphs) }
        let typeColumns = min(Self.longestType, rows.map { TextWidth.columns($0.type) }.max() ?? 0)
        let widest = rows.map { $0.columns(tail: $0.longTail) }.max() ?? 0
        // The type says less than the rest, so it goes first, then the words of the tail.
        if widest + typeColumns + 2 <= columns || !clipsText {
            return rows.map { line($0, typeColumns: typeColumns, tail: $0.longTail) }
        }
        return rows.map { line($0, typeColumns: 0, tail: widest <= columns ? $0.longTail : $0.shortTail) }
    }

    private func line(_ row: Row, typeColumns: Int, tail: String) -> StyledLine {
        let mark = Signs(glyphs).ellipsis
        var spans = [StyledSpan(row.time + "  ", .dim)]
        if typeColumns > 0 {
            spans.append(StyledSpan(TextWidth.fitted(row.type, to: typeColumns, mark: mark) + "  ", .label))
        }
        let room = columns - TextWidth.columns(row.time) - 2 - TextWidth.columns(tail)
        let isClipped = clipsText && typeColumns == 0 && room >= Self.shortestText
        spans.append(StyledSpan(isClipped ? TextWidth.clipped(row.text, to: room, mark: mark) : row.text, .error))
        spans.append(StyledSpan(tail, .dim))
        return StyledLine(spans)
    }

    /// One error as texts.
    private struct Row {
        var time: String
        var type: String
        var text: String
        var longTail = ""
        var shortTail = ""

        init(_ record: ErrorRecord, _ glyphs: Glyphs) {
            let unicode = glyphs != .ascii
            let dot = Signs(glyphs).dot
            time = Figures.timeOfDay(record.moment.wall)
            type = HarmlessText.make(record.type, unicode: unicode)
            text = HarmlessText.make(record.error, unicode: unicode)
            if let attempt = record.attempt {
                longTail += "\(dot)attempt \(attempt)"
                shortTail += "\(dot)#\(attempt)"
            }
            if let next = record.nextAttemptIn {
                longTail += "\(dot)next in \(Figures.duration(next))"
                shortTail += "\(dot)in \(Figures.duration(next))"
            }
        }

        func columns(tail: String) -> Int {
            TextWidth.columns(time) + 2 + TextWidth.columns(text) + TextWidth.columns(tail)
        }
    }
}
