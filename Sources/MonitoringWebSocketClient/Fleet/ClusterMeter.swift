package import MonitoringMessages
import Synchronization

/// Keeps what the means over a fleet are of, and says when the cluster's alert changes. A message costs the same whatever
/// the number of hosts.
package final class ClusterMeter: Sendable {
    private typealias Member = (figures: ClusterAverages.Figures?, isUp: Bool)

    private struct State {
        var members: [Member]
        var rule: ClusterAlertRule
        /// Of the processors, kept up with each message.
        var mean = ClusterMean()
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - hostCount: of the fleet.
    ///   - threshold: percent of mean processor usage above which the alert is raised.
    package init(hostCount: Int, threshold: Double = ClusterAlertRule.defaultThreshold) {
        state = Mutex(
            State(
                members: Array(repeating: (nil, false), count: hostCount),
                rule: ClusterAlertRule(threshold: threshold)))
    }

    /// The means as of now.
    package var averages: ClusterAverages { state.withLock { ClusterAverages(of: $0.members) } }

    /// Takes in what happened to a host.
    /// - Returns: What became of the alert, with the means; nil when it is as it was.
    package func take(_ event: ClientEvent, of host: Int) -> (
        change: ClusterAlertRule.Change, averages: ClusterAverages
    )? {
        switch event {
        case .message(let received, _):
            guard case .monitoringData(let sample) = received.message else { return nil }
            return update(host) { $0.figures = ClusterAverages.Figures(sample) }
        case .stateChanged(_, let status):
            return update(host) { $0.isUp = status.state == .connected }
        case .statusChanged, .error, .pingSent, .pongReceived:
            return nil
        }
    }

    private func update(
        _ host: Int, _ change: (inout Member) -> Void
    ) -> (change: ClusterAlertRule.Change, averages: ClusterAverages)? {
        state.withLock { state in
            guard state.members.indices.contains(host) else { return nil }
            let old = state.members[host]
            change(&state.members[host])
            state.mean.replace(Self.share(of: old), with: Self.share(of: state.members[host]))
            guard state.mean.answeredCount == state.members.count, let percent = state.mean.percent,
                state.rule.mayChange(near: percent)
            else { return nil }
            let averages = ClusterAverages(of: state.members)
            return state.rule.take(averages).map { ($0, averages) }
        }
    }

    private static func share(of member: Member) -> ClusterMean.Share {
        var share = ClusterMean.Share()
        share.hasAnswered = member.figures != nil
        share.isUp = member.isUp
        share.percent = member.figures?.cpu
        return share
    }
}
