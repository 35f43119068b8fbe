import Dashboard
import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct AlertTests {
    private static let size = ScreenSize(columns: 100, rows: 30)

    private static func alert(
        _ number: Int, _ subject: AlertSubject = .cpu, _ level: AlertLevel = .warning, from start: Double = 300,
        to end: Double? = nil, value: Double? = 93.14, peak: Double? = 97, detail: String? = nil
    ) -> Alert {
        Alert(
            number: number, host: "ws://a", hostname: "vm", subject: subject, level: level,
            start: Fixtures.moment(start), end: end.map(Fixtures.moment), value: value, peak: peak, threshold: 80,
            detail: detail)
    }

    private static func list(_ active: [Alert], past: [Alert] = []) -> AlertList {
        var list = AlertList()
        list.active = active
        list.past = past
        list.raisedCount = active.count + past.count
        list.clearedCount = past.count
        return list
    }

    private static func state(_ list: AlertList, size: ScreenSize = size) -> DashboardState {
        var state = Fixtures.connected(size)
        _ = state.reduce(.alerts(list))
        return state
    }

    private func text(_ state: DashboardState) -> String { FrameCheck.text(state.render(size: state.size)) }

    @Test func theViewListsActiveOnesFirst() {
        let alerts = Self.list(
            [Self.alert(3, .ram, .critical), Self.alert(2)],
            past: [Self.alert(1, .disk(path: "/data"), from: 100, to: 165, value: 12, peak: 99)])
        let shown = text(Fixtures.pressed(.character("a"), Self.state(alerts)))
        let lines = shown.split(separator: "\n").map { $0.trimmingPrefix("│ ") }
        let rows = lines.filter { $0.hasPrefix("14:") }
        #expect(rows.count == 3)
        #expect(rows[0].hasPrefix("14:35:25  30s      !! Critical  RAM                 93.1%   97%     above 80% · vm"))
        #expect(rows[1].hasPrefix("14:35:25  30s      ! Warning    CPU "))
        #expect(rows[2].hasPrefix("14:32:05  1m 5s    Warning      Disk /data          12%     99%     above 80% · vm"))
        #expect(shown.contains("Alerts"))
        #expect(text(Fixtures.pressed(.character("a"), Self.state(AlertList()))).contains("No alerts."))
    }

    @Test func theKeyOpensAndClosesTheViewAndEscLeavesIt() {
        let state = Self.state(AlertList())
        let open = Fixtures.pressed(.character("a"), state)
        #expect(open.mode == .alerts)
        #expect(Fixtures.pressed(.character("a"), open).mode == .live)
        #expect(Fixtures.pressed(.escape, open).mode == .live)
        #expect(Fixtures.pressed(.character("s"), open).mode == .statistics)
    }

    @Test func newsRingAndNameTheWorstInTheTitle() {
        var state = Fixtures.connected(Self.size)
        #expect(state.reduce(.alerts(AlertList())) == [])
        var list = Self.list([Self.alert(1)])
        #expect(state.reduce(.alerts(list)) == [.ring, .title("Alert: CPU 93.1% on vm")])
        let revision = state.revision
        #expect(state.reduce(.alerts(list)) == [])
        #expect(state.revision == revision)
        // A new value is painted, and rings not.
        list.active[0].value = 95
        #expect(state.reduce(.alerts(list)) == [])
        #expect(state.revision > revision)
        list = Self.list([Self.alert(2, .link, .critical, value: nil, peak: nil), Self.alert(1)])
        #expect(state.reduce(.alerts(list)) == [.ring, .title("2 alerts: Link lost on vm")])
        list = Self.list([Self.alert(1)], past: [Self.alert(2, .link, .critical, to: 320)])
        #expect(state.reduce(.alerts(list)) == [.ring, .title("Alert: CPU 93.1% on vm")])
        list = Self.list([], past: [Self.alert(1, to: 320), Self.alert(2, .link, .critical, to: 320)])
        #expect(state.reduce(.alerts(list)) == [.ring, .title("CPU normal again on vm")])
        // Raised and cleared between two looks.
        list.raisedCount += 1
        list.clearedCount += 1
        list.past.insert(Self.alert(3, .link, to: 321), at: 0)
        #expect(state.reduce(.alerts(list)) == [.ring, .title("Link back on vm")])
    }

    @Test func theBellCanBeOff() {
        var settings = DashboardSettings()
        settings.ringsBell = false
        var state = Fixtures.connected(Self.size, settings)
        #expect(state.reduce(.alerts(Self.list([Self.alert(1)]))) == [.title("Alert: CPU 93.1% on vm")])
    }

    @Test(arguments: [40, 60, 80, 100, 120])
    func theHeaderCountsThemAndNamesTheWorst(columns: Int) {
        let one = Self.state(Self.list([Self.alert(1, .ram)]), size: ScreenSize(columns: columns, rows: 24))
        #expect(FrameCheck.text(one.render(size: one.size), row: 0).contains("1 alert"))
        let two = Self.state(
            Self.list([Self.alert(2, .link, .critical), Self.alert(1)]), size: ScreenSize(columns: columns, rows: 24))
        let header = FrameCheck.text(two.render(size: two.size), row: 0)
        #expect(header.contains(columns < 80 ? "2 alerts" : "2 alerts: Link"), "\(header)")
    }

    /// The columns, the figure above the line, the alerts, and what the header says of both.
    @Test(
        arguments: [
            (80, [.cpu], "!! CPU 93% alert · db.example:8765"), (60, [.cpu], "!! CPU 93% alert"),
            (40, [.cpu], "!! CPU 93% alert"),
            (80, [.cpu, .ram], "!! CPU 93%, 2 alerts · db.example:8765"), (30, [.cpu, .ram], "!!"),
            (80, [.ram], "!! CPU 93% · 1 alert: RAM · db.example:8… · vm"),
        ] as [(Int, [AlertSubject], String)])
    func anAlertIsSaidOnceAndTheAddressStays(columns: Int, subjects: [AlertSubject], text: String) {
        var state = Fixtures.connected(ScreenSize(columns: columns, rows: 24))
        var received = Fixtures.sample(331)
        received.sample.processor?.usagePercent = 93
        var update = Fixtures.update([])
        update.status.uri = "wss://db.example:8765/path"
        update.samples = [received]
        _ = state.reduce(.update(update))
        _ = state.reduce(.alerts(Self.list(subjects.enumerated().map { Self.alert($0 + 1, $1, .critical, value: 93) })))
        let header = FrameCheck.text(state.render(size: state.size), row: 0)
        #expect(header.contains(text), "\(header)")
        for subject in subjects {
            #expect(header.ranges(of: AlertText.subject(subject)).count <= 1, "\(header)")
        }
    }

    @Test func theHeaderOfALinkThatIsDownCountsThemToo() {
        var state = Fixtures.reconnecting(ScreenSize(columns: 120, rows: 24))
        _ = state.reduce(.alerts(Self.list([Self.alert(1, .link, .critical)])))
        #expect(FrameCheck.text(state.render(size: state.size), row: 0).contains("1 alert"))
    }

    @Test(arguments: [Glyphs.full, .ascii], [1, 20, 33, 60, 100])
    func whatAServerSaysIsHarmlessAndFits(glyphs: Glyphs, columns: Int) {
        var settings = DashboardSettings()
        settings.glyphs = glyphs
        let size = ScreenSize(columns: columns, rows: 20)
        var state = Fixtures.connected(size, settings)
        let nasty = "\u{1b}[2J\u{202e}\u{7}日本語\n"
        let alerts = (1...40).map {
            Self.alert($0, .server(component: nasty, metric: nil), value: .nan, peak: 1e300, detail: nasty)
        }
        for effect in state.reduce(.alerts(Self.list(alerts, past: alerts))) {
            if case .title(let title) = effect { #expect(title == HarmlessText.make(title)) }
        }
        state = Fixtures.pressed(.character("a"), state)
        for _ in 0..<3 {
            let problem = FrameCheck.problem(state.render(size: size), ascii: glyphs == .ascii)
            #expect(problem == nil)
            _ = state.reduce(.key(.pageDown))
        }
    }
}
