@testable import Dashboard
import MonitoringFormatters
import MonitoringMessages
import Testing

/// What the panes say, read off the screen.
@Suite struct PanesTests {
    static let size = ScreenSize(columns: 120, rows: 40)

    private func text(_ state: DashboardState, _ size: ScreenSize = size) -> String {
        FrameCheck.text(state.render(size: size))
    }

    private func header(_ state: DashboardState, columns: Int) -> String {
        FrameCheck.text(state.render(size: ScreenSize(columns: columns, rows: 24)), row: 0)
    }

    @Test func graphsBeginWithWhatIsRemembered() {
        var state = Fixtures.empty(ScreenSize(columns: 120, rows: 40))
        #expect(text(state).contains("No samples yet."))
        let samples = (0..<60).map {
            RememberedSample(time: Fixtures.moment(Double($0 - 8000)).wall, cpu: 100, ram: 50)
        }
        _ = state.reduce(.remembered(samples))
        #expect(text(state).contains("from 2h 13m ago"))
        #expect(text(state).contains("⣿⣿⣿"))
        // They are no samples: nothing else shows them.
        #expect(state.shownSample == nil)
        #expect(text(state).contains("Connecting"))
        _ = state.reduce(.update(Fixtures.update([0, 1, 2])))
        #expect(text(state).contains("from 2h 13m ago"))
    }

    @Test func marksComeAndGo() {
        var state = Fixtures.connected(ScreenSize(columns: 120, rows: 40))
        _ = state.reduce(.mark("NOT STORED", isOn: true))
        _ = state.reduce(.mark("NOT STORED", isOn: true))
        #expect(state.settings.marks == ["NOT STORED"])
        #expect(header(state, columns: 120).contains("NOT STORED"))
        _ = state.reduce(.mark("NOT STORED", isOn: false))
        #expect(!header(state, columns: 120).contains("NOT STORED"))
    }

    @Test(arguments: [120, 80, 40])
    func aWarningStaysInTheHeader(columns: Int) {
        var settings = DashboardSettings()
        settings.marks = ["INSECURE"]
        #expect(header(Fixtures.connected(Self.size, settings), columns: columns).contains(" INSECURE "))
        #expect(!header(Fixtures.connected(Self.size), columns: columns).contains("INSECURE"))
    }

