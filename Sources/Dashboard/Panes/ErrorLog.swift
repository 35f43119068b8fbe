import DequeModule
import MonitoringFormatters
import MonitoringMessages

/// The errors as a log, the newest last: time, type, text, attempt, next try. What is longer than a line goes on below it.
struct ErrorLog {
    let errors: Deque<ErrorRecord>
    let glyphs: Glyphs
    /// Columns of a line.
    let columns: Int

    /// The longest type of ours; longer ones are clipped.
    private static let longestType = 24
    /// From this width on there is room for the type, which says less than the rest.
    private static let typesFrom = 90
    /// Columns of a time and the gap behind it.
    private static let indent = 10

    var rowCount: Int { LogRows(errors, lines: lines).count }

    /// `count` lines that end `offset` lines before the newest, top first.
    func lines(fromEnd offset: Int, count: Int) -> [StyledLine] {
        LogRows(errors, lines: lines).visible(fromEnd: offset, count: count, mark: Signs(glyphs).ellipsis)
    }

    /// The lines of one error.
    func lines(_ record: ErrorRecord) -> [StyledLine] {
        let unicode = glyphs != .ascii
        let signs = Signs(glyphs)
        var line = StyledLine([StyledSpan(Figures.timeOfDay(record.moment.wall) + "  ", .dim)])
        if columns >= Self.typesFrom {
            let type = HarmlessText.make(record.type, unicode: unicode)
            line.spans.append(
                StyledSpan(TextWidth.fitted(type, to: typeColumns, mark: signs.ellipsis) + "  ", .label))
        }
        line.spans.append(StyledSpan(HarmlessText.make(record.error, unicode: unicode), .error))
        var tail = record.attempt.map { ["attempt \($0)"] } ?? []
        // One that comes at once need not be told.
        if let next = record.nextAttemptIn, next >= .seconds(1) { tail.append("next in \(Figures.duration(next))") }
        for part in tail { line.spans += [StyledSpan(signs.dot, .separator), StyledSpan(part, .dim)] }
        return line.wrapped(columns: columns, indent: Self.indent)
    }

    private var typeColumns: Int {
        min(Self.longestType, errors.lazy.map { TextWidth.columns($0.type) }.max() ?? 0)
    }
}

/// Records as lines of a log, each one or more, the newest last. Only those that are asked for are made.
struct LogRows<Records: BidirectionalCollection> {
    private let records: Records
    private let lines: (Records.Element) -> [StyledLine]

    init(_ records: Records, lines: @escaping (Records.Element) -> [StyledLine]) {
        self.records = records
        self.lines = lines
    }

    var count: Int { records.reduce(0) { $0 + lines($1).count } }

    /// `count` lines that end `offset` lines before the newest, top first. The newest shows its beginning where it is longer
    /// than all lines there are.
    func visible(fromEnd offset: Int, count: Int, mark: String) -> [StyledLine] {
        guard count > 0 else { return [] }
        if offset == 0, let newest = records.last {
            let whole = lines(newest)
            if whole.count > count {
                let last = StyledLine(whole[count - 1].spans + [StyledSpan(mark, .dim)])
                return Array(whole.prefix(count - 1)) + [last]
            }
        }
        var reversed: [StyledLine] = []
        for record in records.reversed() {
            guard reversed.count < offset + count else { break }
            reversed += lines(record).reversed()
        }
        return reversed.dropFirst(offset).prefix(count).reversed()
    }
}
