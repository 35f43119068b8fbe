import MonitoringAlerts
import MonitoringMessages
import Testing

/// What the server itself says in `alerts[]`.
@Suite struct ServerAlertTests {
    private static let hot = MonitoringSample.Alert(
        "processor", "temperature", value: 91, threshold: 85, level: "CRITICAL", message: "CPU is hot")

    @Test func itsOwnJudgementsLastAsLongAsItSendsThem() throws {
        var script = AlertScript()
        for second in 0..<4 { script.sample(second) { $0.alerts = [Self.hot] } }
        let alert = try #require(script.machine.list.active.first)
        #expect(alert.subject == .server(component: "processor", metric: "temperature"))
        #expect(alert.level == .critical)
        #expect(alert.threshold == 85)
        #expect(alert.detail == "CPU is hot")
        for second in 4..<8 { script.sample(second) { _ in } }
        #expect(script.told == ["3 raised processor temperature", "7 cleared processor temperature"])
    }

    @Test func theyDanceNoMoreThanOurs() {
        var script = AlertScript()
        for second in 0..<40 { script.sample(second) { $0.alerts = second.isMultiple(of: 2) ? [Self.hot] : [] } }
        #expect(script.told == [])
    }

    @Test(arguments: [("memory", "percentage"), ("RAM", "usage_percent")])
    func ourThresholdCountsForWhatWeJudgeToo(component: String, metric: String) {
        var rules = AlertRules.test
        rules.ram = 95
        var script = AlertScript(rules)
        for second in 0..<5 {
            script.sample(second) {
                $0.memory = .init()
                $0.memory?.usagePercent = 91
                $0.alerts = [.init(component, metric, value: 91, threshold: 90, level: "warning")]
            }
        }
        #expect(script.told == [])
        // The server found crossed what it does not send as a figure.
        for second in 5..<9 { script.sample(second) { $0.alerts = [.init(component, metric, value: 97)] } }
        #expect(script.told == ["8 raised RAM"])
    }

    @Test func off() {
        var rules = AlertRules.test
        rules.usesServerAlerts = false
        var script = AlertScript(rules)
        for second in 0..<9 { script.sample(second) { $0.alerts = [Self.hot, .init("cpu", "percentage", value: 99)] } }
        #expect(script.told == [])
    }

    @Test func oneThatSaysNothing() {
        var script = AlertScript()
        for second in 0..<4 { script.sample(second) { $0.alerts = [.init(nil, nil, value: .nan), .init(nil, nil)] } }
        #expect(script.told == ["3 raised Server alert"])
        #expect(script.machine.list.active.first?.value == nil)
    }
}
