package import MonitoringWebSocketClient
import MonitoringMessages

extension SampleWriter {
    /// Writes every sample that a client receives.
    /// - Parameter server: What the database is to name the client's server.
    package func handler(server: String) -> any ClientEventHandler {
        Handler(writer: self, server: server)
    }

    private struct Handler: ClientEventHandler {
        let writer: SampleWriter
        let server: String

        func take(_ event: ClientEvent) {
            guard case .message(let received, let moment) = event, case .monitoringData(let sample) = received.message
            else { return }
            writer.save(StoredSample(sample, time: moment.wall, server: server))
        }
    }
}
