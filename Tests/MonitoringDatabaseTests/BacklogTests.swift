import MonitoringMessages
import Testing

@testable import MonitoringDatabase

/// What waits to be written, and how long.
struct BacklogTests {
    private let error = SampleDatabaseError(.locked, path: "samples.db")

    private func backlog(_ count: Int) -> Backlog {
        var backlog = Backlog()
        for second in 0..<count { _ = backlog.append(.at(second)) }
        return backlog
    }

    @Test("the first sample wakes the writer, and a full batch at once")
    func waking() {
        var backlog = Backlog()
        // The owner opens the database, and then writes what has come.
        #expect(backlog.append(.at(0)) == .none)
        #expect(backlog.takeBatch().count == 1)
        #expect(backlog.append(.at(0)) == .soon)
        for second in 1..<Backlog.batch - 1 { #expect(backlog.append(.at(second)) == .none) }
        #expect(backlog.append(.at(0)) == .now)
        #expect(backlog.append(.at(0)) == .none)
        #expect(backlog.takeBatch().count == Backlog.batch)
        #expect(backlog.append(.at(0)) == .soon)
        #expect(backlog.waiting == Backlog.batch + 2)
    }

    @Test("batches are in order, and counted when written")
    func batches() {
        var backlog = backlog(Backlog.batch + 1)
        let first = backlog.takeBatch()
        var isRecovery = backlog.wrote(first)
        #expect(!isRecovery)
        let second = backlog.takeBatch()
        #expect(second.map(\.time) == [.second(Backlog.batch)])
        #expect(backlog.written == Backlog.batch)
        isRecovery = backlog.wrote(second)
        #expect(!isRecovery)
        #expect(backlog.takeBatch().isEmpty)
        #expect(backlog.written == Backlog.batch + 1)
        #expect(backlog.waiting == 0)
    }

    @Test("a failure is news once; its samples wait in their order, and wake nobody")
    func failure() {
        var backlog = backlog(2)
        let batch = backlog.takeBatch()
        _ = backlog.append(.at(2))
        backlog.giveBack(batch)
        let isNews = backlog.failed(error)
        #expect(isNews)
        #expect(backlog.problem == error)
        #expect(backlog.append(.at(3)) == .none)
        let again = backlog.takeBatch()
        #expect(again.map(\.time) == (0...3).map { .second($0) })
        backlog.giveBack(again)
        let isNewsAgain = backlog.failed(error)
        #expect(!isNewsAgain)
        #expect(backlog.failures == 2)
        let last = backlog.takeBatch()
        let isRecovery = backlog.wrote(last)
        #expect(isRecovery)
        #expect(backlog.problem == nil)
        #expect(backlog.written == 4)
    }

    @Test("of too many, the oldest are dropped and counted, also when a failed batch comes back")
    func limit() {
        var backlog = backlog(Backlog.limit + 10)
        #expect(backlog.waiting == Backlog.limit)
        #expect(backlog.dropped == 10)
        let batch = backlog.takeBatch()
        #expect(batch.first?.time == .second(10))
        for second in 0..<20 { _ = backlog.append(.at(second)) }
        backlog.giveBack(batch)
        #expect(backlog.waiting == Backlog.limit)
        #expect(backlog.dropped == 30)
        #expect(backlog.takeBatch().first?.time == .second(30))
    }
}
