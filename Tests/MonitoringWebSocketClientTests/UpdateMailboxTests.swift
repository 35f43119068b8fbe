import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5))) struct UpdateMailboxTests {
    private let clock = ManualClock()

    private func makeMailbox() throws -> (UpdateMailbox, ClientRecord) {
        let record = ClientRecord(configuration: try makeConfiguration())
        return (UpdateMailbox(record: record, clock: clock, onNews: {}), record)
    }

    private func sample(_ timestamp: Int) -> ClientEvent {
        var sample = MonitoringSample()
        sample.timestamp = "\(timestamp)"
        let received = ReceivedMessage(message: .monitoringData(sample), raw: "raw \(timestamp)")
        return .message(received, Moment(at: .seconds(timestamp)))
    }

    private func failure(_ number: Int) -> ClientEvent {
        .error(ErrorRecord(moment: Moment(at: .zero), error: "\(number)", type: "Test"))
    }

    @Test func `There is nothing to take before an event, and nothing twice`() throws {
        let (mailbox, _) = try makeMailbox()
        #expect(mailbox.take() == nil)
        mailbox.take(sample(1))
        #expect(mailbox.take()?.samples.map(\.raw) == ["raw 1"])
        #expect(mailbox.take() == nil)
    }

    @Test func `Updates merge, with the status and statistics of now`() throws {
        let (mailbox, record) = try makeMailbox()
        record.record { $0.attemptStarted(at: Moment(at: .zero)) }
        var change = StatusChange(from: .disconnected, to: .connecting, attempt: 1)
        mailbox.take(.stateChanged(from: .disconnected, status: record.apply(change, at: Moment(at: .zero))))
        change = StatusChange(from: .connecting, to: .connected, attempt: 0)
        mailbox.take(.stateChanged(from: .connecting, status: record.apply(change, at: Moment(at: .seconds(1)))))
        mailbox.take(
            .message(ReceivedMessage(message: .connection(status: nil, message: "a"), raw: ""), clock.now()))
        mailbox.take(
            .message(ReceivedMessage(message: .connection(status: nil, message: "b\u{1B}"), raw: ""), clock.now()))
        mailbox.take(sample(1))
        mailbox.take(failure(1))
        mailbox.take(sample(2))
        clock.advance(to: .seconds(3))
        let update = try #require(mailbox.take())
        #expect(update.status.state == .connected)
        #expect(update.status.since == Moment(at: .seconds(1)))
        #expect(update.status.uri == "ws://server:8765")
        #expect(update.statistics.uptime == .seconds(2))
        #expect(update.samples.map(\.moment.monotonic) == [.seconds(1), .seconds(2)])
        #expect(update.errors.map(\.error) == ["1"])
        #expect(update.serverNotice == "b␛")
        #expect(update.droppedSamples == 0)
    }

    @Test func `Samples and errors are bounded, the oldest dropped and counted`() throws {
        let (mailbox, _) = try makeMailbox()
        for number in 1...1500 {
            mailbox.take(sample(number))
            mailbox.take(failure(number))
        }
        let update = try #require(mailbox.take())
        #expect(update.samples.map(\.raw) == (501...1500).map { "raw \($0)" })
        #expect(update.droppedSamples == 500)
        #expect(update.errors.map(\.error) == (501...1500).map(String.init))
    }

    @Test func `Huge samples are bounded by their bytes, and the newest is kept`() throws {
        let (mailbox, _) = try makeMailbox()
        let huge = String(repeating: " ", count: MessageLimits.historyBytes / 4)
        for _ in 1...9 {
            let received = ReceivedMessage(message: .monitoringData(MonitoringSample()), raw: huge)
            mailbox.take(.message(received, Moment(at: .zero)))
        }
        #expect(mailbox.take()?.samples.count == 4)
        let larger = ReceivedMessage(message: .monitoringData(MonitoringSample()), raw: huge + huge + huge + huge + " ")
        mailbox.take(.message(larger, Moment(at: .zero)))
        let update = try #require(mailbox.take())
        #expect(update.samples.count == 1)
        #expect(update.droppedSamples == 0)
    }
}
