import MonitoringMessages
import MonitoringWebSocketServer

/// Its samples count: 1 %, 2 %, …
private struct CountingSource: SampleSource {
    var count = 0

    mutating func sample() async -> MonitoringSample {
        count += 1
        var sample = MonitoringSample()
        sample.timestamp = "2025-01-03T14:30:25"
        sample.processor = .init()
        sample.processor?.usagePercent = Double(count)
        return sample
    }
}

/// Runs a real server on a free port of this machine with a sample each 10 ms.
func withLoopbackServer<Result: Sendable>(
    _ body: @Sendable (_ uri: String) async throws -> Result
) async throws -> Result {
    var configuration = MonitoringServerConfiguration()
    configuration.port = 0
    configuration.interval = .milliseconds(10)
    return try await withMonitoringServer(configuration, source: CountingSource()) {
        try await body("ws://127.0.0.1:\($0.port)")
    }
}
