import DequeModule
import MonitoringFormatters
import MonitoringMessages

/// The errors as a log, the newest last: time, type, text, attempt, next try.
struct ErrorLog {
    let errors: Deque<ErrorRecord>
    let unicode: Bool
    /// Columns of a line; they decide what stands beside the text.
    let columns: Int

    /// From this width on the type has a column of its own.
    private static let typeFrom = 72
    /// The longest type of ours; longer ones are clipped.
    private static let typeColumns = 20

    var rowCount: Int { errors.count }

    /// `count` lines that end `offset` lines before the newest, top first.
    func lines(fromEnd offset: Int, count: Int) -> [StyledLine] {
        let records = errors.dropLast(min(offset, errors.count)).suffix(count)
        let typeColumns = min(Self.typeColumns, records.map { TextWidth.columns(harmless($0.type)) }.max() ?? 0)
        return records.map { line($0, typeColumns: columns >= Self.typeFrom ? typeColumns : 0) }
    }

    private func line(_ record: ErrorRecord, typeColumns: Int) -> StyledLine {
        var spans = [StyledSpan(Figures.timeOfDay(record.moment.wall) + "  ", .dim)]
        let mark = Signs(unicode: unicode).ellipsis
        if typeColumns > 0 {
            spans.append(
                StyledSpan(TextWidth.fitted(harmless(record.type), to: typeColumns, mark: mark) + "  ", .label))
        }
        var tail: [String] = []
        if let attempt = record.attempt { tail.append("attempt \(attempt)") }
        if let next = record.nextAttemptIn { tail.append("next in \(Figures.duration(next))") }
        spans.append(StyledSpan(harmless(record.error), .error))
        if !tail.isEmpty {
            let dot = Signs(unicode: unicode).dot
            spans.append(StyledSpan(dot + tail.joined(separator: dot), .dim))
        }
        return StyledLine(spans)
    }

    private func harmless(_ text: String) -> String {
        HarmlessText.make(text, unicode: unicode)
    }
}
