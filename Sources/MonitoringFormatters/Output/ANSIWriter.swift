/// Writes styled text for a terminal, with colour, or for a pipe or a file, without a single escape byte.
public struct ANSIWriter: Sendable, Equatable {
    /// Whether styles become SGR sequences (ECMA-48 section 8.3.117).
    public var color: Bool

    /// A writer with or without colour.
    public init(color: Bool) {
        self.color = color
    }

    /// The text, each line ended by a newline. A colour ends before the newline.
    public func string(_ text: StyledText) -> String {
        var result = ""
        for line in text.lines {
            var open: String?
            for span in line.spans where !span.text.isEmpty {
                let sequence = color ? Self.sequence(span.style) : nil
                if sequence != open {
                    if open != nil { result += Self.reset }
                    if let sequence { result += sequence }
                    open = sequence
                }
                result += span.text
            }
            if open != nil { result += Self.reset }
            result += "\n"
        }
        return result
    }

    private static let reset = "\u{1B}[0m"

    /// The sequence of a style. The colours are of the first sixteen, which every theme makes readable on its own
    /// background; text without a colour of its own stays the terminal's.
    private static func sequence(_ style: TextStyle) -> String? {
        switch style {
        case .plain, .label, .value: nil
        case .title, .connection: "\u{1B}[36m"
        case .dim, .separator, .barEmpty: "\u{1B}[90m"
        case .level(let level), .bar(let level): sequence(level)
        case .error: "\u{1B}[31m"
        }
    }

    private static func sequence(_ level: UsageLevel) -> String {
        switch level {
        case .normal: "\u{1B}[32m"
        case .warning: "\u{1B}[33m"
        case .critical: "\u{1B}[1;31m"
        }
    }
}
