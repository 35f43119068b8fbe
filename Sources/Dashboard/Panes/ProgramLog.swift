import DequeModule
import MonitoringFormatters
package import MonitoringMessages

/// A line of the program's own log.
package struct LogRecord: Sendable, Equatable {
    /// How urgent it is, as far as the screen tells it apart.
    package enum Urgency: Sendable, Hashable {
        case detail, normal, warning, error
    }

    package var time: WallTime
    /// The level's name, such as `DEBUG`.
    package var level: String
    package var urgency: Urgency
    /// Harmless, and without secrets.
    package var text: String

    package init(time: WallTime, level: String, urgency: Urgency, text: String) {
        self.time = time
        self.level = level
        self.urgency = urgency
        self.text = text
    }
}

/// The program's own log as lines, the newest last: time, level, text. What is longer than a line goes on below it.
struct ProgramLog {
    /// Lines kept; as many as errors.
    static let limit = 1000

    let records: Deque<LogRecord>
    let glyphs: Glyphs
    /// Columns of a line.
    let columns: Int

    /// `CRITICAL` is the longest.
    private static let levelColumns = 8

    var rowCount: Int { LogRows(records, lines: lines).count }

    /// `count` lines that end `offset` lines before the newest, top first.
    func lines(fromEnd offset: Int, count: Int) -> [StyledLine] {
        LogRows(records, lines: lines).visible(fromEnd: offset, count: count, mark: Signs(glyphs).ellipsis)
    }

    private func lines(_ record: LogRecord) -> [StyledLine] {
        let style: TextStyle =
            switch record.urgency {
            case .detail: .dim
            case .normal: .label
            case .warning: .level(.warning)
            case .error: .error
            }
        let line = StyledLine([
            StyledSpan(Figures.timeOfDay(record.time) + "  ", .dim),
            StyledSpan(TextWidth.fitted(record.level, to: Self.levelColumns) + "  ", style),
            StyledSpan(HarmlessText.make(record.text, unicode: glyphs != .ascii)),
        ])
        return line.wrapped(columns: columns, indent: 20)
    }
}
