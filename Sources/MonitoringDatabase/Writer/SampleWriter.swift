import Dispatch
public import MonitoringMessages
import MonitoringWebSocketClient
import Synchronization

/// Writes the samples of any number of servers into one database, beside everything else: `save` never waits.
///
/// Samples are written every second, in transactions of up to 5,000. While the database is locked, full, may only be read
/// or is none at all, they wait, up to 100,000 of them; of more, the oldest are dropped. It is tried again every 5 s.
/// Who ends calls `close`, or loses what was not written yet.
public final class SampleWriter: Sendable {
    /// What its owner may want to tell.
    public enum Event: Sendable, Hashable {
        /// Nothing can be written any more. Told once, and again only when it could be meanwhile.
        case failed(SampleDatabaseError)
        /// It can be written again.
        case recovered
    }

    /// What became of the samples so far.
    public struct Statistics: Sendable, Hashable {
        /// Samples written.
        public var written = 0
        /// Samples that wait to be written.
        public var waiting = 0
        /// Samples that are lost, because too many waited, or came after the end.
        public var dropped = 0
        /// Attempts to write that failed.
        public var failures = 0
        /// Why nothing can be written now; nil while it can.
        public var problem: SampleDatabaseError?
        /// Why something could not be written last; nil when everything could.
        public var lastProblem: SampleDatabaseError?
    }

    /// When it writes; tests are in a hurry.
    struct Timing {
        /// How long samples wait for others to be written with them.
        var write = DispatchTimeInterval.seconds(1)
        /// From a failure to the next attempt.
        var retry = DispatchTimeInterval.seconds(5)
    }

    private static let removalInterval = Duration.seconds(3600)

    private struct State {
        var backlog = Backlog()
        var isClosed = false
        /// Of the planned writing: only the newest plan is carried out.
        var plan = 0
    }

    /// What only `queue` uses.
    private struct Store {
        var database: SampleDatabase?
        /// When all old samples were last removed (monotonic).
        var lastRemoval: Duration?
    }

    /// The file.
    public let path: String
    private let retention: Duration?
    private let timing: Timing
    private let onEvent: @Sendable (Event) -> Void
    /// Where everything happens that waits for the disk.
    private let queue = DispatchQueue(label: "database", qos: .utility)
    private let state = Mutex(State())
    private let store = Mutex(Store())
    private let clock = SystemClock()

    /// Opens or makes the database, in the background.
    ///
    /// - Parameters:
    ///   - path: Its file.
    ///   - retention: How old samples get: older ones, of whatever server, are removed at the start and once an hour.
    ///     Default: all stay.
    ///   - onEvent: Called from a background thread, one event at a time.
    public convenience init(
        path: String, retention: Duration? = nil, onEvent: @escaping @Sendable (Event) -> Void = { _ in }
    ) {
        self.init(path: path, retention: retention, timing: Timing(), onEvent: onEvent)
    }

    init(path: String, retention: Duration?, timing: Timing, onEvent: @escaping @Sendable (Event) -> Void) {
        self.path = path
        self.timing = timing
        self.retention = retention
        self.onEvent = onEvent
        plan(after: nil)
    }

    /// What became of the samples until now.
    public var statistics: Statistics {
        state.withLock { state in
            Statistics(
                written: state.backlog.written, waiting: state.backlog.waiting, dropped: state.backlog.dropped,
                failures: state.backlog.failures, problem: state.backlog.problem,
                lastProblem: state.backlog.lastProblem)
        }
    }

    /// Has a sample written.
    /// - Parameter server: Where it came from: a URI without credentials, or a name.
    public func save(_ received: ReceivedSample, server: String) {
        save(StoredSample(received.sample, time: received.moment.wall, server: server))
    }

    /// Has a sample written.
    public func save(_ sample: StoredSample) {
        let wake = state.withLock { state in
            guard state.isClosed else { return state.backlog.append(sample) }
            state.backlog.refuse()
            return .none
        }
        switch wake {
        case .none: break
        case .soon: plan(after: timing.write)
        case .now: plan(after: nil)
        }
    }

