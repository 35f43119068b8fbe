import MonitoringAlerts
import MonitoringMessages
import Testing

@Suite struct LinkAlertTests {
    @Test func lostAndBack() throws {
        var script = AlertScript()
        script.link(0, .connecting)
        script.link(1, .connected)
        script.link(10, .reconnecting, reason: "connection refused")
        #expect(script.machine.nextDeadline == .seconds(12))
        script.advance(11)
        #expect(script.told == [])
        script.advance(12)
        script.link(13, .error, reason: "timed out")
        script.link(13, .reconnecting)
        #expect(script.machine.list.active.first?.detail == "timed out")
        #expect(script.machine.nextDeadline == nil)
        script.link(20, .connected)
        #expect(script.told == ["12 raised Link", "20 cleared Link"])
        let past = try #require(script.machine.list.past.first)
        #expect(past.level == .critical)
        #expect(past.length(now: .zero) == .seconds(10))
        #expect(past.peak == nil)
    }

    @Test func aShortLossIsNone() {
        var script = AlertScript()
        script.link(0, .connected)
        script.link(10, .reconnecting)
        script.link(11, .connected)
        script.advance(20)
        #expect(script.told == [])
    }

    @Test func aServerThatNeverAnsweredIsOne() {
        var script = AlertScript()
        script.link(0, .connecting)
        script.link(1, .error, reason: "refused")
        script.link(1, .reconnecting)
        script.advance(3)
        #expect(script.told == ["3 raised Link"])
    }

    @Test func aLinkThatFlapsRingsOnceACoolDown() {
        var script = AlertScript()
        script.link(0, .reconnecting)
        script.advance(2)
        script.link(3, .connected)
        script.link(4, .reconnecting)
        #expect(script.machine.nextDeadline == .seconds(13))
        script.advance(7)
        script.link(8, .connected)
        script.link(9, .reconnecting)
        script.advance(12)
        script.advance(13)
        #expect(script.told == ["2 raised Link", "3 cleared Link", "13 raised Link"])
    }

    @Test func whoEndsTheLinkItselfIsNotAlarmed() {
        var script = AlertScript()
        script.link(0, .connected)
        script.link(5, .disconnected)
        script.advance(100)
        #expect(script.told == [])
    }

    @Test func off() {
        var rules = AlertRules.test
        rules.linkHold = nil
        var script = AlertScript(rules)
        script.link(0, .connected)
        script.link(5, .reconnecting)
        script.advance(100)
        #expect(script.told == [])
        #expect(script.machine.nextDeadline == nil)
    }

    @Test func withoutALinkNoFigureIsKnown() {
        var script = AlertScript()
        script.cpu(0, 90)
        script.link(1, .reconnecting)
        script.link(100, .connected)
        script.advance(101)
        script.cpu(101, 85)
        #expect(script.told.filter { $0.contains("CPU") } == [])
        for second in 102..<106 { script.cpu(second, 85) }
        #expect(script.told.last == "104 raised CPU")
        // An alert that is on stays on without a link.
        script.link(200, .reconnecting)
        script.advance(202)
        #expect(script.machine.list.active.map(\.subject) == [.link, .cpu])
    }

    @Test func remindersOfALostLink() {
        var rules = AlertRules.test
        rules.reminder = .seconds(10)
        var script = AlertScript(rules)
        script.link(0, .reconnecting)
        script.advance(2)
        #expect(script.machine.nextDeadline == .seconds(12))
        script.advance(12)
        #expect(script.told == ["2 raised Link", "12 ongoing Link"])
    }
}
