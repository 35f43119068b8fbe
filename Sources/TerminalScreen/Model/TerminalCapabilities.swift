/// What the terminal can show.
package struct TerminalCapabilities: Sendable, Hashable {
    /// How many colours there are.
    package enum ColorDepth: Int, Sendable, Comparable {
        case none = 0
        case ansi8 = 8
        case ansi16 = 16
        case indexed256 = 256

        package static func < (left: ColorDepth, right: ColorDepth) -> Bool {
            left.rawValue < right.rawValue
        }

        /// From terminfo's `colors`. Above 256 an index means an RGB value, of which only the first 8 are the ANSI
        /// ones.
        init(terminfoColors: Int) {
            switch terminfoColors {
            case ..<8: self = .none
            case 8..<16: self = .ansi8
            case 16..<256: self = .ansi16
            case 256: self = .indexed256
            default: self = .ansi8
            }
        }
    }

    /// Which characters come out as drawn.
    package enum Glyphs: Sendable {
        case ascii
        /// Letters, box drawing and block elements, as in the Linux console's font: no braille, no emoji.
        case blocks
        case full
    }

    /// The terminal's name, from TERM.
    package var name: String
    package var colorDepth: ColorDepth
    package var glyphs: Glyphs
}
