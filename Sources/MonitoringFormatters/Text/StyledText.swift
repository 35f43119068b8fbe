/// How good or bad a percentage is.
public enum UsageLevel: String, Sendable, Hashable, CaseIterable {
    /// Below the warning threshold.
    case normal = "Normal"
    /// From the warning threshold on.
    case warning = "Warning"
    /// From the critical threshold on.
    case critical = "Critical"
}

/// What a piece of text means; a theme or the ANSI writer decides how that looks.
public enum TextStyle: Sendable, Hashable {
    /// Text of no special meaning, such as JSON.
    case plain
    /// A heading.
    case title
    /// The name of a figure.
    case label
    /// Secondary text.
    case dim
    /// A figure that has no level.
    case value
    /// A figure at a level.
    case level(UsageLevel)
    /// The filled cells of a bar, at the level of its figure.
    case bar(UsageLevel)
    /// The empty cells of a bar.
    case barEmpty
    /// A separator between fields.
    case separator
    /// A line about the connection.
    case connection
    /// An error line.
    case error
}

/// A run of text with one meaning. Its text is harmless (see `HarmlessText`) and holds no line break.
public struct StyledSpan: Sendable, Hashable {
    /// What is shown.
    public var text: String
    /// What it means.
    public var style: TextStyle

    /// A span from its parts.
    public init(_ text: String, _ style: TextStyle = .plain) {
        self.text = text
        self.style = style
    }
}

/// One line of spans.
public struct StyledLine: Sendable, Hashable {
    /// The spans, from left to right.
    public var spans: [StyledSpan]

    /// A line from its spans.
    public init(_ spans: [StyledSpan] = []) {
        self.spans = spans
    }

    /// The text without its styles.
    public var plain: String { spans.map(\.text).joined() }
}

/// Lines of styled spans: what every formatter makes, for the dashboard's panes and the printed lines alike.
public struct StyledText: Sendable, Hashable {
    /// The lines, from top to bottom.
    public var lines: [StyledLine]

    /// A text from its lines.
    public init(_ lines: [StyledLine] = []) {
        self.lines = lines
    }

    /// The text without its styles, lines joined by newlines, no trailing newline.
    public var plain: String { lines.map(\.plain).joined(separator: "\n") }
}
