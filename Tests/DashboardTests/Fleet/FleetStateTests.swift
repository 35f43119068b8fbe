import Dashboard
import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct FleetStateTests {
    @Test func `Enter opens the selected host, and left and right go through the table's order and around its ends`() {
        var state = FleetFixtures.fleet()
        let names = state.lines
        state.press(.down, .down, .enter)
        #expect(state.openName == names[2])
        state.press(.right)
        #expect(state.openName == names[3])
        state.press(.left, .left, .left)
        #expect(state.openName == names[0])
        state.press(.left)
        #expect(state.openName == names[7])
        state.press(.character(">"), .character(">"))
        #expect(state.openName == names[1])
        state.press(.escape)
        #expect(state.view == .table)
        #expect(state.selectedName == names[1])
    }

    @Test func `Esc leaves a view, history and pause before it leaves the host`() {
        var state = FleetFixtures.fleet()
        state.press(.end, .enter, .character("s"), .escape)
        #expect(state.openHost != nil)
        state.press(.character(" "), .escape)
        #expect(state.openHost != nil)
        #expect(state.hosts[state.openHost ?? 0].dashboard.frozen == nil)
        state.press(.escape)
        #expect(state.openHost == nil)
    }

    @Test func `In the raw message left and right scroll, and angle brackets still go on`() {
        var state = FleetFixtures.fleet()
        state.press(.end, .enter, .character("y"))
        let name = state.openName
        state.press(.right, .left)
        #expect(state.openName == name)
        state.press(.character("<"))
        #expect(state.openName != name)
    }

    @Test(arguments: [
        (Key.character("s"), DashboardMode.statistics), (.character("l"), .errors), (.character("y"), .raw),
    ])
    func `A view's key opens the selected host on it`(_ key: Key, _ mode: DashboardMode) {
        var state = FleetFixtures.fleet()
        state.press(key)
        #expect(state.openName == "gone")
        #expect(state.hosts[5].dashboard.mode == mode)
    }

    @Test func `What is chosen in one host is chosen for all, and each has its own marks`() {
        var settings = DashboardSettings()
        settings.marks = ["REPLAY"]
        var state = FleetFixtures.fleet(FleetFixtures.kinds, ScreenSize(columns: 120, rows: 40), settings)
        state.press(.character("T"), .enter, .character("3"), .character("+"), .right)
        let chosen = state.hosts[state.openHost ?? 0].dashboard.settings
        #expect(chosen.theme == .dark)
        #expect(chosen.format == .compact)
        #expect(chosen.redrawsPerSecond == 20)
        #expect(chosen.marks == ["cache", "REPLAY"])
        #expect(state.redrawsPerSecond == 20)
        #expect(FrameCheck.text(state.render(size: state.size), row: 0).contains(" cache "))
    }

    @Test func `Effects say which host they are about`() {
        var state = FleetFixtures.fleet()
        state.press(.down)
        #expect(state.reduce(.key(.character("r"))) == [FleetEffect(effect: .reconnectNow, host: 3)])
        state.press(.enter)
        #expect(state.reduce(.key(.character("r"))) == [FleetEffect(effect: .reconnectNow, host: 3)])
        #expect(state.reduce(.key(.control("z"))).map(\.effect) == [.suspend])
    }

    @Test func `An update changes its own host, and the frame only where it is shown`() {
        var state = FleetFixtures.fleet()
        state.press(.enter)
        let open = state.openHost ?? 0
        let before = state
        _ = state.reduce(.update(HostFixture(name: "web-1", cpu: 77, age: 0).update, host: 0))
        #expect(state.revision == before.revision)
        for index in state.hosts.indices {
            #expect((state.hosts[index] == before.hosts[index]) == (index != 0))
        }
        _ = state.reduce(.update(FleetFixtures.kinds[open].update, host: open))
        #expect(state.revision > before.revision)
        // From a host that there is not, nothing.
        _ = state.reduce(.update(FleetFixtures.kinds[0].update, host: 99))
    }

    @Test func `Hosts that are not on the screen are recorded all the same`() {
        var state = FleetFixtures.fleet()
        for second in 11...20 {
            var update = FleetFixtures.kinds[0].update
            update.samples = [FleetFixtures.kinds[0].sample(at: Double(second))]
            _ = state.reduce(.update(update, host: 0))
        }
        _ = state.reduce(.tick(Fixtures.moment(20.2)))
        state.press(.end, .enter)
        #expect(state.openName == "web-1")
        #expect(state.hosts[0].dashboard.live.history.count == 11)
        let text = FrameCheck.text(state.render(size: state.size))
        #expect(text.contains("CONNECTED"))
        #expect(text.contains("35.0%"))
    }

    @Test func `A host alone is its dashboard and nothing else`() {
        let size = ScreenSize(columns: 120, rows: 40)
        var fleet = FleetState(
            hosts: [FleetHostSeed(name: "vm", status: Fixtures.status(.connecting))], settings: DashboardSettings(),
            size: size, now: Fixtures.start)
        var single = Fixtures.empty(size)
        let update = Fixtures.update(0...40)
        _ = fleet.reduce(.update(update, host: 0))
        _ = single.reduce(.update(update))
        _ = fleet.reduce(.tick(Fixtures.moment(40.2)))
        _ = single.reduce(.tick(Fixtures.moment(40.2)))
        let keys: [Key] = [
            .escape, .enter, .character("/"), .character("<"), .character("I"), .left, .right, .character("3"), .tab,
            .character("?"), .escape, .character("s"), .escape, .escape, .character("["), .character("T"),
        ]
        for key in keys {
            #expect(fleet.reduce(.key(key)).map(\.effect) == single.reduce(.key(key)))
            #expect(fleet.render(size: size) == single.render(size: size), "after \(key)")
            #expect(fleet.nextTick == single.nextTick)
        }
    }

    @Test func `The means and the cluster's alert are on the screen`() {
        var hosts = FleetFixtures.kinds
        var state = FleetFixtures.fleet(hosts)
        #expect(state.averages.upCount == 5)
        #expect(FrameCheck.text(state.render(size: state.size), row: 1).hasPrefix("Mean of 5  CPU 41%  RAM 49%"))
        #expect(FrameCheck.text(state.render(size: state.size), row: 1).contains("2 not heard from yet"))
        for index in hosts.indices {
            hosts[index].state = .connected
            hosts[index].cpu = 90
            hosts[index].age = 0
            _ = state.reduce(.update(hosts[index].update, host: index))
        }
        #expect(FrameCheck.text(state.render(size: state.size), row: 1).hasPrefix("Mean of 8  CPU 90%"))
        var list = AlertList()
        list.active = [
            Alert(number: 1, host: "a", subject: .cpu, level: .critical, start: Fixtures.moment(300)),
            Alert(
                number: 2, host: AlertMachine.cluster, subject: .cluster, level: .warning, start: Fixtures.moment(300)),
        ]
        _ = state.reduce(.alerts(list))
        #expect(FrameCheck.text(state.render(size: state.size), row: 0).hasPrefix(" ALERT "))
    }

    @Test func `In the full view a host's own alert is told with its figure, and another's beside it`() {
        var hosts = FleetFixtures.kinds
        hosts[0].state = .connected
        hosts[0].cpu = 93
        hosts[0].age = 0
        var state = FleetFixtures.fleet(hosts, ScreenSize(columns: 100, rows: 30))
        state.press(.character("/"))
        for character in hosts[0].name { state.press(.character(character)) }
        state.press(.enter, .enter)
        #expect(state.openHost == 0)
        for (host, text) in [(hosts[0].name, "!! CPU 93% alert ·"), ("another", "!! CPU 93% · 1 alert: CPU ·")] {
            var list = AlertList()
            list.active = [
                Alert(number: 1, host: host, subject: .cpu, level: .critical, start: Fixtures.moment(300), value: 93)
            ]
            _ = state.reduce(.alerts(list))
            let header = FrameCheck.text(state.render(size: state.size), row: 0)
            #expect(header.contains(text), "\(header)")
        }
    }

    @Test func `Many hosts keep less history each`() {
        #expect(SampleHistory.Limits().samples == 1000)
        #expect(SampleHistory.Limits(hostCount: 10).samples == 1000)
        #expect(SampleHistory.Limits(hostCount: 100).samples == 240)
        #expect(SampleHistory.Limits(hostCount: 100).bytes * 100 <= 2 * MessageLimits.historyBytes)
        #expect(
            FleetFixtures.hundred(ScreenSize(columns: 80, rows: 24)).hosts[0].dashboard.live.history.limits.samples
                == 240)
    }

    @Test func `A notice goes away, and is shown where the person looks`() {
        var state = FleetFixtures.fleet()
        _ = state.reduce(.notice("not saved"))
        #expect(FrameCheck.text(state.render(size: state.size), row: 39).hasPrefix("not saved"))
        _ = state.reduce(.tick(Fixtures.moment(15.1)))
        #expect(state.notice == nil)
        state.press(.enter)
        _ = state.reduce(.notice("not saved"))
        #expect(FrameCheck.text(state.render(size: state.size), row: 39).hasPrefix("not saved"))
    }
}
