import MonitoringMessages
import MonitoringWebSocketClient
import WebSocketTransport

/// A host with what is kept of its client.
struct WatchedClient: Sendable {
    let host: WatchedHost
    let configuration: ClientConfiguration
    let record: ClientRecord
    /// Samples for `--history`.
    let summary: SampleSummary?

    init(host: WatchedHost, configuration: ClientConfiguration, settings: Settings) {
        self.host = host
        self.configuration = configuration
        record = ClientRecord(configuration: configuration)
        summary = settings.history ? SampleSummary(limit: settings.historySize) : nil
    }

    /// Whether the link is to be encrypted, and nobody checks with whom.
    var isInsecure: Bool { configuration.webSocket.tls.isInsecure && configuration.uri.isSecure }
}

/// Saves a host's messages beside those of other hosts, each with the name of its host.
struct HostSaver: ClientEventHandler {
    let saver: LoggingHandler
    let name: String

    func take(_ event: ClientEvent) {
        if case .message(var received, let moment) = event {
            received.raw = JSONText.adding("server", name, to: received.raw)
            saver.save(received, at: moment)
        }
    }
}
