import Dashboard

/// A style in the terminal's own terms: colour numbers, -1 for the terminal's own colour.
struct TerminalStyle: Hashable {
    var foreground: Int32
    var background: Int32
    var attributes: CellStyle.Attributes
}

extension TerminalCapabilities.ColorDepth {
    /// The nearest style that this many colours can show. Of 8 colours, a bright foreground is the plain one in bold.
    func degrade(_ style: CellStyle) -> TerminalStyle {
        var attributes = style.attributes
        var foreground = number(style.foreground)
        var background = number(style.background)
        if self == .ansi8 {
            if foreground >= 8 { attributes.insert(.bold) }
            foreground = foreground < 0 ? foreground : foreground % 8
            background = background < 0 ? background : background % 8
        }
        return TerminalStyle(foreground: foreground, background: background, attributes: attributes)
    }

    /// A colour's number among 256 or among 16.
    private func number(_ color: CellColor) -> Int32 {
        switch color {
        case _ where self == .none: -1
        case .standard: -1
        case .ansi(let index): Int32(min(index, 15))
        case .indexed(let index): self == .indexed256 ? Int32(index) : Int32(Self.nearestOf16(index))
        }
    }

    /// The nearest of the 16 ANSI colours, by the levels of xterm's 6×6×6 cube (16…231) and its grey ramp (232…255).
    static func nearestOf16(_ index: UInt8) -> UInt8 {
        switch index {
        case 0..<16:
            return index
        case 16..<232:
            let cube = Int(index) - 16
            let levels = [cube / 36, cube / 6 % 6, cube % 6].map { $0 == 0 ? 0 : 55 + 40 * $0 }
            guard let strongest = levels.max(), strongest > 0 else { return 0 }
            // A channel counts when it has at least half of the strongest one.
            let bits = levels.enumerated().reduce(UInt8(0)) { bits, level in
                level.element * 2 >= strongest ? bits | 1 << UInt8(level.offset) : bits
            }
            if bits == 7 { return grey(strongest) }
            return strongest >= 215 ? bits + 8 : bits
        default:
            return grey(8 + 10 * Int(index - 232))
        }
    }

    /// Black, bright black, white or bright white, by brightness in 0…255.
    private static func grey(_ brightness: Int) -> UInt8 {
        switch brightness {
        case ..<64: 0
        case ..<160: 8
        case ..<224: 7
        default: 15
        }
    }
}
