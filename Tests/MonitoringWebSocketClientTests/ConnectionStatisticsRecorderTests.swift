import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

@Suite struct ConnectionStatisticsRecorderTests {
    private typealias Recorder = ConnectionStatisticsRecorder

    private func change(_ from: ConnectionState, _ to: ConnectionState, reason: String? = nil) -> StatusChange {
        StatusChange(from: from, to: to, attempt: 0, reason: reason)
    }

    private func error(_ text: String) -> ErrorRecord {
        ErrorRecord(moment: Moment(at: .zero), error: text, type: "Test")
    }

    /// Connects at 10 s after one failed attempt at 2 s, loses the link at 30 s.
    private func recorderAfterLoss() -> Recorder {
        var recorder = Recorder(errorHistoryLimit: 5)
        recorder.attemptStarted(at: Moment(at: .zero))
        recorder.statusChanged(change(.disconnected, .connecting), at: Moment(at: .zero))
        recorder.statusChanged(change(.connecting, .error, reason: "refused"), at: Moment(at: .seconds(2)))
        recorder.statusChanged(change(.error, .reconnecting, reason: "refused"), at: Moment(at: .seconds(2)))
        recorder.attemptStarted(at: Moment(at: .seconds(7)))
        recorder.statusChanged(change(.reconnecting, .connected), at: Moment(at: .seconds(10)))
        recorder.statusChanged(change(.connected, .reconnecting, reason: "lost"), at: Moment(at: .seconds(30)))
        return recorder
    }

    @Test func `A new one is all zero`() {
        #expect(Recorder(errorHistoryLimit: 5).snapshot(now: .seconds(100)) == ConnectionStatistics())
    }

    @Test func `Uptime grows while connected, and only then`() {
        var recorder = recorderAfterLoss()
        #expect(recorder.snapshot(now: .seconds(100)).uptime == .zero)
        #expect(recorder.snapshot(now: .seconds(100)).connectionStart == nil)
        recorder.statusChanged(change(.reconnecting, .connected), at: Moment(at: .seconds(40)))
        #expect(recorder.snapshot(now: .seconds(40)).uptime == .zero)
        #expect(recorder.snapshot(now: .seconds(41)).uptime == .seconds(1))
        #expect(recorder.snapshot(now: .seconds(41)).connectionStart == Moment(at: .seconds(40)))
    }

    @Test func `Outages have a start, an end, a reason and attempts`() {
        var recorder = recorderAfterLoss()
        recorder.attemptStarted(at: Moment(at: .seconds(35)))
        recorder.attemptStarted(at: Moment(at: .seconds(40)))
        let first = Outage(
            start: Moment(at: .seconds(2)), end: Moment(at: .seconds(10)), reason: "refused", attempts: 1)
        var second = Outage(start: Moment(at: .seconds(30)), reason: "lost", attempts: 2)
        let during = recorder.snapshot(now: .seconds(36))
        #expect(during.outages == [first, second])
        #expect(during.longestOutage == .seconds(8))
        #expect(recorder.snapshot(now: .seconds(50)).longestOutage == .seconds(20))
        #expect(during.totalDisconnections == 1)
        #expect(during.reconnectAttempts == 3)
        recorder.statusChanged(change(.reconnecting, .connected), at: Moment(at: .seconds(60)))
        second.end = Moment(at: .seconds(60))
        #expect(recorder.snapshot(now: .seconds(99)).outages == [first, second])
        #expect(recorder.snapshot(now: .seconds(99)).longestOutage == .seconds(30))
    }

    @Test(
        arguments: [(0, nil), (5, 0), (10, 0), (20, 0.5), (30, 20.0 / 30), (40, 0.5), (80, 0.25)] as [(Int, Double?)])
    func `Share of the time connected`(_ now: Int, _ share: Double?) {
        var recorder = Recorder(errorHistoryLimit: 5)
        recorder.attemptStarted(at: Moment(at: .zero))
        if now >= 10 { recorder.statusChanged(change(.reconnecting, .connected), at: Moment(at: .seconds(10))) }
        if now >= 30 { recorder.statusChanged(change(.connected, .reconnecting), at: Moment(at: .seconds(30))) }
        #expect(recorder.snapshot(now: .seconds(now)).connectedShare == share)
    }

