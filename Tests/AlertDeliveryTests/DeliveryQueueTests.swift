import AlertDelivery
import MonitoringAlerts
import Synchronization
import Testing

@Suite struct DeliveryQueueTests {
    /// Answers as it is told, and keeps what it was sent.
    private final class Scripted: AlertNotifier {
        let name = "it"
        let batchLimit: Int
        let retryLimit = 8
        private let outcomes: Mutex<[AlertDeliveryError?]>
        private let sent = Mutex<[[Int]]>([])
        private let hangs: Bool
        private let starts: AsyncStream<Void>
        private let start: AsyncStream<Void>.Continuation

        init(batchLimit: Int = 1, hangs: Bool = false, _ outcomes: [AlertDeliveryError?] = []) {
            self.batchLimit = batchLimit
            self.hangs = hangs
            self.outcomes = Mutex(outcomes)
            (starts, start) = AsyncStream.makeStream()
        }

        var batches: [[Int]] { sent.withLock { $0 } }

        func send(_ notices: [AlertNotice]) async throws {
            sent.withLock { $0.append(notices.map(\.event.alert.number)) }
            start.yield()
            if hangs { try await Task.sleep(for: .seconds(3600)) }
            if let error = outcomes.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw error }
        }

        func waitForStart() async { _ = await starts.first { _ in true } }
    }

    private final class Log: Sendable {
        private let state = Mutex<(reports: [String], delays: [Duration])>(([], []))

        var reports: [String] { state.withLock { $0.reports } }
        var delays: [Duration] { state.withLock { $0.delays } }

        func report(_ text: String) { state.withLock { $0.reports.append(text) } }
        func wait(_ delay: Duration) { state.withLock { $0.delays.append(delay) } }
    }

    private static let busy = AlertDeliveryError("busy", isTemporary: true)
    private static let no = AlertDeliveryError("no", isTemporary: false)

    private func queue(_ notifier: Scripted, _ log: Log) -> DeliveryQueue {
        DeliveryQueue(notifier, report: { log.report($0) }, sleep: { log.wait($0) })
    }

    /// Posts all, and lets the queue work to its end.
    private func run(_ notifier: Scripted, _ numbers: Range<Int>, _ log: Log = Log()) async -> DeliveryQueue.Counts {
        let queue = queue(notifier, log)
        queue.post(numbers.map { Notices.raised($0) })
        await queue.end(within: .seconds(60))
        return queue.counts
    }

    @Test func inOrderAndInBatches() async {
        let notifier = Scripted(batchLimit: 3)
        let counts = await run(notifier, 0..<7)
        #expect(notifier.batches == [[0, 1, 2], [3, 4, 5], [6]])
        #expect(counts.sent == 7)
    }

    @Test func whatMayPassIsTriedAgainWithDelaysThatDoubleUpToACap() async {
        let notifier = Scripted(Array(repeating: Self.busy, count: 8) + [nil])
        let log = Log()
        let counts = await run(notifier, 0..<2, log)
        #expect(notifier.batches == Array(repeating: [0], count: 9) + [[1]])
        #expect(log.delays == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
        #expect(log.reports == ["it: busy"])
        #expect(counts.sent == 2)
        #expect(counts.failed == 0)
    }

    @Test func triesHaveAnEnd() async {
        let notifier = Scripted(Array(repeating: Self.busy, count: 9))
        let counts = await run(notifier, 0..<2)
        #expect(notifier.batches.count == 10)
        #expect(counts.failed == 1)
        #expect(counts.sent == 1)
    }

    @Test func whatDoesNotPassIsNotTriedAgainAndToldOnceUntilSomethingGoesWell() async {
        let log = Log()
        let counts = await run(Scripted([Self.no, Self.no, nil, Self.no]), 0..<4, log)
        #expect(log.delays == [])
        #expect(log.reports == ["it: no", "it: no"])
        #expect(counts.failed == 3)
        #expect(counts.sent == 1)
    }

    @Test func theOldestOfTooManyAreDroppedAndCounted() async {
        let notifier = Scripted(hangs: true)
        let queue = queue(notifier, Log())
        queue.post([Notices.raised(0)])
        await notifier.waitForStart()
        queue.post((1...DeliveryQueue.limit + 5).map { Notices.raised($0) })
        #expect(queue.counts.dropped == 5)
        #expect(queue.counts.waiting == DeliveryQueue.limit + 1)
        await queue.end(within: .zero)
        queue.post([Notices.raised(1)])
        #expect(queue.counts.waiting == DeliveryQueue.limit + 1)
    }
}
