import MonitoringFormatters

/// The one table of keys. Dispatch, help, footer and README are made from it.
package enum KeyBindings {
    /// Every binding, in the order the help lists them.
    package static let all: [KeyBinding] = program + views + formats + scrolling + time + connection

    private static let program = [
        KeyBinding([.character("q"), .control("c")], .quit, .program, "quit", "quit", footer: 0),
        KeyBinding([.character("Q")], .quitKeepingFrame, .program, "quit, keep", "quit, leave the last frame"),
        KeyBinding(
            [.character("?"), .character("h"), .function(1)], .help, .program, "help", "this help", footer: 1),
        KeyBinding([.escape], .back, .program, "back", "back; go live again"),
        KeyBinding([.control("s")], .saveSnapshot, .program, "save", "save a snapshot"),
        KeyBinding([.character("T")], .nextTheme, .program, "theme", "next theme", footer: 10),
        KeyBinding([.character("+")], .faster, .program, "faster", "redraw more often"),
        KeyBinding([.character("-")], .slower, .program, "slower", "redraw less often"),
        KeyBinding([.control("l")], .repaint, .program, "repaint", "repaint the screen"),
        KeyBinding([.control("z")], .suspend, .program, "suspend", "suspend; fg comes back"),
    ]

    private static let views = [
        KeyBinding(
            [.character("s")], .statistics, .view, "stats", "connection statistics, outages", footer: 4),
        KeyBinding([.character("l")], .errors, .view, "errors", "error history", footer: 5),
        KeyBinding([.character("y")], .raw, .view, "raw", "newest raw message", footer: 6),
        KeyBinding([.character("e")], .fullScreen, .view, "zoom", "focused pane on the full screen", footer: 7),
    ]

    private static let formats = [
        KeyBinding([.character("1")], .format(.simple), .format, "simple", "simple"),
        KeyBinding([.character("2")], .format(.detailed), .format, "detailed", "detailed"),
        KeyBinding([.character("3")], .format(.compact), .format, "compact", "compact"),
        KeyBinding([.character("4")], .format(.json), .format, "JSON", "JSON"),
        KeyBinding([.character("f")], .nextFormat, .format, "format", "next format", footer: 3),
        KeyBinding([.character("F")], .previousFormat, .format, "format back", "previous format"),
    ]

    private static let scrolling = [
        KeyBinding([.tab], .focusNext, .scroll, "focus", "focus the next pane", footer: 8),
        KeyBinding([.backTab], .focusPrevious, .scroll, "focus back", "focus the previous pane"),
        KeyBinding([.up, .character("k")], .scroll(.up), .scroll, "up", "a line up"),
        KeyBinding([.down, .character("j")], .scroll(.down), .scroll, "down", "a line down"),
        KeyBinding([.left], .scroll(.left), .scroll, "left", "to the left"),
        KeyBinding([.right], .scroll(.right), .scroll, "right", "to the right"),
        KeyBinding([.pageUp], .scroll(.pageUp), .scroll, "page up", "a page up"),
        KeyBinding([.pageDown], .scroll(.pageDown), .scroll, "page down", "a page down"),
        KeyBinding([.home, .character("g")], .scroll(.start), .scroll, "start", "to the start"),
        KeyBinding([.end, .character("G")], .scroll(.end), .scroll, "end", "to the end; follow again"),
    ]

    private static let time = [
        KeyBinding([.character(" ")], .pause, .time, "pause", "pause; data is still recorded", footer: 2),
        KeyBinding([.character("[")], .stepBack, .time, "older", "one sample back in history"),
        KeyBinding([.character("]")], .stepForward, .time, "newer", "one sample forward"),
        KeyBinding([.character("`")], .live, .time, "live", "live again"),
    ]

    private static let connection = [
        KeyBinding([.character("r")], .reconnect, .connection, "reconnect", "reconnect now", footer: 9),
        KeyBinding([.character("x")], .clearErrors, .connection, "clear errors", "clear the error history"),
    ]

    private static let commands: [Key: DashboardCommand] = {
        var commands: [Key: DashboardCommand] = [:]
        for binding in all {
            for key in binding.keys { commands[key] = binding.command }
        }
        return commands
    }()

    /// What a key asks for; nil when it is not bound.
    package static func command(for key: Key) -> DashboardCommand? {
        commands[key]
    }

    /// The bindings of one section, in order.
    package static func bindings(in section: KeyBinding.Section) -> [KeyBinding] {
        all.filter { $0.section == section }
    }

    /// The footer's bindings, the most useful first.
    package static let footer: [KeyBinding] =
        all.filter { $0.footerRank != nil }.sorted { ($0.footerRank ?? 0) < ($1.footerRank ?? 0) }

    /// The README's table of keys.
    package static var markdownTable: String {
        var lines = ["| Keys | What they do |", "| --- | --- |"]
        for section in KeyBinding.Section.allCases {
            for binding in bindings(in: section) {
                let keys = binding.keys.map { key in
                    // A lone backtick needs a longer fence in Markdown.
                    key.name == "`" ? "`` ` ``" : "`\(key.name)`"
                }
                lines.append("| \(keys.joined(separator: " ")) | \(markdownText(of: binding)) |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func markdownText(of binding: KeyBinding) -> String {
        if case .format = binding.command { return "\(binding.help) format" }
        return binding.help == "this help" ? "help" : binding.help
    }
}