    @Test func `Once stopped, time stands still`() {
        var recorder = recorderAfterLoss()
        recorder.statusChanged(change(.reconnecting, .disconnected), at: Moment(at: .seconds(40)))
        let statistics = recorder.snapshot(now: .seconds(40))
        #expect(statistics == recorder.snapshot(now: .seconds(4000)))
        #expect(statistics.connectedShare == 0.5)
        #expect(statistics.outages.last?.end == Moment(at: .seconds(40)))
    }

    @Test func `Errors are counted once each, and the newest are kept`() {
        var recorder = Recorder(errorHistoryLimit: 2)
        recorder.failed(error("a"))
        recorder.malformed(error("b"))
        recorder.failed(error("c"))
        let statistics = recorder.snapshot(now: .zero)
        #expect(statistics.errorCount == 3)
        #expect(statistics.malformedMessages == 1)
        #expect(statistics.lastError == "c")
        #expect(statistics.errorHistory.map(\.error) == ["b", "c"])
        for limit in [0, -1] {
            var recorder = Recorder(errorHistoryLimit: limit)
            recorder.failed(error("a"))
            #expect(recorder.snapshot(now: .zero).errorHistory.isEmpty)
            #expect(recorder.snapshot(now: .zero).errorCount == 1)
        }
    }

    @Test func `Outages are bounded, and the longest is remembered`() {
        var recorder = recorderAfterLoss()
        recorder.statusChanged(change(.reconnecting, .connected), at: Moment(at: .seconds(1000)))
        for number in 1...2000 {
            let lost = Moment(at: .seconds(1000 + 2 * number))
            recorder.statusChanged(change(.connected, .reconnecting, reason: "\(number)"), at: lost)
            recorder.statusChanged(change(.reconnecting, .connected), at: Moment(at: lost.monotonic + .seconds(1)))
        }
        recorder.statusChanged(change(.connected, .reconnecting, reason: "now"), at: Moment(at: .seconds(9000)))
        let statistics = recorder.snapshot(now: .seconds(9000))
        #expect(statistics.outages.count == Recorder.outageLimit)
        #expect(statistics.outages.last?.reason == "now")
        #expect(statistics.longestOutage == .seconds(970))
    }
}

@Suite struct MessageRateTests {
    /// One message every `step` ms from 0 until before `end`, then nothing.
    @Test(
        arguments: [
            (1000, 10_000, 500, nil), (1000, 10_000, 1000, 1), (500, 10_000, 5000, 2), (1000, 60_000, 30_500, 1),
            (100, 60_000, 30_000, 10), (100, 20_000, 25_000, 5), (100, 20_000, 31_000, 0), (100, 20_000, 3_600_000, 0),
        ] as [(Int, Int, Int, Double?)])
    func `Rate over the last ten seconds`(_ step: Int, _ end: Int, _ now: Int, _ expected: Double?) throws {
        var rate = MessageRate(origin: .seconds(100))
        for time in stride(from: 0, to: min(end, now), by: step) {
            rate.count(at: .seconds(100) + .milliseconds(time))
        }
        let found = rate.perSecond(now: .seconds(100) + .milliseconds(now))
        guard let expected else {
            #expect(found == nil)
            return
        }
        #expect(abs(try #require(found) - expected) < 0.06)
    }

    @Test func `A pause longer than the window leaves nothing behind`() throws {
        var rate = MessageRate(origin: .zero)
        for _ in 0..<1000 { rate.count(at: .zero) }
        rate.count(at: .seconds(500))
        #expect(rate.perSecond(now: .seconds(500)) == 0.1)
    }
}
