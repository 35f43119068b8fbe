/// xterm's control sequences for the window's title (XTerm Control Sequences, "Window manipulation" and "Operating System
/// Commands"). terminfo names none of them.
enum TitleSequence {
    /// Puts the title on the terminal's stack, where `restore` finds it.
    static let save = "\u{1b}[22;2t"
    /// Takes it back from there.
    static let restore = "\u{1b}[23;2t"

    /// More no title bar shows.
    private static let limit = 200

    /// The families of terminals that know these; others might show them as text.
    private static let families = [
        "xterm", "screen", "tmux", "rxvt", "alacritty", "foot", "kitty", "konsole", "vte", "gnome", "st-", "wezterm",
        "ghostty", "contour", "putty",
    ]

    static func isKnown(to terminal: String) -> Bool {
        families.contains { terminal.hasPrefix($0) }
    }

    /// - Parameter title: Its control characters are left out: they could end the sequence.
    static func set(_ title: String) -> String {
        let scalars = title.unicodeScalars.lazy.filter { $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) }
        return "\u{1b}]2;" + String(String.UnicodeScalarView(scalars.prefix(limit))) + "\u{7}"
    }
}