    @Test func connectedHeaderSaysAll() {
        #expect(
            header(Fixtures.connected(Self.size), columns: 140).hasPrefix(
                "● CONNECTED !! CPU 93.1% · ws://db-7.example.net:8765 · vm · up 00:18:01 · 1.0 msg/s · 3 reconnects · data 0.4 s old"
            )
        )
        #expect(header(Fixtures.connected(Self.size), columns: 140).hasSuffix("14:35:55"))
    }

    @Test func lostLinkHeaderSaysWhyAndWhen() {
        let state = Fixtures.reconnecting(Self.size)
        #expect(
            header(state, columns: 140).hasPrefix(
                "○ RECONNECTING ws://db-7.example.net:8765 · connection refused · attempt 3 of 10 · next in 4 s"))
        #expect(header(state, columns: 60).contains("connection refused"))
        #expect(header(state, columns: 60).contains("4 s"))
        #expect(header(state, columns: 20) == "○ RECONNECTING 4 s  ")
    }

    /// The transport's texts begin with what matters.
    static let reasons: [(Int, String)] = [
        (40, "○ RECONNECTING Connection refu… · in 4 s"),
        (60, "○ RECONNECTING Connection refused: not… · 3/10 · next in 4 s"),
        (80, "○ RECONNECTING Connection refused: nothing list… · 3/10 · next in 4 s · 21 s old"),
        (
            120,
            "○ RECONNECTING db-7.example.net:8765 · Connection refused: nothing listens · 3/10 · next in 4 s · 21 s old"
        ),
    ]

    @Test(arguments: reasons)
    func longReasonIsClippedAndNotLeftOut(columns: Int, text: String) {
        var state = Fixtures.reconnecting(Self.size)
        var update = Fixtures.update([], state: .reconnecting)
        update.status = state.live.status
        update.status.reason = "Connection refused: nothing listens on db-7.example.net:8765"
        _ = state.reduce(.update(update))
        #expect(header(state, columns: columns).hasPrefix(text))
    }

    @Test(arguments: ConnectionState.allCases.filter { $0 != .connected && $0 != .connecting }, 40...130)
    func headerOfALostLinkAlwaysSaysWhy(connection: ConnectionState, columns: Int) {
        var state = Fixtures.reconnecting(Self.size)
        var update = Fixtures.update([], state: connection)
        update.status.reason = "Connection refused: nothing listens on db-7.example.net:8765"
        update.status.attempt = 123
        _ = state.reduce(.key(.character(" ")))
        _ = state.reduce(.update(update))
        #expect(header(state, columns: columns).contains("Connection "))
    }

    static let states: [(ConnectionState, String, String)] = [
        (.connected, "● CONNECTED", "* CONNECTED"), (.connecting, "◐ CONNECTING", "~ CONNECTING"),
        (.reconnecting, "○ RECONNECTING", "o RECONNECTING"), (.error, "✗ ERROR", "x ERROR"),
        (.disconnected, "◌ DISCONNECTED", "- DISCONNECTED"),
    ]

    @Test(arguments: states)
    func stateHasASignAndAWord(connection: ConnectionState, unicode: String, ascii: String) {
        for (glyphs, expected) in [(Glyphs.full, unicode), (.blocks, ascii), (.ascii, ascii)] {
            var settings = DashboardSettings()
            settings.glyphs = glyphs
            var state = Fixtures.empty(Self.size, settings)
            _ = state.reduce(.update(Fixtures.update([], state: connection)))
            #expect(header(state, columns: 80).hasPrefix(expected))
        }
    }

    @Test func headerAndMetricsShowTheAgeOfStaleData() {
        let fresh = text(Fixtures.connected(Self.size))
        #expect(!fresh.contains("STALE"))
        #expect(!fresh.contains("so far"))
        let stale = text(Fixtures.stale(Self.size))
        #expect(stale.contains("STALE 14 s old"))
        #expect(stale.contains("data 14 s old"))
        #expect(stale.contains("── no data for 14s so far ──"))
    }

    /// Three intervals of one second, and never sooner than three seconds.
    @Test(arguments: [(3.0, false), (3.1, true)])
    func dataIsStaleAfterThreeIntervals(seconds: Double, isStale: Bool) {
        var state = Fixtures.connected(Self.size)
        _ = state.reduce(.tick(Fixtures.moment(330 + seconds)))
        #expect(state.isStale == isStale)
    }

    @Test func slowServerIsStaleLater() {
        var state = Fixtures.empty(Self.size)
        _ = state.reduce(.update(Fixtures.update(stride(from: 0, through: 50, by: 10))))
        _ = state.reduce(.tick(Fixtures.moment(79)))
        #expect(!state.isStale)
        _ = state.reduce(.tick(Fixtures.moment(81)))
        #expect(state.isStale)
    }

    @Test func staleFiguresLoseTheirColour() throws {
        let state = Fixtures.stale(Self.size)
        let rect = try #require(state.layout().first { $0.pane == .metrics }).inner
        let frame = state.render(size: Self.size)
        for row in rect.row..<rect.endRow {
            for column in rect.column..<rect.endColumn where frame[column, row].text != " " {
                #expect(frame[column, row].style.foreground == .indexed(244))
                #expect(frame[column, row].style.attributes == [])
            }
        }
    }

    @Test func logMarksAnOutage() {
        let state = Fixtures.pressed(
            .character("e"), Fixtures.pressed(.backTab, Fixtures.pressed(.backTab, Fixtures.connected(Self.size))))
        #expect(state.mode == .fullScreen(.compact))
        #expect(text(state, ScreenSize(columns: 80, rows: 60)).contains("── no data for 13s ──"))
    }

    @Test func logKeepsItsColumnsAndTellsTheArrival() {
        var state = Fixtures.empty(Self.size)
        var update = Fixtures.update(0...2)
        update.samples[0].sample.processor?.usagePercent = 5
        update.samples[1].sample.processor?.usagePercent = 100
        update.samples[1].sample.memory?.usedBytes = 13_000_000_000
        update.samples[1].sample.timestamp = nil
        update.samples[2].sample = MonitoringSample()
        _ = state.reduce(.update(update))
        let frame = text(state)
        #expect(frame.contains("[14:30:25] CPU:  5% │ RAM: 58% (8.2/13G) │ DSK: 29% │ GPU:  5%/ 45%"), "\(frame)")
        #expect(frame.contains("[14:30:26] CPU:100% │ RAM: 58%(12.1/13G) │ DSK: 29% │ GPU:  7%/ 45%"))
        #expect(frame.contains("[14:30:27] no figures"))
    }

    @Test func noDataYetSaysWhatIsAwaited() {
        var state = Fixtures.empty(Self.size)
        #expect(text(state).contains("Connecting to ws://db-7.example.net:8765"))
        _ = state.reduce(.update(Fixtures.update([])))
        _ = state.reduce(.tick(Fixtures.moment(3)))
        #expect(text(state).contains("Waiting for the first sample from ws://db-7.example.net:8765"))
        #expect(text(state).contains("connected 3.0 s ago"))
    }

    @Test func unknownIsADash() {
        var state = Fixtures.empty(ScreenSize(columns: 80, rows: 24))
        var received = Fixtures.sample(0)
        received.sample = MonitoringSample()
        received.sample.processor = MonitoringSample.Processor()
        var update = Fixtures.update([])
        update.samples = [received]
        _ = state.reduce(.update(update))
        #expect(text(state).contains("Processor      –"))
        #expect(!text(state).contains("0.0%"))
    }

    @Test func percentBeyondTheScaleIsPrintedAsSent() {
        var state = Fixtures.empty(ScreenSize(columns: 80, rows: 24))
        var received = Fixtures.sample(0)
        received.sample.processor?.usagePercent = 250
        received.sample.memory?.usagePercent = -3
        received.sample.disk?.usagePercent = .nan
        var update = Fixtures.update([])
        update.samples = [received]
        _ = state.reduce(.update(update))
        #expect(text(state).contains("250.0%"))
        #expect(text(state).contains("-3.0%"))
    }

    @Test func alertsOfTheServerAreShown() {
        var state = Fixtures.empty(ScreenSize(columns: 80, rows: 24))
        var update = Fixtures.update([])
        update.samples = [Fixtures.sample(0, alert: true)]
        _ = state.reduce(.update(update))
        #expect(text(state).contains("!! Critical processor usage_percent 95.1, threshold 90"))
    }

    @Test(
        "What an alert's own text says is not said again",
        arguments: [
            ("memory percentage is 95.1%", "memory percentage is 95.1% (threshold 90)"),
            ("Memory 95.1 is over 90", "Memory 95.1 is over 90"),
            ("high usage", "memory: high usage (95.1, threshold 90)"),
            (nil, "memory percentage 95.1, threshold 90"),
        ])
    func alertsAreToldOnce(message: String?, expected: String) {
        var alert = MonitoringSample.Alert()
        (alert.component, alert.metric, alert.value, alert.threshold) = ("memory", "percentage", 95.1, 90)
        (alert.level, alert.message) = ("warning", message)
        let details = MetricsDetails(settings: DashboardSettings(), signs: Signs(.full))
        #expect(details.alert(alert).plain == "! Warning \(expected)")
    }

    @Test func longErrorsGoOnBelow() {
        var state = Fixtures.empty(ScreenSize(columns: 80, rows: 24))
        var error = Fixtures.error(1, attempt: 12)
        error.error = "The server refused " + String(repeating: "the handshake ", count: 12) + "at last"
        _ = state.reduce(.update(Fixtures.update(0...1, errors: [error])))
        for keys: [Key] in [[], [.character("l")]] {
            let whole = text(keys.reduce(state) { Fixtures.pressed($1, $0) }, ScreenSize(columns: 80, rows: 40))
            for part in ["at last", "attempt 12", "next in 5s"] { #expect(whole.contains(part)) }
            #expect(whole.contains("14:30:26  "))
        }
    }

    @Test func programLogFollowsItsEndAndIsScrolled() {
        let size = ScreenSize(columns: 60, rows: 12)
        var settings = DashboardSettings()
        settings.keepsLog = true
        var state = Fixtures.connected(size, settings)
        func record(_ number: Int, _ text: String = "") -> LogRecord {
            LogRecord(time: Fixtures.start.wall, level: "DEBUG", urgency: .detail, text: "line \(number)\(text)")
        }
        state = Fixtures.pressed(.character("L"), state)
        #expect(text(state, size).contains("Nothing logged yet."))
        _ = state.reduce(.log((0..<1200).map { record($0) }))
        #expect(state.log.count == 1000)
        #expect(text(state, size).contains("14:30:25  DEBUG     line 1199 "))
        state = Fixtures.pressed(.up, state)
        #expect(!text(state, size).contains("line 1199 "))
        // What is in sight stays there, also where a new line takes several rows.
        let before = FrameCheck.text(state.render(size: size), row: 5)
        _ = state.reduce(.log([record(1200, String(repeating: " and so on", count: 20)), record(1201)]))
        #expect(FrameCheck.text(state.render(size: size), row: 5) == before)
        state = Fixtures.pressed(.end, state)
        #expect(text(state, size).contains("line 1201 "))
        #expect(text(Fixtures.pressed(.escape, state), size).contains("Metrics"))
    }

    @Test func programLogSaysHowToGetOne() {
        let state = Fixtures.pressed(.character("L"), Fixtures.connected(Self.size))
        #expect(text(state).contains("Nothing is logged: start with --verbose"))
        #expect(!text(Fixtures.connected(Self.size)).contains("L log"))
    }

    @Test func staleLogHasNoColours() {
        let size = ScreenSize(columns: 120, rows: 40)
        func colours(_ state: DashboardState) -> Set<CellColor> {
            let frame = state.render(size: size)
            let rows = (0..<size.rows).filter { FrameCheck.text(frame, row: $0).contains("[14:35:") }
            #expect(!rows.isEmpty)
            return Set(rows.flatMap { row in (3..<60).map { frame[$0, row].style.foreground } })
        }
        #expect(colours(Fixtures.connected(size)).count > 2)
        #expect(colours(Fixtures.stale(size)).count == 1)
    }

    @Test func coresThatDoNotFitAreCounted() {
        var state = Fixtures.empty(Self.size)
        _ = state.reduce(.update(Fixtures.update(0...1, cores: 256)))
        #expect(text(state).contains("… +"))
        for cores in [1, 2, 7, 64] {
            _ = state.reduce(.update(Fixtures.update(2...2, cores: cores)))
            let whole = text(Fixtures.pressed(.character("e"), Fixtures.pressed(.tab, state)))
            #expect(!whole.contains("… +"))
        }
    }

    @Test func samplesLeftOutAreCountedInTheLog() {
        var state = Fixtures.connected(Self.size)
        var update = Fixtures.update(331...333)
        update.droppedSamples = 1234
        _ = state.reduce(.update(update))
        let lines = text(state).split(separator: "\n").filter { $0.contains("[14:35:5") || $0.contains("not shown") }
        #expect(lines.suffix(4).first?.contains("── 1234 samples not shown ──") == true)
    }

    @Test func longListsAreCutAndCounted() {
        let size = ScreenSize(columns: 120, rows: 200)
        var state = Fixtures.empty(size)
        var received = Fixtures.sample(0, gpus: 5000)
        received.sample.alerts = Array(repeating: Fixtures.sample(0, alert: true).sample.alerts[0], count: 4000)
        var update = Fixtures.update([])
        update.samples = [received]
        _ = state.reduce(.update(update))
        let whole = text(Fixtures.pressed(.character("e"), state), size)
        #expect(whole.contains("… 4968 more GPUs"))
        #expect(whole.contains("… 3968 more alerts"))
        _ = state.reduce(.key(.character("3")))
        let log = text(Fixtures.pressed(.character("e"), state), ScreenSize(columns: 600, rows: 40))
        #expect(log.contains("GPU31:"))
        #expect(!log.contains("GPU32:"))
    }

    @Test func longMessageIsCutAndCounted() {
        var state = Fixtures.empty(Self.size)
        var received = Fixtures.sample(0)
        received.raw = "[" + String(repeating: "1,", count: 100_000) + "1]"
        var update = Fixtures.update([])
        update.samples = [received]
        _ = state.reduce(.update(update))
        state = Fixtures.pressed(.end, Fixtures.pressed(.character("y"), state))
        #expect(text(state).contains("… \(200_003 - 64 * 1024) more bytes"))
    }

    @Test func marksTellPauseAndHistory() {
        #expect(header(Fixtures.paused(Self.size), columns: 120).contains("PAUSED 12s, 12 new"))
        #expect(header(Fixtures.paused(Self.size), columns: 20).contains("PAUSED"))
        let back = Fixtures.pressed(.character("["), Fixtures.pressed(.character("["), Fixtures.connected(Self.size)))
        #expect(header(back, columns: 80).contains("HISTORY −2"))
        #expect(text(back).contains("14:35:53"))
    }

    @Test func statisticsHaveEveryFigure() {
        let state = Fixtures.pressed(.character("s"), Fixtures.connected(Self.size))
        let text = text(state)
        let figures = [
            "connected", "14:17:54", "00:18:01", "98.7%", "7", "3", "1m 34s", "1.2 ms", "1234", "41", "1.8 MB", "984 B",
            "1.0 msg/s", "319 of 1000", "connection refused by 192.0.2.7:8765", "13:23:45",
            "the server closed the link (1001)",
        ]
        for figure in figures { #expect(text.contains(figure)) }
    }

    @Test func statisticsHaveTheWorkBesideTheScreenWhereThereIsAny() {
        var state = Fixtures.pressed(.character("s"), Fixtures.connected(Self.size))
        let without = text(state)
        #expect(!without.contains("Alerts told") && !without.contains("Database"))
        var counts = SideCounts()
        counts.deliveries = [
            .init(name: "mail", sent: 12, failed: 3, waiting: 4, dropped: 5),
            .init(name: "the webhook", sent: 0, failed: 0, waiting: 0, dropped: 0),
        ]
        counts.storage = .init(written: 77, waiting: 8, dropped: 9, lastError: "x.db: the disk is full\u{1B}[2J")
        let revision = state.revision
        _ = state.reduce(.counts(counts))
        #expect(state.revision > revision)
        let shown = text(state)
        #expect(shown.contains(/mail +12 sent, 3 failed, 4 waiting, 5 dropped/))
        #expect(shown.contains(/the webhook +0 sent, 0 failed, 0 waiting, 0 dropped/))
        #expect(shown.contains(/Samples +77 written, 8 waiting, 9 dropped/))
        #expect(shown.contains(/Last error +x\.db: the disk is full␛\[2J/))
        _ = state.reduce(.counts(counts))
        #expect(state.revision == revision + 1)
    }

    @Test func helpNamesEveryKeyAt80By24() {
        let size = ScreenSize(columns: 80, rows: 24)
        let text = text(Fixtures.pressed(.character("?"), Fixtures.connected(size)), size)
        // Those for several hosts are in the help of their table.
        for binding in KeyBindings.all where binding.section != .hosts {
            #expect(text.contains(binding.keyNames))
            #expect(text.contains(binding.help))
        }
    }
}
