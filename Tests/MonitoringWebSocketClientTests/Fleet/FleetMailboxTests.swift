import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5))) struct FleetMailboxTests {
    private let event = ClientEvent.error(ErrorRecord(moment: Moment(at: .zero), error: "lost", type: "Test"))

    private func makeMailbox(hosts: Int) throws -> FleetMailbox {
        FleetMailbox(
            records: try (0..<hosts).map { _ in ClientRecord(configuration: try makeConfiguration()) },
            clock: ManualClock())
    }

    @Test func `Only hosts with news are taken, in the order of the hosts, and once`() async throws {
        let mailbox = try makeMailbox(hosts: 5)
        #expect(mailbox.take().isEmpty)
        for host in [3, 1, 3] { await mailbox.handlers[host].handle(event) }
        let taken = mailbox.take()
        #expect(taken.map(\.host) == [1, 3])
        #expect(taken.map(\.update.errors.count) == [1, 2])
        #expect(mailbox.take().isEmpty)
    }

    @Test func `One wake-up for many events of many hosts, another after a take`() async throws {
        let mailbox = try makeMailbox(hosts: 3)
        for round in 1...3 {
            for _ in 1...100 {
                for handler in mailbox.handlers { await handler.handle(event) }
            }
            try await mailbox.wakeUps.first()
            #expect(mailbox.take().map(\.update.errors.count) == [100, 100, 100], "round \(round)")
            #expect(mailbox.take().isEmpty)
        }
    }
}
