import MonitoringFormatters

/// The one table of keys. Dispatch, help, footer and README are made from it.
package enum KeyBindings {
    /// Every binding, in the order the help lists them.
    package static let all: [KeyBinding] = program + views + formats + scrolling + hosts + time + connection

    private static let program = [
        KeyBinding(
            .program, "quit", label: "quit", .init(.character("q"), .control("c"), command: .quit)),
        KeyBinding(.program, "quit, leave the last frame", .init(.character("Q"), command: .quitKeepingFrame)),
        KeyBinding(
            .program, "show or hide this help", label: "help",
            .init(.character("?"), .character("h"), .function(1), command: .help)),
        KeyBinding(.program, "back, and live again", .init(.escape, command: .back)),
        KeyBinding(.program, "save a snapshot", .init(.control("s"), command: .saveSnapshot)),
        KeyBinding(.program, "next theme", label: "theme", .init(.character("T"), command: .nextTheme)),
        KeyBinding(
            .program, "redraw more or less often", .init(.character("+"), command: .faster),
            .init(.character("-"), command: .slower)),
        KeyBinding(.program, "repaint the screen", .init(.control("l"), command: .repaint)),
        KeyBinding(.program, "suspend; fg comes back", .init(.control("z"), command: .suspend)),
    ]

    private static let views = [
        KeyBinding(
            .view, "statistics and outages", label: "stats", .init(.character("s"), command: .statistics)),
        KeyBinding(
            .view, "error history, alerts", label: "errors", .init(.character("l"), command: .errors),
            .init(.character("a"), command: .alerts)),
        KeyBinding(.view, "raw message", label: "raw", .init(.character("y"), command: .raw)),
        KeyBinding(
            .view, "zoom the focused pane", label: "zoom", .init(.character("e"), command: .fullScreen)),
    ]

    private static let formats = [
        KeyBinding(
            .format, "simple/detailed/compact/JSON", .init(.character("1"), command: .format(.simple)),
            .init(.character("2"), command: .format(.detailed)), .init(.character("3"), command: .format(.compact)),
            .init(.character("4"), command: .format(.json))),
        KeyBinding(
            .format, "next or previous format", label: "format", .init(.character("f"), command: .nextFormat),
            .init(.character("F"), command: .previousFormat)),
    ]

    private static let scrolling = [
        KeyBinding(
            .scroll, "next or previous pane", label: "focus", .init(.tab, command: .focusNext),
            .init(.backTab, command: .focusPrevious)),
        KeyBinding(
            .scroll, "a line up or down", .init(.up, .character("k"), command: .scroll(.up)),
            .init(.down, .character("j"), command: .scroll(.down))),
        KeyBinding(
            .scroll, "to the side", .init(.left, command: .scroll(.left)),
            .init(.right, command: .scroll(.right))),
        KeyBinding(
            .scroll, "a page up or down", .init(.pageUp, command: .scroll(.pageUp)),
            .init(.pageDown, command: .scroll(.pageDown))),
        KeyBinding(
            .scroll, "to the start or end", .init(.home, .character("g"), command: .scroll(.start)),
            .init(.end, .character("G"), command: .scroll(.end))),
    ]

    private static let hosts = [
        KeyBinding(.hosts, "open the selected host", label: "open", .init(.enter, command: .openHost)),
        KeyBinding(
            .hosts, "sort column; other host", label: "sort", .init(.character("<"), command: .columnBefore),
            .init(.character(">"), command: .columnAfter)),
        KeyBinding(.hosts, "invert the order", label: "invert", .init(.character("I"), command: .invertOrder)),
        KeyBinding(.hosts, "filter; Esc shows all", label: "filter", .init(.character("/"), command: .filter)),
    ]

    private static let time = [
        KeyBinding(
            .time, "pause, keep recording", label: "pause", .init(.character(" "), command: .pause)),
        KeyBinding(
            .time, "older or newer sample", .init(.character("["), command: .stepBack),
            .init(.character("]"), command: .stepForward)),
        KeyBinding(.time, "live again", .init(.character("`"), command: .live)),
    ]

    private static let connection = [
        KeyBinding(
            .connection, "reconnect now", label: "reconnect", .init(.character("r"), command: .reconnect)),
        KeyBinding(.connection, "clear the errors", .init(.character("x"), command: .clearErrors)),
    ]

    private static let commands: [Key: DashboardCommand] = {
        var commands: [Key: DashboardCommand] = [:]
        for action in all.flatMap(\.actions) {
            for key in action.keys { commands[key] = action.command }
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

    /// The footer's order: a way out, help, then what is needed most.
    private static let footerOrder: [DashboardCommand] = [
        .quit, .help, .pause, .nextFormat, .statistics, .errors, .raw, .fullScreen, .focusNext, .reconnect, .nextTheme,
    ]

    /// The bindings that the footer shows, the most useful first.
    static let footer: [KeyBinding] = footerOrder.compactMap { command in
        all.first { $0.label != nil && $0.actions.first?.command == command }
    }

    /// What the footer of the table of hosts shows, the most useful first.
    static let tableFooter: [KeyBinding] = [
        DashboardCommand.quit, .help, .openHost, .columnBefore, .filter, .invertOrder, .errors, .reconnect, .nextTheme,
    ].compactMap { command in all.first { $0.label != nil && $0.actions.first?.command == command } }

    /// The README's table of keys.
    package static var markdownTable: String {
        var lines = ["| Keys | What they do |", "| --- | --- |"]
        for binding in all {
            // A lone backtick needs a longer fence in Markdown.
            let keys = binding.keys.map { $0.name == "`" ? "`` ` ``" : "`\($0.name)`" }
            lines.append("| \(keys.joined(separator: " ")) | \(binding.help) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
