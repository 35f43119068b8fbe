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
                let parameters = color ? Self.parameters(span.style) : nil
                if parameters != open {
                    if open != nil { result += "\u{1B}[0m" }
                    if let parameters { result += "\u{1B}[" + parameters + "m" }
                    open = parameters
                }
                result += span.text
            }
            if open != nil { result += "\u{1B}[0m" }
            result += "\n"
        }
        return result
    }

    /// The SGR parameters of a style. They are from the first sixteen colours, which every theme makes readable on its
    /// own background; text without a colour of its own stays the terminal's.
    private static func parameters(_ style: TextStyle) -> String? {
        switch style {
        case .plain, .label, .value: nil
        case .title, .connection: "36"
        case .dim, .separator, .barEmpty: "90"
        case .level(let level), .bar(let level): parameters(level)
        case .error: "31"
        }
    }

    private static func parameters(_ level: UsageLevel) -> String {
        switch level {
        case .normal: "32"
        case .warning: "33"
        case .critical: "1;31"
        }
    }
}