    /// What the database has from before. Where it cannot be read there is nothing, and `onEvent` tells why.
    public func samples(_ query: SampleQuery) async -> [StoredSample] {
        await withCheckedContinuation { continuation in
            queue.async { continuation.resume(returning: (try? self.openDatabase().samples(query)) ?? []) }
        }
    }

    /// Writes what waits, and closes the file. Samples that come later are dropped.
    ///
    /// - Parameter limit: How long that may take. Default: 5 s.
    /// - Returns: what became of all samples. Those that still wait are lost.
    @discardableResult
    public func close(within limit: Duration = .seconds(5)) async -> Statistics {
        state.withLock { $0.isClosed = true }
        let deadline = clock.now().monotonic + limit
        let (ends, end) = AsyncStream<Void>.makeStream()
        queue.async {
            self.writeRest(until: deadline)
            end.finish()
        }
        let timer = Task { [clock] in
            try? await clock.sleep(until: deadline)
            end.finish()
        }
        for await _ in ends {}
        timer.cancel()
        return statistics
    }

    /// - Parameter delay: nil is as soon as what the queue has to do already is done.
    private func plan(after delay: DispatchTimeInterval?) {
        let plan = state.withLock { state in
            state.plan += 1
            return state.plan
        }
        let work: @Sendable () -> Void = {
            if self.state.withLock({ $0.plan == plan && !$0.isClosed }) { self.write() }
        }
        if let delay { queue.asyncAfter(deadline: .now() + delay, execute: work) } else { queue.async(execute: work) }
    }
}

// MARK: - On the queue

extension SampleWriter {
    private func write() {
        do throws(SampleDatabaseError) {
            try writeWaiting()
            if try removeOldSamples() { plan(after: nil) }
        } catch {
            failed(error)
            plan(after: timing.retry)
        }
    }

    /// Writes at the end. A database that another program holds may be free again in time; nothing else gets better.
    private func writeRest(until deadline: Duration) {
        var isOver = false
        while !isOver {
            do throws(SampleDatabaseError) {
                try writeWaiting()
                isOver = true
            } catch {
                failed(error)
                isOver = error.reason != .locked || clock.now().monotonic >= deadline
            }
        }
        store.withLock { $0.database.take() }?.close()
    }

    private func writeWaiting() throws(SampleDatabaseError) {
        let database = try openDatabase()
        var isMore = true
        while isMore {
            let batch = state.withLock { $0.backlog.takeBatch() }
            do throws(SampleDatabaseError) {
                if !batch.isEmpty { try database.append(batch) }
            } catch {
                state.withLock { $0.backlog.giveBack(batch) }
                throw error
            }
            if state.withLock({ $0.backlog.wrote(batch) }) { onEvent(.recovered) }
            isMore = batch.count == Backlog.batch
        }
    }

    /// Removes some samples that are too old, when it is time to.
    /// - Returns: whether there are more of them.
    private func removeOldSamples() throws(SampleDatabaseError) -> Bool {
        guard let retention else { return false }
        let now = clock.now()
        if let last = store.withLock({ $0.lastRemoval }), now.monotonic - last < Self.removalInterval { return false }
        let removed = try openDatabase().removeChunk(before: now.wall.earlier(by: retention))
        if removed < SampleDatabase.chunk { store.withLock { $0.lastRemoval = now.monotonic } }
        return removed == SampleDatabase.chunk
    }

    private func failed(_ error: SampleDatabaseError) {
        // What is wrong with the file may be repaired by another file of its name.
        store.withLock { $0.database.take() }?.close()
        if state.withLock({ $0.backlog.failed(error) }) { onEvent(.failed(error)) }
    }

    private func openDatabase() throws(SampleDatabaseError) -> SampleDatabase {
        if let database = store.withLock({ $0.database }), !database.isReplaced { return database }
        let database = try SampleDatabase(path: path, access: .writing)
        store.withLock { $0.database = database }
        return database
    }
}
