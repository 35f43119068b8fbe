import Dashboard
import MonitoringFormatters
import Testing

@Suite struct FleetFrameTests {
    static let sizes = [
        ScreenSize(columns: 20, rows: 3), ScreenSize(columns: 30, rows: 8), ScreenSize(columns: 80, rows: 24),
        ScreenSize(columns: 120, rows: 40),
    ]

    @Test(arguments: sizes)
    func `The table is as recorded`(_ size: ScreenSize) throws {
        try GoldenFile.check(
            FleetFixtures.fleet(FleetFixtures.kinds, size).render(size: size), "fleet-\(size.columns)x\(size.rows)")
    }

    @Test func `The table without colours and signs is as recorded`() throws {
        var settings = DashboardSettings()
        settings.glyphs = .ascii
        settings.colors = .none
        let size = ScreenSize(columns: 80, rows: 24)
        var state = FleetFixtures.fleet(FleetFixtures.kinds, size, settings)
        state.press(.down, .character("/"))
        state.type("1")
        try GoldenFile.check(state.render(size: size), "fleet-ascii-80x24")
    }

    @Test func `The help over the table is as recorded, and names the table's keys`() throws {
        let size = ScreenSize(columns: 80, rows: 24)
        var state = FleetFixtures.fleet(FleetFixtures.kinds, size)
        state.press(.character("?"))
        let frame = state.render(size: size)
        try GoldenFile.check(frame, "fleet-help-80x24")
        for binding in KeyBindings.bindings(in: .hosts) { #expect(FrameCheck.text(frame).contains(binding.help)) }
    }

    /// Every size up to a large one in steps, whatever was done before.
    @Test(arguments: [Glyphs.full, .blocks, .ascii])
    func `Frames are sound at every size`(_ glyphs: Glyphs) {
        var settings = DashboardSettings()
        settings.glyphs = glyphs
        var hostile = FleetFixtures.kinds
        hostile[0].name = "a\u{1B}[2J\u{202E}b"
        hostile[3].reason = "line\nbreak\u{7}"
        var random = SeededGenerator(seed: 11)
        let keys: [Key] = [
            .down, .pageDown, .end, .character("?"), .escape, .character("/"), .character("x"), .enter, .escape,
            .character(">"), .character("I"), .right,
        ]
        for hosts in [hostile, Array(hostile.prefix(2)), []] {
            var state = FleetFixtures.fleet(hosts, ScreenSize(columns: 0, rows: 0), settings)
            for columns in Array(0...12) + Array(stride(from: 13, through: 160, by: 7)) {
                for rows in [0, 1, 2, 3, 4, 5, 6, 9, 10, 13, 14, 30] {
                    let size = ScreenSize(columns: columns, rows: rows)
                    _ = state.reduce(.resized(size))
                    state.press(keys.randomElement(using: &random) ?? .down)
                    let problem = FrameCheck.problem(state.render(size: size), ascii: glyphs == .ascii)
                    #expect(problem == nil, "\(columns)x\(rows), \(hosts.count) hosts")
                }
            }
        }
    }
}
