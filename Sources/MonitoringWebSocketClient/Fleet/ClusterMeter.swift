package import MonitoringMessages
import Synchronization

/// Keeps what the means over a fleet are of, and says when the cluster's alert changes.
package final class ClusterMeter: Sendable {
    private struct State {
        var members: [ClusterAverages.Member]
        var rule: ClusterAlertRule
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - hostCount: of the fleet.
    ///   - threshold: percent of mean processor usage above which the alert is raised.
    package init(hostCount: Int, threshold: Double = ClusterAlertRule.defaultThreshold) {
        state = Mutex(
            State(
                members: Array(repeating: ClusterAverages.Member(sample: nil, isUp: false), count: hostCount),
                rule: ClusterAlertRule(threshold: threshold)))
    }

    /// The means as of now.
    package var averages: ClusterAverages { state.withLock { ClusterAverages($0.members) } }

    /// Takes in what happened to a host.
    /// - Returns: What became of the alert, with the means; nil when it is as it was.
    package func take(_ event: ClientEvent, of host: Int) -> (
        change: ClusterAlertRule.Change, averages: ClusterAverages
    )? {
        switch event {
        case .message(let received, _):
            guard case .monitoringData(let sample) = received.message else { return nil }
            return update(host) { $0.sample = sample }
        case .stateChanged(_, let status):
            return update(host) { $0.isUp = status.state == .connected }
        case .statusChanged, .error, .pingSent, .pongReceived:
            return nil
        }
    }

    private func update(
        _ host: Int, _ change: (inout ClusterAverages.Member) -> Void
    ) -> (change: ClusterAlertRule.Change, averages: ClusterAverages)? {
        state.withLock { state in
            guard state.members.indices.contains(host) else { return nil }
            change(&state.members[host])
            let averages = ClusterAverages(state.members)
            return state.rule.take(averages).map { ($0, averages) }
        }
    }
}
