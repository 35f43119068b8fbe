import MonitoringFormatters
import MonitoringMessages

/// A theme's colours on a terminal with a given count of them.
struct Palette: Equatable {
    /// The few colours that a theme is made of.
    private struct Colors: Equatable {
        var background = CellColor.standard
        var plain = CellColor.standard
        /// Secondary text; nil is the plain colour made faint.
        var faint: CellColor?
        /// Lines and the empty part of bars; nil is the plain colour made faint.
        var line: CellColor?
        var accent: CellColor
        var good: CellColor
        var warning: CellColor
        var bad: CellColor
        /// Whether bold makes a colour a bright one, which cannot be read on every background.
        var hasBrightBold = false
    }

    /// nil is without colours.
    private let colors: Colors?

    init(theme: Theme, colors count: ColorCount) {
        colors = count == .none ? nil : Self.colors(theme, count)
    }

    private static func colors(_ theme: Theme, _ count: ColorCount) -> Colors? {
        switch (theme, count) {
        case (.mono, _), (_, .none):
            nil
        case (.standard, .many):
            // Half way between black and white, so that each can be read on both.
            Colors(
                faint: .indexed(244), line: .indexed(244),
                accent: .indexed(31), good: .indexed(28), warning: .indexed(130), bad: .indexed(160))
        case (.standard, _):
            Colors(accent: .ansi(6), good: .ansi(2), warning: .ansi(3), bad: .ansi(1), hasBrightBold: true)
        case (.dark, .many):
            Colors(
                background: .indexed(234), plain: .indexed(252), faint: .indexed(246), line: .indexed(240),
                accent: .indexed(80), good: .indexed(114), warning: .indexed(221), bad: .indexed(210))
        case (.dark, .sixteen):
            Colors(
                background: .ansi(0), plain: .ansi(7), line: .ansi(8),
                accent: .ansi(14), good: .ansi(10), warning: .ansi(11), bad: .ansi(9))
        case (.dark, .eight):
            Colors(
                background: .ansi(0), plain: .ansi(7),
                accent: .ansi(6), good: .ansi(2), warning: .ansi(3), bad: .ansi(1))
        case (.light, .many):
            Colors(
                background: .indexed(255), plain: .indexed(235), faint: .indexed(241), line: .indexed(248),
                accent: .indexed(25), good: .indexed(28), warning: .indexed(130), bad: .indexed(124))
        case (.light, .sixteen):
            Colors(
                background: .ansi(15), plain: .ansi(0), line: .ansi(8),
                accent: .ansi(4), good: .ansi(2), warning: .ansi(5), bad: .ansi(1))
        case (.light, .eight):
            Colors(
                background: .ansi(7), plain: .ansi(0),
                accent: .ansi(4), good: .ansi(2), warning: .ansi(5), bad: .ansi(1))
        }
    }

    /// How the background looks.
    var base: CellStyle {
        CellStyle(foreground: colors?.plain ?? .standard, background: colors?.background ?? .standard)
    }

    /// How a role looks; stale figures are faint and carry no colour, so that they cannot look fresh.
    func style(_ role: Role, stale: Bool = false) -> CellStyle {
        guard stale else { return style(role) }
        switch role {
        case .mark, .border, .borderFocused, .paneTitle, .paneTitleFocused, .gap: return style(role)
        default: return faint
        }
    }

    private func style(_ role: Role) -> CellStyle {
        switch role {
        case .text(let style): self.style(style)
        case .border: line
        case .borderFocused: with(colors?.accent)
        case .paneTitle: base
        case .paneTitleFocused: with(colors?.accent, .bold)
        case .state(let state): self.style(state)
        case .mark: with(colors?.plain, [.reverse, .bold])
        case .key: with(colors?.accent, .bold)
        case .keyLabel: faint
        case .notice: with(colors?.accent, .bold)
        case .graph(let level): color(of: level)
        case .gap: line
        case .host(let tint): with(tint.flatMap(color), .bold)
        }
    }

    /// A tint where there are colours; of 256, one that can be read on black and on white.
    private func color(of tint: Tint) -> CellColor? {
        guard let colors else { return nil }
        if case .indexed = colors.accent {
            return switch tint {
            case .red: .indexed(160)
            case .green: .indexed(28)
            case .yellow: .indexed(136)
            case .blue: .indexed(33)
            case .magenta: .indexed(133)
            case .cyan: .indexed(31)
            }
        }
        return switch tint {
        case .red: .ansi(1)
        case .green: .ansi(2)
        case .yellow: .ansi(3)
        case .blue: .ansi(4)
        case .magenta: .ansi(5)
        case .cyan: .ansi(6)
        }
    }

    private func style(_ text: TextStyle) -> CellStyle {
        switch text {
        case .plain, .value: base
        case .label: base
        case .title: with(colors?.plain, .bold)
        case .dim: faint
        case .separator, .barEmpty: line
        case .level(.normal): with(colors?.good)
        case .level(.warning): with(colors?.warning, .bold)
        case .level(.critical): with(colors?.bad, colors == nil ? [.bold, .reverse] : .bold)
        case .bar(let level): color(of: level)
        case .connection: with(colors?.accent)
        case .error: with(colors?.bad, colors == nil ? .bold : [])
        }
    }

    private func style(_ state: ConnectionState) -> CellStyle {
        switch state {
        case .connected: with(colors?.good, .bold)
        case .connecting: with(colors?.accent, .bold)
        case .reconnecting, .disconnected: with(colors?.warning, [.bold, colors == nil ? .reverse : []])
        case .error: with(colors?.bad, [.bold, .reverse])
        }
    }

    private func color(of level: UsageLevel) -> CellStyle {
        switch level {
        case .normal: with(colors?.good)
        case .warning: with(colors?.warning, colors == nil ? .bold : [])
        case .critical: with(colors?.bad, colors == nil ? .bold : [])
        }
    }

    private var faint: CellStyle {
        if let faint = colors?.faint { with(faint) } else { with(colors?.plain, .dim) }
    }

    private var line: CellStyle {
        if let line = colors?.line { with(line) } else { with(colors?.plain, .dim) }
    }

    private func with(_ foreground: CellColor?, _ attributes: CellStyle.Attributes = []) -> CellStyle {
        var attributes = attributes
        if let colors, colors.hasBrightBold, foreground == colors.warning || foreground == colors.accent {
            attributes.remove(.bold)
        }
        return CellStyle(
            foreground: foreground ?? .standard, background: colors?.background ?? .standard, attributes: attributes)
    }
}
