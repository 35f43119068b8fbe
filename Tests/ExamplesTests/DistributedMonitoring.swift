import MonitoringWebSocketClient

/// The manual's program for several servers: an alert when their mean CPU is above 80 % once all have answered.
struct DistributedMonitoring {
    let fleet: MonitoringFleet
    var sendClusterAlert: @Sendable (String) -> Void = { print("🚨 CLUSTER ALERT: \($0)") }

    init(servers: [String]) throws {
        fleet = try MonitoringFleet(uris: servers.map { "ws://\($0)" })
    }

    func startMonitoring() async {
        await fleet.run { event in
            if case .clusterAlert(.raised(let percent), _) = event {
                sendClusterAlert("High cluster CPU: \((percent * 10).rounded() / 10)%")
            }
        }
    }
}
