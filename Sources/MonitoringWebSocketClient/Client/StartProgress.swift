import MonitoringMessages
import Synchronization

/// How far a run has come.
final class StartProgress: Sendable {
    enum Outcome: Sendable {
        case connected
        /// The first attempt failed and another one follows.
        case retrying
        case ended(ClientEnd)
    }

    private struct State {
        var isOver = false
        var isStopped = false
    }

    private let outcomes: AsyncStream<Outcome>
    private let decide: AsyncStream<Outcome>.Continuation
    private let state = Mutex(State())

    init() {
        // The first one counts.
        (outcomes, decide) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Whether the run has ended.
    var isOver: Bool { state.withLock { $0.isOver } }

    /// Whether it was stopped, which is for good.
    var isStopped: Bool {
        get { state.withLock { $0.isStopped } }
        set { state.withLock { $0.isStopped = newValue } }
    }

    /// The outcome of the first attempt; nil when the task is cancelled. To be asked once.
    func outcome() async -> Outcome? {
        for await outcome in outcomes { return outcome }
        return nil
    }

    func changed(to state: ConnectionState) {
        switch state {
        case .connected: decide.yield(.connected)
        case .reconnecting: decide.yield(.retrying)
        case .disconnected, .connecting, .error: break
        }
    }

    func ended(_ end: ClientEnd) {
        state.withLock { state in
            state.isOver = true
            if end == .stopped { state.isStopped = true }
        }
        decide.yield(.ended(end))
    }
}
