import MonitoringAlerts
import Synchronization

/// Hands notices to one notifier, in order, beside everything else: whoever posts never waits.
///
/// At most `limit` notices wait. When there are more the oldest is dropped and counted: what is newest says how things are now.
/// A failure that may pass is tried again after a delay that doubles, up to a cap, as often as the notifier says; then the
/// notices are lost and counted.
public final class DeliveryQueue: Sendable {
    /// What has become of the notices.
    public struct Counts: Sendable, Equatable {
        /// Told.
        public var sent = 0
        /// Given up after a failure.
        public var failed = 0
        /// Left out because too many waited.
        public var dropped = 0
        /// Not told yet.
        public var waiting = 0

        /// All zero.
        public init() {}
    }

    /// Notices that may wait: a storm of alerts on many hosts, and few enough to be read when the way is free again.
    public static let limit = 1000
    /// The first delay before a failure is tried again; it doubles each time.
    static let firstDelay: Duration = .seconds(1)
    /// The longest such delay.
    static let longestDelay: Duration = .seconds(60)

    private struct State {
        var waiting: [AlertNotice] = []
        var isSending = 0
        var counts = Counts()
        /// Whether the last attempt failed: a failure is reported once until something is told again.
        var isFailing = false
        var hasEnded = false
    }

    private let notifier: any AlertNotifier
    private let report: @Sendable (String) -> Void
    private let sleep: @Sendable (Duration) async throws -> Void
    private let state = Mutex(State())
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation
    /// Ends when the worker does.
    private let ends: AsyncStream<Void>
    private let end: AsyncStream<Void>.Continuation
    private let worker = Mutex<Task<Void, Never>?>(nil)

    /// A queue that starts to work at once, and works until `end`.
    ///
    /// - Parameters:
    ///   - report: Told of the first of several failures in a row, in a sentence.
    ///   - sleep: Waits before another attempt.
    public init(
        _ notifier: any AlertNotifier, report: @escaping @Sendable (String) -> Void,
        sleep: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
    ) {
        self.notifier = notifier
        self.report = report
        self.sleep = sleep
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        (ends, end) = AsyncStream.makeStream()
        worker.withLock { $0 = Task { await self.work() } }
    }

    /// What has become of the notices so far.
    public var counts: Counts {
        state.withLock { state in
            var counts = state.counts
            counts.waiting = state.waiting.count + state.isSending
            return counts
        }
    }

    /// Adds notices, and comes back at once.
    public func post(_ notices: [AlertNotice]) {
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.waiting += notices
            let excess = max(0, state.waiting.count - Self.limit)
            state.waiting.removeFirst(excess)
            state.counts.dropped += excess
        }
        wakeUp.yield()
    }

    /// Takes no more notices, and gives those that wait so much time.
    public func end(within grace: Duration) async {
        state.withLock { $0.hasEnded = true }
        wakeUp.finish()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in self.ends {} }
            group.addTask { try? await Task.sleep(for: grace) }
            await group.next()
            group.cancelAll()
        }
        worker.withLock { $0?.cancel() }
    }

    private func work() async {
        await sendWaiting()
        for await _ in wakeUps { await sendWaiting() }
        await sendWaiting()
        end.finish()
    }

    private func sendWaiting() async {
        while !Task.isCancelled {
            let batch = state.withLock { state in
                let batch = Array(state.waiting.prefix(max(1, notifier.batchLimit)))
                state.waiting.removeFirst(batch.count)
                state.isSending = batch.count
                return batch
            }
            if batch.isEmpty { return }
            await send(batch)
        }
    }

    private func send(_ batch: [AlertNotice]) async {
        var delay = Self.firstDelay
        for attempt in 0... {
            do {
                try await notifier.send(batch)
                state.withLock { state in
                    state.isSending = 0
                    state.counts.sent += batch.count
                    state.isFailing = false
                }
                return
            } catch {
                if Task.isCancelled { return giveBack(batch) }
                note(error)
                guard attempt < notifier.retryLimit, (error as? AlertDeliveryError)?.isTemporary ?? true else { break }
            }
            do {
                try await sleep(delay)
            } catch {
                return giveBack(batch)
            }
            delay = min(delay * 2, Self.longestDelay)
        }
        state.withLock { state in
            state.isSending = 0
            state.counts.failed += batch.count
        }
    }

    /// They are still not told when there is no more time.
    private func giveBack(_ batch: [AlertNotice]) {
        state.withLock { state in
            state.isSending = 0
            state.waiting = batch + state.waiting
        }
    }

    private func note(_ error: any Error) {
        let isFirst = state.withLock { state in
            defer { state.isFailing = true }
            return !state.isFailing
        }
        if isFirst { report("\(notifier.name): \(error)") }
    }
}
