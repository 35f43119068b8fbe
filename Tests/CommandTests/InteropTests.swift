import MonitoringMessages
import MonitoringWebSocketClient
import Testing
import WebSocketTransport

/// The client core over a real socket, against the published server.
@Suite(
    .serialized,
    .enabled(if: PublishedServer.isInstalled, Comment(rawValue: TestTools.missing("monitoring-websocket-server"))))
struct InteropTests {
    /// Events as a stream; the client waits for none of them.
    private struct Collector: ClientEventHandler {
        let events: AsyncStream<ClientEvent>
        private let continuation: AsyncStream<ClientEvent>.Continuation

        init() { (events, continuation) = AsyncStream.makeStream() }

        nonisolated(nonsending) func handle(_ event: ClientEvent) async { continuation.yield(event) }

        /// The first message that `pick` makes something of.
        func first<Result: Sendable>(_ pick: @Sendable (ServerMessage) -> Result?) async -> Result? {
            for await case .message(let received, _) in events {
                if let result = pick(received.message) { return result }
            }
            return nil
        }
    }

    private func withClient(
        _ change: (inout ClientConfiguration) -> Void = { _ in },
        _ body: @Sendable (ClientCore<NIOWebSocketConnector>, Collector) async throws -> Void
    ) async throws {
        try await PublishedServer.with { server in
            var configuration = ClientConfiguration(uri: try WebSocketURI(parsing: server.uri))
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

    @Test("the greeting comes first, then samples with known figures")
    func data() async throws {
        try await withClient { _, collector in
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

    @Test("ping and get_status are answered")
    func commands() async throws {
        try await withClient { client, collector in
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

    @Test("what it cannot read is an error of the server's, and the link lives on")
    func errors() async throws {
        try await withClient { client, collector in
            _ = await collector.first { if case .connection = $0 { true } else { nil } }
            try await client.send(text: "no JSON")
            let error = await collector.first { if case .error(let message, _) = $0 { message } else { nil } }
            #expect(error?.isEmpty == false)
            #expect(await collector.first { if case .monitoringData = $0 { true } else { nil } } == true)
        }
    }

    @Test("protocol pings are answered: the round trip is known")
    func roundTrip() async throws {
        try await withClient({ $0.pingInterval = .milliseconds(50) }) { client, collector in
            // Samples come twice a second, pongs much sooner.
            for _ in 0..<2 { _ = await collector.first { if case .monitoringData = $0 { true } else { nil } } }
            #expect(client.record.snapshot(now: .zero).statistics.lastRoundTrip != nil)
        }
    }
}
