import Dashboard
import MonitoringFormatters
import Testing

@Suite struct KeyBindingsTests {
    /// Every key of the design.
    static let designed: [(Key, DashboardCommand)] = [
        (.character("q"), .quit), (.control("c"), .quit), (.character("Q"), .quitKeepingFrame),
        (.character("?"), .help), (.character("h"), .help), (.function(1), .help),
        (.character("1"), .format(.simple)), (.character("2"), .format(.detailed)),
        (.character("3"), .format(.compact)), (.character("4"), .format(.json)),
        (.character("f"), .nextFormat), (.character("F"), .previousFormat), (.character(" "), .pause),
        (.tab, .focusNext), (.backTab, .focusPrevious), (.character("e"), .fullScreen),
        (.up, .scroll(.up)), (.character("k"), .scroll(.up)), (.down, .scroll(.down)),
        (.character("j"), .scroll(.down)), (.left, .scroll(.left)), (.right, .scroll(.right)),
        (.pageUp, .scroll(.pageUp)), (.pageDown, .scroll(.pageDown)), (.home, .scroll(.start)),
        (.character("g"), .scroll(.start)), (.end, .scroll(.end)), (.character("G"), .scroll(.end)),
        (.character("s"), .statistics), (.character("l"), .errors), (.character("a"), .alerts), (.character("y"), .raw),
        (.character("r"), .reconnect), (.character("+"), .faster), (.character("-"), .slower),
        (.character("["), .stepBack), (.character("]"), .stepForward), (.character("`"), .live),
        (.character("x"), .clearErrors), (.character("T"), .nextTheme), (.control("s"), .saveSnapshot),
        (.control("l"), .repaint), (.control("z"), .suspend), (.escape, .back),
        (.enter, .openHost), (.character("<"), .columnBefore), (.character(">"), .columnAfter),
        (.character("I"), .invertOrder), (.character("/"), .filter),
    ]

    @Test(arguments: designed)
    func keyAsksFor(key: Key, command: DashboardCommand) {
        #expect(KeyBindings.command(for: key) == command)
    }

    @Test func nothingElseIsBoundAndNothingTwice() {
        let keys = KeyBindings.all.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
        #expect(Set(keys) == Set(Self.designed.map(\.0)))
    }

    @Test func markdownTableNamesEveryKey() {
        let table = KeyBindings.markdownTable
        for binding in KeyBindings.all { #expect(table.contains("| \(binding.help) |")) }
        for key in KeyBindings.all.flatMap(\.keys) where key.name != "`" { #expect(table.contains("`\(key.name)`")) }
        #expect(table.contains("`` ` ``"))
    }
}
