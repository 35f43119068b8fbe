import MonitoringDatabase
import MonitoringMessages
import MonitoringWebSocketClient

/// The manual's database program: every sample of a server becomes a row of `monitoring_data`.
struct DatabaseMonitoring {
    let writer: SampleWriter

    init(path: String = "monitoring.db") {
        writer = SampleWriter(path: path) { print("Database: \($0)") }
    }

    func saveData(_ received: ReceivedSample) {
        writer.save(received, server: "localhost")
    }

    func recentData(hours: Double = 24) throws -> [StoredSample] {
        try SampleDatabase(path: writer.path, access: .reading).recentSamples(hours: hours)
    }

    func run(uri: String = "ws://localhost:8765", until end: (MonitoringClient) async -> Void) async throws {
        let client = try MonitoringClient(uri: uri, output: .none, onMessage: { saveData($0) })
        try await withMonitoringClient(client) { await end($0) }
        await writer.close()
    }
}
