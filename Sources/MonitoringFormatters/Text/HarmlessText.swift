import MonitoringMessages

/// Makes text from outside safe for a screen, a line or a log: the one place where that is done.
///
/// A line break (LF, CR, CRLF, NEL, U+2028, U+2029) becomes `␤`, a tab a space, another C0 control its picture (`␛` for
/// ESC), DEL `␡`. C1 controls, bidirectional controls, zero-width and other invisible format characters, tags and
/// noncharacters become `�`. So no escape sequence, line forgery or reordering gets through, and that something was
/// there is seen.
public enum HarmlessText {
    /// Unicode scalars that a string keeps by default: more than a line can show, little enough to repaint at once.
    public static let defaultLimit = 1000

    /// The harmless form of a string, on one line.
    ///
    /// - Parameters:
    ///   - text: Anything. Reading stops at the limit, whatever its length.
    ///   - limit: Scalars in the result at most; a longer string ends in `…` there.
    ///   - unicode: With false everything but printable ASCII becomes `?`, and the cut is a `>`.
    /// - Returns: The text itself when nothing had to be replaced.
    public static func make(_ text: String, limit: Int = defaultLimit, unicode: Bool = true) -> String {
        guard limit > 0 else { return "" }
        if text.utf8.count <= limit && text.utf8.allSatisfy({ 0x20 <= $0 && $0 < 0x7F }) { return text }
        // No more than four bytes a scalar: a longer text is cut, and not looked through here.
        if text.utf8.count / 4 <= limit && isHarmless(text, unicode: unicode) && text.unicodeScalars.count <= limit {
            return text
        }

        var result = String.UnicodeScalarView()
        var count = 0
        // One behind, so that the last place is free for the cut mark.
        var last: Unicode.Scalar?
        var afterReturn = false
        for scalar in text.unicodeScalars {
            let isSecondOfPair = afterReturn && scalar == "\n"
            afterReturn = scalar == "\r"
            if isSecondOfPair { continue }
            if count == limit {
                last = unicode ? "…" : ">"
                break
            }
            if let last { result.append(last) }
            last = unicode ? visible(scalar) : visibleASCII(scalar)
            count += 1
        }
        if let last { result.append(last) }
        return String(result)
    }

    /// Whether a scalar may act on a terminal or hide in a text instead of being shown.
    public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        scalar.isUnsafeToPrint
    }

    private static func isHarmless(_ text: String, unicode: Bool) -> Bool {
        unicode ? !text.unicodeScalars.contains(where: isHarmful) : text.utf8.allSatisfy { 0x20 <= $0 && $0 < 0x7F }
    }

    private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        guard isHarmful(scalar) else { return scalar }
        switch scalar {
        case "\t": return " "
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}": return "␤"
        case "\u{7F}": return "␡"
        case "\0"..."\u{1F}": return Unicode.Scalar(0x2400 + scalar.value) ?? "�"
        default: return "�"
        }
    }

    private static func visibleASCII(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
        if scalar == "\t" { return " " }
        return " " <= scalar && scalar <= "~" ? scalar : "?"
    }
}
