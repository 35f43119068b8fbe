import Foundation
import MonitoringMessages
import MonitoringWebSocketClient
import MonitoringWebSocketServer
import Testing

/// The manual's program for several servers against ours.
@Suite(.timeLimit(.minutes(2)))
struct DistributedMonitoringTests {
    private struct Busy: SampleSource {
        var percent: Double

        func sample() async -> MonitoringSample {
            var sample = MonitoringSample()
            sample.processor = .init()
            sample.processor?.usagePercent = percent
            return sample
        }
    }

    @Test("the alert comes once all servers have answered")
    func alert() async throws {
        var server = MonitoringServerConfiguration()
        server.port = 0
        try await withMonitoringServer(server, source: Busy(percent: 99)) { [server] one in
            try await withMonitoringServer(server, source: Busy(percent: 75)) { two in
                let (alerts, alert) = AsyncStream<String>.makeStream()
                var program = try DistributedMonitoring(servers: [one, two].map { "\($0.host):\($0.port)" })
                program.sendClusterAlert = { alert.yield($0) }
                let monitoring = program
                async let run: Void = monitoring.startMonitoring()
                #expect(await alerts.first { _ in true } == "High cluster CPU: 87.0%")
                await monitoring.fleet.stop()
                await run
            }
        }
    }

    @Test("the program is short")
    func length() throws {
        let program = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "DistributedMonitoring.swift")
        #expect(try String(contentsOf: program, encoding: .utf8).split(separator: "\n").count < 30)
    }
}
