import MonitoringAlerts
import MonitoringMessages
import Testing

/// The mean of several hosts as an alert: the manual's rule, with the hold time, hysteresis and cool-down of all alerts.
@Suite struct ClusterAlertTests {
    private var rules: AlertRules {
        var rules = AlertRules.test
        rules.cpu = nil
        rules.linkHold = nil
        return rules
    }

    /// Seconds, each with the usage of hosts `a` and `b`.
    private func told(_ seconds: [(Double?, Double?)], hostCount: Int = 2, _ rules: AlertRules) -> [String] {
        var script = AlertScript(rules, hostCount: hostCount)
        for (second, percents) in seconds.enumerated() {
            if second == 0 { for host in ["a", "b"] { script.link(0, .connected, host: host) } }
            for (host, percent) in [("a", percents.0), ("b", percents.1)] where percent != nil {
                script.cpu(second, percent, host: host)
            }
        }
        return script.told
    }

    @Test func raisedHeldAndClearedAsAnyOther() {
        let high = Array(repeating: (70.0 as Double?, 95.0 as Double?), count: 8)
        let low = Array(repeating: (10.0 as Double?, 95.0 as Double?), count: 8)
        #expect(told(high + low, rules) == ["3 raised Cluster CPU", "11 cleared Cluster CPU"])
        // Within the cool-down it is not raised again.
        #expect(
            told(high + low + high + high, rules) == [
                "3 raised Cluster CPU", "11 cleared Cluster CPU", "21 raised Cluster CPU",
            ])
        // A mean that dances on the line rings once.
        let dance = (0..<40).map { (80.0 as Double?, $0 % 2 == 0 ? 90.0 : 78.0 as Double?) }
        #expect(told(high + dance, rules) == ["3 raised Cluster CPU"])
    }

    @Test func notBeforeAllHaveAnsweredAndNotWhenOff() {
        let one = Array(repeating: (99.0 as Double?, nil as Double?), count: 20)
        #expect(told(one, rules) == [])
        #expect(told(one, hostCount: 1, rules) == [])
        var off = rules
        off.cluster = nil
        #expect(told(Array(repeating: (99, 99), count: 20), off) == [])
    }

    @Test func whoIsDownDoesNotCount() {
        var script = AlertScript(rules, hostCount: 2)
        for host in ["a", "b"] { script.link(0, .connected, host: host) }
        for second in 0..<5 {
            script.cpu(second, 95, host: "a")
            script.cpu(second, 10, host: "b")
        }
        script.link(5, .reconnecting, host: "b")
        for second in 5..<10 { script.cpu(second, 95, host: "a") }
        #expect(script.told == ["8 raised Cluster CPU"])
        // Nobody is up: nothing is known.
        script.link(10, .reconnecting, host: "a")
        #expect(script.machine.list.active.map(\.subject) == [.cluster])
    }

    @Test func itsWords() throws {
        var script = AlertScript(rules, hostCount: 2)
        for host in ["a", "b"] { script.link(0, .connected, host: host) }
        for second in 0..<5 {
            for host in ["a", "b"] { script.cpu(second, host == "a" ? 94.3 : 92.2, host: host) }
        }
        let event = try #require(script.events.first)
        #expect(event.alert.host == AlertMachine.cluster)
        #expect(
            AlertText.sentence(event, now: .seconds(3))
                == "CRITICAL: Cluster CPU 93.3%, above 80%, mean of 2 hosts, since 22:13:20")
        #expect(
            AlertJSON.text(event, now: .zero).contains(#""host": "cluster", "hostname": null, "subject": "cluster""#))
    }
}
