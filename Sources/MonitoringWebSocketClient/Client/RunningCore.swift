import MonitoringMessages
import WebSocketTransport

/// A client's core, whatever it connects with.
package protocol RunningCore: Sendable {
    func run() async -> ClientEnd
    func stop() async
    func reconnectNow() async
    func send(text: String) async throws(WebSocketTransportError)
}

extension ClientCore: RunningCore {}
