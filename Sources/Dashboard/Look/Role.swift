import MonitoringFormatters
import MonitoringMessages

/// What a cell means on the dashboard; a palette decides how that looks.
enum Role: Hashable {
    /// What the formatters mean.
    case text(TextStyle)
    case border, borderFocused
    case paneTitle, paneTitleFocused
    case state(ConnectionState)
    /// A mark that must not be missed: PAUSED, HISTORY, the age of stale data.
    case mark
    case key, keyLabel
    case notice
    case graph(UsageLevel)
    /// The name of a host.
    case host(Tint?)
    /// The part of a graph that has no data.
    case gap
}

/// A run of text with one role.
struct Run: Equatable {
    var text: String
    var role: Role

    init(_ text: String, _ role: Role = .text(.plain)) {
        self.text = text
        self.role = role
    }
}

extension StyledLine {
    /// The line with `!` behind each warning figure and `!!` behind each critical one: a level is never told by colour alone.
    var withLevelMarks: StyledLine {
        StyledLine(
            spans.map { span in
                switch span.style {
                case .level(let level): StyledSpan(span.text + level.mark, span.style)
                default: span
                }
            }
        )
    }
}

extension UsageLevel {
    /// The level as a sign; normal has none.
    var mark: String {
        switch self {
        case .normal: ""
        case .warning: "!"
        case .critical: "!!"
        }
    }
}
