import Dashboard
import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct ReduceTests {
    static let size = ScreenSize(columns: 120, rows: 40)
    private func state() -> DashboardState { Fixtures.connected(Self.size) }

    private func pressed(_ keys: Key..., from state: DashboardState? = nil) -> DashboardState {
        keys.reduce(state ?? self.state()) { Fixtures.pressed($1, $0) }
    }

    static let effects: [(Key, [DashboardEffect])] = [
        (.character("q"), [.quit(keepFrame: false)]), (.control("c"), [.quit(keepFrame: false)]),
        (.character("Q"), [.quit(keepFrame: true)]), (.character("r"), [.reconnectNow]),
        (.control("z"), [.suspend]), (.control("l"), [.repaint]), (.control("s"), [.saveSnapshot]),
        (.character("+"), []), (.character("s"), []), (.character("~"), []),
    ]

    @Test(arguments: effects)
    func keyHasEffect(key: Key, effects: [DashboardEffect]) {
        for opened: Key? in [nil, .character("s"), .character("?"), .character("e")] {
            var state = state()
            if let opened { state = pressed(opened, from: state) }
            let actual = state.reduce(.key(key))
            #expect(actual == effects)
        }
    }

    /// Keys pressed one after the other, and the mode they lead to.
    static let modes: [([Key], DashboardMode)] = [
        ([.character("s")], .statistics), ([.character("s"), .character("s")], .live),
        ([.character("l")], .errors), ([.character("y")], .raw), ([.character("s"), .character("y")], .raw),
        ([.character("?")], .help(over: .live)), ([.function(1), .character("h")], .live),
        ([.character("s"), .character("?")], .help(over: .statistics)),
        ([.character("s"), .character("?"), .escape], .statistics),
        ([.character("s"), .character("?"), .escape, .escape], .live),
        ([.character("?"), .character("l")], .errors),
        ([.character("e")], .fullScreen(.metrics)), ([.character("e"), .character("e")], .live),
        ([.tab, .character("e")], .fullScreen(.cores)), ([.character("e"), .escape], .live),
        ([.backTab, .character("e")], .fullScreen(.errors)),
        ([.character("s"), .character("e")], .fullScreen(.metrics)),
    ]

    @Test(arguments: modes)
    func keysLeadTo(keys: [Key], mode: DashboardMode) {
        var state = state()
        for key in keys { _ = state.reduce(.key(key)) }
        #expect(state.mode == mode)
    }

    static let formats: [([Key], OutputFormat)] = [
        ([.character("1")], .simple), ([.character("2")], .detailed), ([.character("3")], .compact),
        ([.character("4")], .json), ([.character("f")], .compact), ([.character("f"), .character("f")], .json),
        ([.character("f"), .character("f"), .character("f")], .simple), ([.character("F")], .simple),
        ([.character("F"), .character("F")], .json),
    ]

    @Test(arguments: formats)
    func keysChoose(keys: [Key], format: OutputFormat) {
        var state = state()
        for key in keys { _ = state.reduce(.key(key)) }
        #expect(state.settings.format == format)
    }

    @Test func focusGoesRoundAndPressMovesIt() {
        var state = state()
        var seen: [Pane] = []
        for _ in 0..<6 {
            seen.append(state.focus)
            _ = state.reduce(.key(.tab))
        }
        #expect(seen == [.metrics, .cores, .graphs, .compact, .errors, .metrics])
        let errors = state.layout().first { $0.pane == .errors }?.rect
        let press = MouseEvent(action: .press, column: (errors?.column ?? 0) + 3, row: (errors?.row ?? 0) + 1)
        _ = state.reduce(.mouse(press))
        #expect(state.focus == .errors)
        _ = state.reduce(.mouse(MouseEvent(action: .press, column: 5000, row: -3)))
        #expect(state.focus == .errors)
    }

    @Test func focusLeavesAPaneThatGoesAway() {
        var state = pressed(.tab, .tab)
        #expect(state.focus == .graphs)
        _ = state.reduce(.resized(ScreenSize(columns: 80, rows: 24)))
        #expect(state.focus == .metrics)
    }

    @Test func pauseShowsTheFrozenAndRecordsOn() {
        var state = pressed(.character(" "))
        let frozen = state.shownSample
        _ = state.reduce(.update(Fixtures.update(331...340)))
        #expect(state.shownSample == frozen)
        #expect(state.frozen?.missedSamples == 10)
        #expect(state.live.history.count == 329)
        _ = state.reduce(.key(.character(" ")))
        #expect(state.frozen == nil)
        #expect(state.shownSample == Fixtures.sample(340))
    }

    @Test func historyStaysOnItsSampleWhileDataComes() {
        var state = pressed(.character("["), .character("["), .character("["), .character("]"))
        #expect(state.stepsBack == 2)
        #expect(state.shownSample == Fixtures.sample(328))
        _ = state.reduce(.update(Fixtures.update(331...335)))
        #expect(state.shownSample == Fixtures.sample(328))
        _ = state.reduce(.key(.character("`")))
        #expect(state.shownSample == Fixtures.sample(335))
    }

    @Test func historyEndsAtTheOldest() {
        var state = Fixtures.empty(Self.size)
        _ = state.reduce(.update(Fixtures.update(0...2)))
        for _ in 0..<9 { _ = state.reduce(.key(.character("["))) }
        #expect(state.stepsBack == 2)
        #expect(state.shownSample == Fixtures.sample(0))
    }

    @Test func escapeLeavesHistoryAndPause() {
        let state = pressed(.character("["), .character(" "), .escape)
        #expect(state.stepsBack == 0)
        #expect(state.frozen == nil)
    }

    @Test func scrolledLogStaysOnItsLinesWhileDataComes() throws {
        var state = pressed(.tab, .tab, .tab)
        #expect(state.focus == .compact)
        for _ in 0..<5 { _ = state.reduce(.key(.up)) }
        let before = try logText(state)
        _ = state.reduce(.update(Fixtures.update(331...340)))
        #expect(try logText(state) == before)
        // Twenty seconds of silence add a line of their own.
        _ = state.reduce(.update(Fixtures.update(361...361)))
        #expect(try logText(state) == before)
        _ = state.reduce(.key(.end))
        #expect(try logText(state) != before)
        #expect(state.offset(of: .compact) == ScrollOffset())
    }

    /// The text inside the log's border.
    private func logText(_ state: DashboardState) throws -> [String] {
        let rect = try #require(state.layout().first { $0.pane == .compact }).inner
        let frame = state.render(size: state.size)
        return (rect.row..<rect.endRow).map { row in
            (rect.column..<rect.endColumn).map { frame[$0, row].text }.joined()
        }
    }

    static let scrolls: [(Key, Int)] = [
        (.home, 306), (.character("g"), 306), (.pageUp, 13), (.up, 1), (.down, 0), (.end, 0),
    ]

    /// 319 samples and a gap are 320 lines, 14 of them in sight.
    @Test(arguments: scrolls)
    func keyScrollsTheLog(key: Key, rows: Int) {
        #expect(pressed(.tab, .tab, .tab, key).offset(of: .compact).rows == rows)
    }

    @Test func wheelScrollsWhatIsUnderThePointer() throws {
        var state = state()
        let rect = try #require(state.layout().first { $0.pane == .compact }).rect
        _ = state.reduce(.mouse(MouseEvent(action: .wheelUp, column: rect.column + 1, row: rect.row + 1)))
        #expect(state.offset(of: .compact).rows == 3)
        #expect(state.focus == .metrics)
        _ = state.reduce(.mouse(MouseEvent(action: .wheelDown, column: rect.column + 1, row: rect.row + 1)))
        #expect(state.offset(of: .compact).rows == 0)
    }

    @Test func longLinesScrollSideways() {
        var state = Fixtures.empty(ScreenSize(columns: 30, rows: 12))
        var update = Fixtures.update([])
        var long = Fixtures.sample(0)
        long.raw = #"{"long":"\#(String(repeating: "abcdefgh", count: 10))"}"#
        update.samples = [long]
        _ = state.reduce(.update(update))
        state = pressed(.character("y"), .right, from: state)
        #expect(state.offset(of: .raw).columns == 8)
        for _ in 0..<30 { _ = state.reduce(.key(.right)) }
        #expect(state.offset(of: .raw).columns == #"  "long": """#.count + 80 - 26)
        for _ in 0..<30 { _ = state.reduce(.key(.left)) }
        #expect(state.offset(of: .raw) == ScrollOffset())
    }

    @Test func clearingEmptiesTheErrors() {
        let state = pressed(.character("x"))
        #expect(state.live.errors.isEmpty)
        #expect(pressed(.character(" "), .character("x")).shown.errors.isEmpty)
    }

    @Test func themesGoRound() {
        var state = state()
        let themes = (0..<4).map { _ in
            _ = state.reduce(.key(.character("T")))
            return state.settings.theme
        }
        #expect(themes == [.dark, .light, .mono, .standard])
    }

    @Test func redrawRateStopsAtItsEnds() {
        var state = state()
        let keys = "----+++++++"
        let seen = keys.map { key in
            _ = state.reduce(.key(.character(key)))
            return state.settings.redrawsPerSecond
        }
        #expect(seen == [5, 2, 1, 1, 2, 5, 10, 20, 30, 30, 30])
    }

    @Test func noticeGoesAwayByItself() {
        var state = state()
        _ = state.reduce(.notice("saved to FILE"))
        #expect(state.notice?.text == "saved to FILE")
        _ = state.reduce(.tick(Fixtures.moment(335.3)))
        #expect(state.notice != nil)
        _ = state.reduce(.tick(Fixtures.moment(335.4)))
        #expect(state.notice == nil)
    }

    @Test func noticeStaysAsLongHoweverFastARecordingGoes() {
        var state = state()
        let start = state.now
        _ = state.reduce(.tick(start, real: .seconds(7)))
        _ = state.reduce(.notice("saved to FILE"))
        _ = state.reduce(.tick(Fixtures.moment(900), real: .seconds(11)))
        #expect(state.notice != nil)
        _ = state.reduce(.tick(Fixtures.moment(900), real: .seconds(12)))
        #expect(state.notice == nil)
    }

    @Test func endOfARecordingIsToldAndThereIsNothingToConnectTo() {
        var state = state()
        #expect(state.reduce(.key(.character("r"))) == [.reconnectNow])
        _ = state.reduce(.ended)
        let frame = state.render(size: ScreenSize(columns: 120, rows: 40))
        #expect(FrameCheck.text(frame, row: 0).hasSuffix(" ended 14:35:55"))
        #expect(!FrameCheck.text(frame, row: 39).contains("reconnect"))
        #expect(state.reduce(.key(.character("r"))) == [])
        #expect(state.notice?.text == "the recording has ended")
        // At every width.
        #expect(FrameCheck.text(state.render(size: ScreenSize(columns: 30, rows: 8)), row: 0).contains("ended"))
    }

    @Test func historyAndErrorsAreBounded() {
        var state = Fixtures.empty(Self.size)
        let errors = (0..<1200).map { Fixtures.error(Double($0), attempt: $0) }
        _ = state.reduce(.update(Fixtures.update(0..<1200, errors: errors, cores: 0)))
        #expect(state.live.history.count == 1000)
        #expect(state.live.errors.count == 1000)
        #expect(state.live.history.entry(stepsBack: 999)?.sample.moment == Fixtures.moment(200))
        #expect(state.live.errors.first?.attempt == 200)
    }

    @Test func hugeMessagesAreBoundedByTheirBytes() {
        var state = Fixtures.empty(Self.size)
        var update = Fixtures.update(0..<9, cores: 0)
        let blank = [UInt8](repeating: 0x20, count: MessageLimits.historyBytes / 4)
        for index in update.samples.indices { update.samples[index].rawBytes = blank[...] }
        _ = state.reduce(.update(update))
        #expect(state.live.history.count == 4)
        #expect(state.live.history.newest?.moment == Fixtures.moment(8))
    }

    /// Actions that change nothing one can see cost no painting.
    static let invisible: [DashboardAction] = [
        .key(.character("~")), .key(.down), .key(.character("2")), .key(.character("]")), .key(.character("`")),
        .key(.escape), .resized(size), .tick(Fixtures.moment(330.9)), .key(.control("s")),
        .mouse(MouseEvent(action: .wheelDown, column: 2, row: 35)),
    ]

    @Test(arguments: invisible)
    func revisionStays(action: DashboardAction) {
        var state = state()
        let before = state.render(size: Self.size)
        let revision = state.revision
        _ = state.reduce(action)
        #expect(state.revision == revision)
        if case .tick = action { return }
        #expect(state.render(size: Self.size) == before)
    }

    static let visible: [DashboardAction] = [
        .key(.character("1")), .key(.character(" ")), .key(.tab), .key(.character("[")), .key(.character("T")),
        .tick(Fixtures.moment(331)), .notice("x"), .resized(ScreenSize(columns: 9, rows: 9)), .key(.character("+")),
        .update(Fixtures.update(331...331)),
    ]

    @Test(arguments: visible)
    func revisionRises(action: DashboardAction) {
        var state = state()
        let revision = state.revision
        _ = state.reduce(action)
        #expect(state.revision > revision)
    }

    @Test func ticksComeOnFullSeconds() {
        var state = state()
        #expect(state.nextTick == Fixtures.moment(331).monotonic)
        _ = state.reduce(.resized(ScreenSize(columns: 0, rows: 24)))
        #expect(state.nextTick == nil)
    }
}
