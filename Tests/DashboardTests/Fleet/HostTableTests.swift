import Dashboard
import MonitoringMessages
import Testing

@Suite struct HostTableTests {
    @Test(arguments: [
        // No link, an attempt, no fresh data; then the highest figure of any kind.
        (FleetColumn.worst, ["gone", "cache", "new", "late", "gpu-1", "db-1", "München 東京", "web-1"]),
        (.name, ["cache", "db-1", "gone", "gpu-1", "late", "München 東京", "new", "web-1"]),
        (.cpu, ["db-1", "cache", "gpu-1", "web-1", "München 東京", "late", "gone", "new"]),
        (.memory, ["db-1", "web-1", "gpu-1", "cache", "late", "München 東京", "gone", "new"]),
        (.disk, ["München 東京", "web-1", "db-1", "gpu-1", "cache", "late", "gone", "new"]),
        (.gpu, ["gpu-1", "web-1", "db-1", "cache", "late", "gone", "new", "München 東京"]),
        (.age, ["late", "cache", "web-1", "db-1", "gpu-1", "München 東京", "gone", "new"]),
        (.link, ["gone", "cache", "db-1", "web-1", "gpu-1", "late", "München 東京", "new"]),
    ])
    func `Each column has its order, and what is unknown comes last`(_ column: FleetColumn, _ names: [String]) {
        var state = FleetFixtures.fleet()
        while state.table.column != column { state.press(.character(">")) }
        #expect(state.lines == names)
        // The way around in the other direction ends at the same.
        state.press(.character("<"), .character(">"))
        #expect(state.lines == names)
    }

    @Test func `Inverting turns what is known around and leaves the unknown last`() {
        var state = FleetFixtures.fleet()
        state.press(.character(">"), .character(">"), .character("I"))
        #expect(state.table.column == .cpu)
        #expect(state.lines == ["late", "München 東京", "web-1", "gpu-1", "cache", "db-1", "gone", "new"])
        state.press(.character("I"))
        #expect(state.lines.first == "db-1")
    }

    @Test(arguments: [
        ("web", ["web-1"]), ("-1", ["gpu-1", "db-1", "web-1"]), ("MÜN", ["München 東京"]), ("reconn", ["cache"]),
        ("DB-1.example", ["db-1"]), ("nothing", []), ("", FleetFixtures.fleet().lines),
    ])
    func `The filter looks at name, server and state`(_ filter: String, _ names: [String]) {
        var state = FleetFixtures.fleet()
        state.press(.character("/"))
        state.type(filter)
        #expect(state.lines == names)
        // Enter ends the input and keeps the filter; then keys are commands again, and Esc shows all.
        state.press(.enter, .character(">"))
        #expect(state.table.filter == filter)
        #expect(state.lines.count == names.count)
        state.press(.escape)
        #expect(state.lines.count == 8)
    }

    @Test func `The filter's input takes letters that are commands, and Esc drops it`() {
        var state = FleetFixtures.fleet()
        state.press(.character("/"))
        state.type("q?Ix")
        #expect(state.table.filter == "q?Ix")
        state.press(.backspace, .backspace)
        #expect(state.table.filter == "q?")
        state.press(.control("u"))
        #expect(state.table.filter.isEmpty)
        state.type(String(repeating: "x", count: 200))
        #expect(state.table.filter.count == 64)
        state.press(.escape)
        #expect(!state.table.isFiltering)
        #expect(state.lines.count == 8)
        #expect(state.reduce(.key(.character("q"))).map(\.effect) == [.quit(keepFrame: false)])
    }

    @Test func `The selection stays with its host and on its line of the screen when the order changes`() {
        var state = FleetFixtures.hundred(ScreenSize(columns: 80, rows: 24))
        for _ in 0..<30 { state.press(.down) }
        let name = state.selectedName
        let screenLine = state.table.order.firstIndex { state.hosts[$0].name == name }.map { $0 - state.table.top }
        let before = state.table.order
        for host in state.hosts.indices {
            let cpu = state.hosts[host].name == name ? 50 : Double(host * 53 % 100)
            var fixture = HostFixture(name: state.hosts[host].name, cpu: cpu)
            fixture.age = 0
            _ = state.reduce(.update(fixture.update, host: host))
        }
        _ = state.reduce(.tick(Fixtures.moment(11.5)))
        #expect(state.table.order != before)
        #expect(state.selectedName == name)
        let line = state.table.order.firstIndex { state.hosts[$0].name == name }.map { $0 - state.table.top }
        #expect(line == screenLine)
    }

    @Test func `Before anyone selects, the first line is the worst host, whichever that is`() {
        var state = FleetFixtures.fleet()
        #expect(state.selectedName == "gone")
        var fixture = FleetFixtures.kinds[5]
        fixture.state = .connected
        fixture.cpu = 1
        fixture.age = 0
        _ = state.reduce(.update(fixture.update, host: 5))
        _ = state.reduce(.tick(Fixtures.moment(11)))
        #expect(state.selectedName == "cache")
        state.press(.down, .up)
        #expect(state.table.selected == 3)
        state.press(.home)
        #expect(state.table.selected == nil)
    }

    @Test func `Updates do not move lines before the second is over`() {
        var state = FleetFixtures.fleet()
        let before = state.lines
        _ = state.reduce(.update(HostFixture(name: "web-1", cpu: 100, age: 0).update, host: 0))
        _ = state.reduce(.tick(Fixtures.moment(10.9)))
        #expect(state.lines == before)
        _ = state.reduce(.tick(Fixtures.moment(11)))
        #expect(state.lines != before)
    }

    @Test(arguments: [(80, 24), (120, 40), (30, 8), (20, 3)])
    func `Scrolling keeps the selected line in sight, and the table at its ends`(_ columns: Int, _ rows: Int) throws {
        var state = FleetFixtures.hundred(ScreenSize(columns: columns, rows: rows))
        var random = SeededGenerator(seed: 7)
        let keys: [Key] = [.up, .down, .down, .pageUp, .pageDown, .end, .home, .character("j"), .character("G")]
        for _ in 0..<200 {
            state.press(keys.randomElement(using: &random) ?? .down)
            let text = FrameCheck.text(state.render(size: state.size))
            let selected = try #require(state.selectedName)
            // At 20 columns a long name is cut.
            #expect(text.contains("▸") && text.contains(selected.prefix(5)), "\(selected) in\n\(text)")
            #expect(state.table.top >= 0 && state.table.top < 100)
        }
        state.press(.end)
        #expect(state.table.cursorHost == state.table.order.last)
    }

    @Test func `The mouse scrolls, selects and opens`() {
        var state = FleetFixtures.fleet()
        // Header, means, border and titles are above the first line.
        _ = state.reduce(.mouse(MouseEvent(action: .press, column: 20, row: 4 + 4)))
        #expect(state.selectedName == "gpu-1")
        #expect(state.openHost == nil)
        _ = state.reduce(.mouse(MouseEvent(action: .wheelUp, column: 20, row: 10)))
        #expect(state.selectedName == "late")
        _ = state.reduce(.mouse(MouseEvent(action: .press, column: 20, row: 39)))
        #expect(state.selectedName == "late")
        _ = state.reduce(.mouse(MouseEvent(action: .press, column: 20, row: 4 + 3)))
        #expect(state.openName == "late")
    }
}
