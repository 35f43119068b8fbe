import MonitoringMessages
import MonitoringWebSocketServer
import WebSocketTransport

/// Counts its samples: the host name begins with the number.
struct CountingSource: SampleSource {
    /// Bytes that make each sample larger.
    var padding = 0
    /// Gets each number.
    var counted: @Sendable (Int) -> Void = { _ in }
    private var count = 0

    init(padding: Int = 0, counted: @escaping @Sendable (Int) -> Void = { _ in }) {
        self.padding = padding
        self.counted = counted
    }

    mutating func sample() async -> MonitoringSample {
        count += 1
        counted(count)
        var sample = MonitoringSample()
        sample.processor = .init()
        sample.processor?.usagePercent = Double(count)
        sample.memory = .init()
        sample.memory?.totalBytes = 8 << 30
        sample.memory?.usedBytes = 2 << 30
        sample.memory?.usagePercent = 25
        sample.system = .init()
        sample.system?.hostname = String(repeating: "x", count: padding)
        return sample
    }
}

/// Runs a server on a free port of this machine with a sample each 10 ms.
func withServer<Result: Sendable>(
    source: some SampleSource = CountingSource(),
    _ change: @Sendable (inout MonitoringServerConfiguration) -> Void = { _ in },
    _ body: @Sendable (Int) async throws -> Result
) async throws -> Result {
    var configuration = MonitoringServerConfiguration()
    configuration.port = 0
    configuration.interval = .milliseconds(10)
    change(&configuration)
    return try await withMonitoringServer(configuration, source: source) { try await body($0.port) }
}

/// Connects with the transport's own client.
func withLink<Result: Sendable>(
    port: Int, secure: Bool = false, configuration: WebSocketConfiguration = .init(),
    _ body: (NIOWebSocketLink) async throws -> Result
) async throws -> Result {
    let uri = try WebSocketURI(parsing: "\(secure ? "wss" : "ws")://127.0.0.1:\(port)")
    return try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration, body)
}
