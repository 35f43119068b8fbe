/// Makes text from outside safe for a screen, a line or a log: the one place where that is done.
///
/// A line break (LF, CR, CRLF, NEL, U+2028, U+2029) becomes `␤`, a tab a space, another C0 control its picture (`␛` for ESC), DEL `␡`. C1
/// controls, bidirectional controls, zero-width and other invisible format characters, tags and noncharacters become `�`.
/// So no escape sequence, line forgery or reordering gets through, and that something was there is seen.
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

        var result = String.UnicodeScalarView()
        // Scalars kept, and the end of all but the last of them: where the cut mark goes if there are too many.
        var count = 0
        var lastStart = result.startIndex
        var afterReturn = false
        for scalar in text.unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            if afterReturn && scalar == "\n" { continue }
            if count == limit {
                result.removeSubrange(lastStart...)
                result.append(unicode ? "…" : ">")
                return String(result)
            }
            lastStart = result.endIndex
            result.append(unicode ? visible(scalar) : visibleASCII(scalar))
            count += 1
        }
        return String(result)
    }

    /// Whether a scalar may act on a terminal or hide in a text instead of being shown.
    public static func isHarmful(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...0x1F, 0x7F...0x9F,  // C0, DEL, C1
            0xAD, 0x61C, 0x180E, 0x200B...0x200F,  // soft hyphen, Arabic letter mark, zero-width, direction marks
            0x2028...0x202E, 0x2060...0x206F,  // separators, bidirectional controls, invisible operators
            0xFEFF, 0xFFF0...0xFFFB,  // byte-order mark, annotations
            0xFDD0...0xFDEF,  // noncharacters
            0x1BCA0...0x1BCA3, 0x1D173...0x1D17A,  // shorthand and musical formats
            0xE0000...0xE0FFF:  // tags, supplementary variation selectors
            true
        default:
            scalar.value & 0xFFFE == 0xFFFE  // noncharacters at the end of each plane
        }
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
