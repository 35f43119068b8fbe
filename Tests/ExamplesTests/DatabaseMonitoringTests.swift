import Foundation
import MonitoringDatabase
import MonitoringMessages
import MonitoringWebSocketClient
import MonitoringWebSocketServer
import Testing

/// The manual's database program against our server.
@Suite(.timeLimit(.minutes(2)))
struct DatabaseMonitoringTests {
    @Test("the samples of a server are rows afterwards")
    func rows() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "example-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let monitoring = DatabaseMonitoring(path: folder.appending(path: "monitoring.db").path)
        var server = MonitoringServerConfiguration()
        server.port = 0
        try await withMonitoringServer(server, source: SystemSampleSource()) { address in
            try await monitoring.run(uri: address.description) { client in
                let (samples, sample) = AsyncStream<Void>.makeStream()
                client.addHandler(for: .monitoringData) { _ in sample.yield() }
                for await _ in samples.prefix(2) {}
            }
        }
        let rows = try monitoring.recentData()
        #expect(rows.count >= 2)
        #expect(rows.allSatisfy { $0.server == "localhost" && $0.ramUsage != nil })
        #expect(rows.map(\.time.nanosecondsSinceEpoch) == rows.map(\.time.nanosecondsSinceEpoch).sorted(by: >))
    }

    @Test("the program is short")
    func length() throws {
        let program = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "DatabaseMonitoring.swift")
        #expect(try String(contentsOf: program, encoding: .utf8).split(separator: "\n").count < 30)
    }
}
