import AlertDelivery
import MonitoringAlerts
import MonitoringMessages
import MonitoringWebSocketClient
import Synchronization

/// The manual's alert program: what rises above 80 (CPU), 85 (RAM), 90 (disk) or 95 (GPU) is mailed.
final class AlertMonitoring: Sendable {
    let machine: Mutex<AlertMachine>
    let queue: DeliveryQueue

    init(mail: MailConfiguration, rules: AlertRules = AlertRules()) {
        machine = Mutex(AlertMachine(rules: rules))
        queue = DeliveryQueue(MailNotifier(mail)) { print("Alert not mailed: \($0)") }
    }

    func handleData(_ received: ReceivedSample, host: String) {
        let events = machine.withLock { $0.take(received.sample, from: host, at: received.moment) }
        queue.post(events.map { AlertNotice($0, at: received.moment) })
    }

    func run(uri: String = "ws://localhost:8765", until end: () async throws -> Void) async throws {
        let client = try MonitoringClient(uri: uri, output: .none, onMessage: { self.handleData($0, host: uri) })
        try await withMonitoringClient(client) { _ in try await end() }
        await queue.end(within: .seconds(10))
    }
}
