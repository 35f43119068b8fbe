import MonitoringMessages
import MonitoringWebSocketClient
import Testing
import WebSocketTransport

/// The servers that speak the published dialect.
enum InteropServer: String, CaseIterable {
    case published, ours

    /// Those that are there; without the published one, other suites say so in the log.
    static let available = allCases.filter { $0 == .ours || PublishedServer.isInstalled }

    /// Runs `body` with the URI of a server that runs beside it.
    func with<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        switch self {
        case .published: try await PublishedServer.with { try await body($0.uri) }
        case .ours: try await ServerProgram.with { try await body($0.uri) }
        }
    }
}

/// The client core over a real socket, against both servers: it cannot tell which one it is.
@Suite(.serialized)
struct InteropTests {
    /// Events as a stream; the client waits for none of them.
    private struct Collector: ClientEventHandler {
        let events: AsyncStream<ClientEvent>
        private let continuation: AsyncStream<ClientEvent>.Continuation

        init() { (events, continuation) = AsyncStream.makeStream() }

        func take(_ event: ClientEvent) { continuation.yield(event) }

        /// The first message that `pick` makes something of.
        func first<Result: Sendable>(_ pick: @Sendable (ServerMessage) -> Result?) async -> Result? {
            for await case .message(let received, _) in events {
                if let result = pick(received.message) { return result }
            }
            return nil
        }
    }

    @Test(
        "the published server agrees to compress what it sends",
        .enabled(if: PublishedServer.isInstalled, Comment(rawValue: TestTools.missing("monitoring-websocket-server"))))
    func compression() async throws {
        try await PublishedServer.with { server in
            for isOffered in [true, false] {
                var configuration = WebSocketConfiguration()
                configuration.compression = isOffered
                try await NIOWebSocketConnector().withConnection(
                    to: WebSocketURI(parsing: server.uri), configuration: configuration, isolation: nil
                ) { link in
                    #expect((link.compression != nil) == isOffered)
                    var sample: ArraySlice<UInt8>?
                    for try await case .text(let bytes) in link.events {
                        guard String(decoding: bytes, as: UTF8.self).contains("monitoring_data") else { continue }
                        sample = bytes
                        break
                    }
                    #expect(sample != nil)
                }
            }
        }
    }

    private func withClient(
        of server: InteropServer, _ change: (inout ClientConfiguration) -> Void = { _ in },
        _ body: @Sendable (ClientCore, Collector) async throws -> Void
    ) async throws {
        try await server.with { uri in
            var configuration = ClientConfiguration(uri: try WebSocketURI(parsing: uri))
            change(&configuration)
            let collector = Collector()
            let client = ClientCore(
                configuration: configuration, connector: NIOWebSocketConnector(), clock: SystemClock(),
                record: ClientRecord(configuration: configuration), handler: collector)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { _ = await client.run() }
                try await body(client, collector)
                await client.stop()
            }
        }
    }

    @Test("the greeting comes first, then samples with known figures", arguments: InteropServer.available)
    func data(server: InteropServer) async throws {
        try await withClient(of: server) { _, collector in
            let greeting = await collector.first { message in
                if case .connection(let status, let text) = message { (status, text) } else { nil }
            }
            #expect(greeting?.0 == "connected")
            #expect(greeting?.1 == "Connected to monitoring server")
            let sample = try #require(
                await collector.first { message in
                    if case .monitoringData(let sample) = message { sample } else { nil }
                })
            #expect(sample.memory?.totalBytes ?? 0 > 0)
            #expect(sample.disk?.path == "/")
            #expect(sample.processor?.usagePercent != nil)
            #expect(sample.processor?.perCoreUsagePercent.count == sample.processor?.logicalCount)
            #expect(sample.system?.hostname?.isEmpty == false)
        }
    }

    @Test("ping and get_status are answered", arguments: InteropServer.available)
    func commands(server: InteropServer) async throws {
        try await withClient(of: server) { client, collector in
            _ = await collector.first { if case .connection = $0 { true } else { nil } }
            try await client.send(.ping)
            #expect(await collector.first { $0 == .pong ? true : nil } == true)
            try await client.send(.getStatus)
            let status = await collector.first { message in
                if case .status(let clients, let isActive) = message { (clients, isActive) } else { nil }
            }
            #expect(status?.0 == 1)
            #expect(status?.1 == true)
            let (_, statistics) = client.record.snapshot(now: .zero)
            #expect(statistics.messagesSent == 2)
        }
    }

    @Test("what it cannot read is an error of the server's, and the link lives on", arguments: InteropServer.available)
    func errors(server: InteropServer) async throws {
        try await withClient(of: server) { client, collector in
            _ = await collector.first { if case .connection = $0 { true } else { nil } }
            try await client.send(text: "no JSON")
            let error = await collector.first { if case .error(let message, _) = $0 { message } else { nil } }
            #expect(error?.isEmpty == false)
            #expect(await collector.first { if case .monitoringData = $0 { true } else { nil } } == true)
        }
    }

    @Test("protocol pings are answered: the round trip is known", arguments: InteropServer.available)
    func roundTrip(server: InteropServer) async throws {
        try await withClient(of: server, { $0.pingInterval = .milliseconds(50) }) { client, collector in
            // Samples come twice a second, pongs much sooner.
            for _ in 0..<2 { _ = await collector.first { if case .monitoringData = $0 { true } else { nil } } }
            #expect(client.record.snapshot(now: .zero).statistics.lastRoundTrip != nil)
        }
    }
}
