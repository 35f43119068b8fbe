import Foundation
import MonitoringDatabase
import MonitoringMessages
import MonitoringWebSocketClient
import Testing
import WebSocketTransport

/// Every message of a long recording is in the database afterwards.
@Suite(.timeLimit(.minutes(5)))
struct ReplayTests {
    private static let messages = 100_000

    /// Figures that binary fractions hold exactly, so that sums do not depend on the order.
    private func percent(_ index: Int, _ period: Int) -> Double { Double(index % period) / 8 }

    private func recording(at path: String) throws {
        var text = #"{"recording": 1, "server": "ws://replayed:8765"}"# + "\n"
        text += #"{"received": "2026-11-21T10:45:42.000000+00:00", "event": "connected"}"# + "\n"
        for index in 0..<Self.messages {
            text += #"{"received": "2026-11-21T10:45:42.000000+00:00", "message": "#
            text += #"{"type": "monitoring_data", "data": {"processor": {"usage_percent": "#
            text += "\(percent(index, 800))"
            text += #"}, "memory": {"usage_percent": "#
            text += "\(percent(index, 711))}"
            // Every fourth has a GPU, and none has a disk.
            if index % 4 == 0 { text += #", "gpu": {"usage_percent": "# + "\(percent(index, 600))}" }
            text += "}}}\n"
        }
        try Data(text.utf8).write(to: URL(filePath: path))
    }

    @Test("100,000 replayed messages: counts and sums agree with the recording")
    func hundredThousand() async throws {
        let folder = try TemporaryFolder()
        try recording(at: folder("recording.jsonl"))
        let connector = try ReplayConnector(path: folder("recording.jsonl"), speed: .unlimited, base: SystemClock()) {
            Issue.record("\($0)")
        }
        let writer = SampleWriter(path: folder())
        let client = ClientCore(
            configuration: connector.configuration, connector: connector, clock: connector.clock,
            record: ClientRecord(configuration: connector.configuration),
            handler: writer.handler(server: connector.server.description))
        _ = await client.replay(connector)
        let statistics = await writer.close(within: .seconds(120))
        #expect(statistics.written == Self.messages)
        #expect(statistics.dropped == 0)
        let other = try OtherConnection(folder())
        let all = 0..<Self.messages
        let withGPU = all.filter { $0 % 4 == 0 }
        func number(_ expression: String) throws -> Double? {
            try other.value("SELECT \(expression) FROM monitoring_data WHERE server = 'ws://replayed:8765'")
        }
        #expect(try number("count(*)") == Double(Self.messages))
        #expect(try number("count(DISTINCT id)") == Double(Self.messages))
        #expect(try number("sum(cpu_usage)") == all.reduce(0) { $0 + percent($1, 800) })
        #expect(try number("sum(ram_usage)") == all.reduce(0) { $0 + percent($1, 711) })
        #expect(try number("count(disk_usage)") == 0)
        #expect(try number("count(gpu_usage)") == Double(withGPU.count))
        #expect(try number("sum(gpu_usage)") == withGPU.reduce(0) { $0 + percent($1, 600) })
        #expect(try other.isSound())
    }
}
