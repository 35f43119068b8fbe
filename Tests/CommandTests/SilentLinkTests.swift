import Foundation
import MonitoringMessages
import MonitoringWebSocketServer
import Testing

/// What the dashboard says of a server that is there and says nothing.
struct SilentLinkTests {
    /// Gives a few samples, and then none.
    private struct Fading: SampleSource {
        private var left = 5

        mutating func sample() async -> MonitoringSample {
            guard left > 0 else {
                // Until the server ends.
                let (never, _) = AsyncStream<Never>.makeStream()
                for await _ in never {}
                return MonitoringSample()
            }
            left -= 1
            var sample = MonitoringSample()
            sample.processor = .init()
            sample.processor?.usagePercent = 12.5
            return sample
        }
    }

    @Test("the rate falls to 0, and the link stays", .needsTerminalDriver)
    func rate() async throws {
        var configuration = MonitoringServerConfiguration()
        configuration.port = 0
        try await withMonitoringServer(configuration, source: Fading()) { address in
            let command = [TestTools.client.path, "--uri", address.description]
            try await TerminalDriver.run(command, columns: 160, rows: 40) { terminal in
                try await terminal.expect("CONNECTED.* 0\\.[1-9] msg/s")
                try await terminal.expect("CONNECTED.* 0\\.0 msg/s")
                try await terminal.send("q")
                #expect(try await terminal.waitExit().status == 0)
            }
        }
    }
}
