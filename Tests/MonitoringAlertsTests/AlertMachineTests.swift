import MonitoringAlerts
import MonitoringMessages
import Testing

@Suite struct AlertMachineTests {
    /// One value a second from second 0 on (nil is unknown), and what is told of it.
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var values: [Double?]
        var told: [String]
        var testDescription: String { name }

        init(_ name: String, _ values: [Double?], _ told: [String]) {
            self.name = name
            self.values = values
            self.told = told
        }
    }

    @Test(arguments: [
        Row("on the line is not above it", [80, 80, 80, 80, 80], []),
        Row("above for less than the hold time", [81, 81, 81, 80, 79], []),
        Row("above for the hold time", [81, 81, 81, 81], ["3 raised CPU"]),
        Row("a spike, then the line itself, starts the hold anew", [81, 81, 80, 81, 81, 81, 81], ["6 raised CPU"]),
        Row("unknown starts the hold anew", [81, 81, nil, 81, 81, 81, 81], ["6 raised CPU"]),
        Row("no number starts the hold anew", [81, 81, .nan, 81, 81, .infinity, 81, 81], []),
        Row(
            "a value that dances on the line rings once",
            [81, 81, 81, 81, 79, 81, 79, 81, 79, 81, 76, 81, 79, 81], ["3 raised CPU"]),
        Row(
            "between the lines it stays on, below it has to stay for the hold time",
            [81, 81, 81, 81, 76, 76, 76, 76, 75, 75, 76, 75, 75, 75, 75], ["3 raised CPU", "14 cleared CPU"]),
        Row(
            "unknown does not end it, and starts the end's hold anew",
            [81, 81, 81, 81, 10, 10, nil, 10, 10, 10, 10], ["3 raised CPU", "10 cleared CPU"]),
        Row("a sample of nothing but nonsense", [1e300, 1e300, 1e300, 1e300], ["3 raised CPU"]),
    ])
    func values(row: Row) {
        var script = AlertScript()
        for (second, value) in row.values.enumerated() { script.cpu(second, value) }
        #expect(script.told == row.told)
    }

    @Test func coolDownKeepsItQuietAndThenRaisesWhatIsStillAbove() {
        var script = AlertScript()
        for second in 0..<4 { script.cpu(second, 90) }
        for second in 4..<8 { script.cpu(second, 10) }
        // Cleared at 7: nothing before 17, whatever happens.
        for second in 8..<13 { script.cpu(second, 95) }
        for second in 13..<15 { script.cpu(second, 10) }
        #expect(script.told == ["3 raised CPU", "7 cleared CPU"])
        for second in 15..<25 { script.cpu(second, 92) }
        #expect(script.told == ["3 raised CPU", "7 cleared CPU", "18 raised CPU"])
        #expect(script.events.last?.alert.start == AlertScript.moment(15))

        var long = AlertScript()
        for second in 0..<4 { long.cpu(second, 90) }
        for second in 4..<8 { long.cpu(second, 10) }
        for second in 8..<30 { long.cpu(second, 95) }
        #expect(long.told.last == "17 raised CPU")
        #expect(long.events.last?.alert.start == AlertScript.moment(8))
    }

    @Test func startLengthAndPeak() throws {
        var script = AlertScript()
        for (second, value) in [85.0, 82, 97.5, 84, 88, 91, 40, 40, 40, 40].enumerated() { script.cpu(second, value) }
        guard case .raised(let raised) = try #require(script.events.first) else {
            Issue.record("not raised")
            return
        }
        #expect(raised.start == AlertScript.moment(0))
        #expect(raised.peak == 97.5)
        #expect(raised.value == 84)
        #expect(raised.threshold == 80)
        #expect(raised.number == 1)
        let cleared = try #require(script.machine.list.past.first)
        #expect(script.machine.list.active.isEmpty)
        #expect(cleared.end == AlertScript.moment(6))
        #expect(cleared.length(now: .seconds(1000)) == .seconds(6))
        #expect(cleared.peak == 97.5)
        #expect(cleared.value == 40)
        #expect(script.machine.list.raisedCount == 1)
        #expect(script.machine.list.clearedCount == 1)
    }

    @Test func theLevelIsTheWorstItHasBeen() {
        var script = AlertScript()
        for second in 0..<4 { script.cpu(second, 85) }
        #expect(script.machine.list.active.map(\.level) == [.warning])
        script.cpu(4, 90)
        #expect(script.machine.list.active.map(\.level) == [.critical])
        script.cpu(5, 85)
        #expect(script.machine.list.active.map(\.level) == [.critical])
    }

    @Test func reminders() {
        var rules = AlertRules.test
        rules.reminder = .seconds(5)
        var script = AlertScript(rules)
        for second in 0..<15 { script.cpu(second, 85) }
        #expect(script.told == ["3 raised CPU", "8 ongoing CPU", "13 ongoing CPU"])
    }

    @Test func everyThresholdIsASettingAndCanBeOff() {
        var rules = AlertRules.test
        rules.hold = .zero
        func script(_ rules: AlertRules) -> [String] {
            var script = AlertScript(rules)
            script.sample(0) {
                $0.processor = .init()
                $0.processor?.usagePercent = 80.5
                $0.memory = .init()
                $0.memory?.usagePercent = 85.5
                $0.disk = .init()
                $0.disk?.usagePercent = 90.5
                $0.disk?.path = "/data"
                $0.gpus = [.init(), .init()]
                $0.gpus[1].usagePercent = 95.5
            }
            return script.told
        }
        #expect(script(rules) == ["0 raised CPU", "0 raised RAM", "0 raised Disk /data", "0 raised GPU 1"])
        rules.cpu = 81
        rules.ram = 86
        rules.disk = 91
        rules.gpu = 96
        #expect(script(rules) == [])
        rules.cpu = nil
        rules.ram = 1
        rules.disk = nil
        rules.gpu = nil
        #expect(script(rules) == ["0 raised RAM"])
    }

    @Test func aThresholdBelowTheHysteresisCanStillEnd() {
        var rules = AlertRules.test
        rules.cpu = 3
        rules.hold = .zero
        var script = AlertScript(rules)
        for (second, value) in [4.0, 1, 0].enumerated() { script.cpu(second, value) }
        #expect(script.told == ["0 raised CPU", "2 cleared CPU"])
    }

    @Test func aDiskThatIsListedTwiceIsOne() {
        var rules = AlertRules.test
        rules.hold = .zero
        var script = AlertScript(rules)
        script.sample(0) {
            var disk = MonitoringSample.Disk()
            disk.path = "/"
            disk.usagePercent = 99
            $0.disk = disk
            $0.disks = [disk, disk]
        }
        #expect(script.told == ["0 raised Disk /"])
    }

    @Test func hostsAreKeptApart() {
        var script = AlertScript()
        for second in 0..<4 {
            script.cpu(second, 90, host: "a")
            script.cpu(second, second == 2 ? 10 : 90, host: "b")
        }
        #expect(script.events.map(\.alert.host) == ["a"])
        for second in 4..<8 {
            script.cpu(second, 10, host: "a")
            script.cpu(second, 99, host: "b")
        }
        #expect(script.told == ["3 raised CPU", "6 raised CPU", "7 cleared CPU"])
        #expect(script.machine.list.active.map(\.host) == ["b"])
    }

    @Test func theListIsBoundedAndTheWorstComesFirst() {
        var rules = AlertRules.test
        rules.hold = .zero
        rules.coolDown = .zero
        var script = AlertScript(rules)
        for round in 0..<300 {
            script.cpu(2 * round, 85)
            script.cpu(2 * round + 1, 5)
        }
        #expect(script.machine.list.clearedCount == 300)
        #expect(script.machine.list.past.count == AlertList.pastLimit)
        #expect(script.machine.list.past.first?.number == 300)
        script.cpu(1000, 85, host: "mild")
        script.cpu(1001, 99, host: "bad")
        #expect(script.machine.list.active.map(\.host) == ["bad", "mild"])
    }

    @Test func aServerThatInventsAlertsCostsLittle() {
        var rules = AlertRules.test
        rules.hold = .zero
        var script = AlertScript(rules)
        for second in 0..<20 {
            script.sample(second) { sample in
                sample.alerts = (0..<1000).map { MonitoringSample.Alert("c\(second)", "m\($0)") }
            }
        }
        #expect(script.machine.list.active.count <= 256)
    }
}
