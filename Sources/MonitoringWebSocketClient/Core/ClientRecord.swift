package import MonitoringMessages
import Synchronization
import WebSocketTransport

/// What is known about a client right now, for its actor to write and for any thread to read without waiting for it.
/// A snapshot is made when it is asked for, so a message costs no more than counting it.
package final class ClientRecord: Sendable {
    private struct State {
        // First what each message touches.
        var recorder: ConnectionStatisticsRecorder
        var status: ConnectionStatus
    }

    private let state: Mutex<State>

    package init(configuration: ClientConfiguration) {
        state = Mutex(
            State(
                recorder: ConnectionStatisticsRecorder(errorHistoryLimit: configuration.errorHistoryLimit),
                status: ConnectionStatus(uri: configuration.uri.description)))
    }

    /// The status, and the statistics as of `now` on the monotonic clock.
    package func snapshot(now: Duration) -> (status: ConnectionStatus, statistics: ConnectionStatistics) {
        state.withLock { ($0.status, $0.recorder.snapshot(now: now)) }
    }

    /// - Returns: the new status.
    func apply(_ change: StatusChange, at moment: Moment) -> ConnectionStatus {
        state.withLock { state in
            state.recorder.statusChanged(change, at: moment)
            if change.from != change.to { state.status.since = moment }
            state.status.state = change.to
            state.status.attempt = change.attempt
            state.status.maxAttempts = change.maxAttempts
            state.status.nextAttemptAt = change.nextAttemptAt
            state.status.reason = change.reason
            return state.status
        }
    }

    func record(_ body: (inout ConnectionStatisticsRecorder) -> Void) {
        state.withLock { body(&$0.recorder) }
    }
}
