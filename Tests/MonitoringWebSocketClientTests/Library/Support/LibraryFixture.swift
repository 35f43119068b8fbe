import Logging
import MonitoringFormatters
import MonitoringMessages
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// A library client with a network and a clock that the test plays.
struct LibraryFixture: Sendable {
    let clock = ManualClock()
    let connector = ScriptedConnector()
    let client: WebSocketClient

    init(logger: Logger? = nil, _ change: (inout ClientConfiguration) -> Void = { _ in }) throws {
        client = WebSocketClient(
            configuration: try makeConfiguration(change), connector: connector, clock: clock, logger: logger)
    }

    func nextAttempt() async throws -> ScriptedAttempt {
        try await connector.attempts.first()
    }

    /// Starts the client; the first attempt succeeds.
    func start(_ link: ScriptedLink = ScriptedLink()) async throws -> ScriptedLink {
        async let start: Void = client.start()
        let link = try await nextAttempt().accept(link)
        try await start
        return link
    }

    /// Starts the client; the first attempt fails.
    func start(failing error: WebSocketTransportError) async throws {
        async let start: Void = client.start()
        try await nextAttempt().fail(error)
        try await start
    }

    /// Runs `body` with a client that is connected, and stops it.
    func whileConnected(_ body: (ScriptedLink) async throws -> Void) async throws {
        let link = try await start()
        try await body(link)
        await client.stop()
    }

    /// A monitoring client on the same connection; its printed pieces go to `printed`.
    func monitoringClient(
        format: OutputFormat = .simple, storeHistory: Bool = false, saveData: String? = nil,
        printed: Inbox<PrintedText>? = nil
    ) throws -> MonitoringClient {
        let handler = MonitoringHandler(
            formatter: format.formatter(), color: false, storeHistory: storeHistory,
            output: printed.map { inbox in .function { inbox.put($0) } } ?? .none)
        return try MonitoringClient(webSocketClient: client, monitoringHandler: handler, saveData: saveData)
    }
}

extension WebSocketClient {
    /// Returns when something holds that changes with an event.
    func until(_ condition: () -> Bool) async {
        let events = events
        if condition() { return }
        for await _ in events where condition() { return }
    }
}

let refusal = WebSocketTransportError.connectionRefused(host: "server", port: 8765)

/// A `monitoring_data` message; the time of day is its number of seconds.
func sampleText(_ number: Int = 0, cpu: Double = 45.2) -> String {
    #"{"type":"monitoring_data","timestamp":"\#(number)","data":{"processor":{"usage_percent":\#(cpu)}}}"#
}
