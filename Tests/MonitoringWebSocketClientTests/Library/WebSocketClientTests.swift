import MonitoringMessages
import TestSupport
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5)))
struct WebSocketClientTests {
    @Test func defaultsAreTheManuals() throws {
        let configuration = try WebSocketClient(uri: "ws://server:8765").configuration
        #expect(configuration.uri.description == "ws://server:8765")
        #expect(configuration.reconnect)
        #expect(configuration.reconnectInterval == .seconds(5))
        #expect(configuration.maxReconnectAttempts == nil)
        #expect(configuration.pingInterval == .seconds(30))
        #expect(configuration.pingTimeout == .seconds(10))
        #expect(configuration.operationTimeout == .seconds(5))
        #expect(configuration.sendTimeout == .seconds(5))
        #expect(configuration.errorHistoryLimit == 5)
    }

    @Test func everyParameterArrives() throws {
        var webSocket = WebSocketConfiguration()
        webSocket.headers = [("X-API-Key", "secret")]
        let configuration = try WebSocketClient(
            uri: "wss://server/path", reconnect: false, reconnectInterval: .seconds(1), maxReconnectAttempts: 2,
            pingInterval: .seconds(3), pingTimeout: .seconds(4), operationTimeout: .seconds(6),
            sendTimeout: .seconds(8),
            errorHistoryLimit: 7, webSocket: webSocket
        ).configuration
        #expect(configuration.uri.description == "wss://server/path")
        #expect(!configuration.reconnect)
        #expect(configuration.reconnectInterval == .seconds(1))
        #expect(configuration.maxReconnectAttempts == 2)
        #expect(configuration.pingInterval == .seconds(3))
        #expect(configuration.pingTimeout == .seconds(4))
        #expect(configuration.operationTimeout == .seconds(6))
        #expect(configuration.sendTimeout == .seconds(8))
        #expect(configuration.errorHistoryLimit == 7)
        #expect(configuration.webSocket.headers.map(\.value) == ["secret"])
    }

    @Test func aBadAddressIsRefused() {
        #expect(throws: WebSocketURIError.missingScheme(suggestion: "ws://server:8765")) {
            try WebSocketClient(uri: "server:8765")
        }
    }

    @Test func startConnectsAndStopClosesWith1000() async throws {
        let fixture = try LibraryFixture()
        #expect(fixture.client.state == .disconnected)
        let link = try await fixture.start()
        #expect(fixture.client.state == .connected)
        #expect(fixture.client.isConnected)
        await fixture.client.stop()
        #expect(try await link.sent.first() == .close(.normalClosure))
        #expect(fixture.client.state == .disconnected)
        #expect(!fixture.client.isConnected)
    }

    @Test func theLoggerIsToldOfTheStates() async throws {
        let messages = LogMessages()
        let fixture = try LibraryFixture(logger: messages.logger)
        try await fixture.whileConnected { _ in }
        #expect(messages.all.contains("info state: disconnected -> connecting"))
        #expect(messages.all.contains("info state: connecting -> connected"))
        #expect(messages.all.contains("info state: connected -> disconnected"))
    }

    @Test func aStoppedClientCanBeStartedAgain() async throws {
        let fixture = try LibraryFixture()
        for _ in 1...2 { try await fixture.whileConnected { _ async throws in #expect(fixture.client.isConnected) } }
        #expect(fixture.connector.attemptCount == 2)
        #expect(fixture.statistics.totalDisconnections == 2)
    }

    @Test func startingTwiceConnectsOnce() async throws {
        let fixture = try LibraryFixture()
        try await fixture.whileConnected { _ async throws in
            try await fixture.client.start()
            #expect(fixture.connector.attemptCount == 1)
        }
    }

    @Test func aClientThatIsDroppedGivesItsSocketBack() async throws {
        var fixture: LibraryFixture? = try LibraryFixture()
        let link = try await fixture?.start()
        let connector = fixture?.connector
        fixture = nil
        while try await link?.sent.first() != .tornDown {}
        #expect(connector?.open == 0)
    }

    @Test func withoutReconnectingOneCleanCloseIsTheEnd() async throws {
        let fixture = try LibraryFixture { $0.reconnect = false }
        let events = fixture.client.events
        let link = try await fixture.start()
        link.receive(.closed(.normalClosure, reason: ""))
        for await _ in events {}
        #expect(fixture.client.state == .error)
        #expect(fixture.connector.attemptCount == 1)
    }

    @Test(arguments: [WebSocketEvent.closed(.normalClosure, reason: ""), .closed(.internalError, reason: "")])
    func theIntervalHoldsAfterAnyClose(_ close: WebSocketEvent) async throws {
        let fixture = try LibraryFixture { $0.reconnectInterval = .seconds(7) }
        let link = try await fixture.start()
        link.receive(close)
        try await fixture.clock.sleeper(until: .seconds(7))
        #expect(fixture.connector.attemptCount == 1)
        fixture.clock.advance(to: .seconds(7))
        try await fixture.nextAttempt().accept()
        await fixture.client.stop()
    }

    @Test func maxReconnectAttemptsCountsReconnectionsOnly() async throws {
        let fixture = try LibraryFixture { $0.maxReconnectAttempts = 3 }
        let events = fixture.client.events
        try await fixture.start(failing: refusal)
        for attempt in 1...3 {
            try await fixture.clock.sleeper(until: .seconds(5 * attempt))
            fixture.clock.advance(to: .seconds(5 * attempt))
            try await fixture.nextAttempt().fail(refusal)
        }
        for await _ in events {}
        #expect(fixture.connector.attemptCount == 4)
        #expect(fixture.client.state == .error)
    }

    @Test func aClientThatGaveUpCanBeStartedAgain() async throws {
        let fixture = try LibraryFixture { $0.reconnect = false }
        await #expect(throws: ConnectionError.self) { try await fixture.start(failing: refusal) }
        let changes = Inbox<String>()
        fixture.client.on(.stateChange) { changes.put("\($0.old) \($0.new)") }
        try await fixture.whileConnected { _ async throws in }
        #expect(try await changes.next(3) == ["error disconnected", "disconnected connecting", "connecting connected"])
    }

    @Test func pingsGoOutAtTheInterval() async throws {
        let fixture = try LibraryFixture { $0.pingInterval = .seconds(3) }
        let link = try await fixture.start()
        try await fixture.clock.sleeper(until: .seconds(3))
        fixture.clock.advance(to: .seconds(3))
        guard case .ping = try await link.sent.first() else { return #expect(Bool(false), "no ping") }
        await fixture.client.stop()
    }

    @Test func anUnansweredPingEndsTheConnectionAfterThePingTimeout() async throws {
        let fixture = try LibraryFixture {
            $0.pingTimeout = .seconds(4); $0.reconnect = false
        }
        let errors = Inbox<ErrorRecord>()
        fixture.client.on(.clientError) { errors.put($0) }
        _ = try await fixture.start()
        try await fixture.clock.sleeper(until: .seconds(30))
        fixture.clock.advance(to: .seconds(30))
        try await fixture.clock.sleeper(until: .seconds(34))
        fixture.clock.advance(to: .seconds(34))
        let error = try await errors.next().typedError
        #expect((error as? TimeoutError)?.operation == .ping)
        await fixture.client.stop()
    }

    @Test func reconnectReplacesTheConnection() async throws {
        let fixture = try LibraryFixture()
        let link = try await fixture.start()
        async let reconnected: Void = fixture.client.reconnect()
        let second = try await fixture.nextAttempt().accept()
        try await reconnected
        #expect(try await link.sent.first() == .close(.normalClosure))
        await fixture.client.stop()
        #expect(try await second.sent.first() == .close(.normalClosure))
    }

    @Test func reconnectDoesNotWaitForTheInterval() async throws {
        let fixture = try LibraryFixture()
        try await fixture.start(failing: refusal)
        try await fixture.clock.sleeper(until: .seconds(5))
        try await fixture.client.reconnect()
        try await fixture.nextAttempt().accept()
        await fixture.client.stop()
    }

    @Test func reconnectStartsAClientThatDoesNotRun() async throws {
        let fixture = try LibraryFixture()
        async let reconnected: Void = fixture.client.reconnect()
        try await fixture.nextAttempt().accept()
        try await reconnected
        #expect(fixture.client.isConnected)
        await fixture.client.stop()
    }

    @Test func cancellingTheStartStopsTheClient() async throws {
        let fixture = try LibraryFixture()
        let start = Task { try await fixture.client.start() }
        _ = try await fixture.nextAttempt()
        start.cancel()
        await #expect(throws: CancellationError.self) { try await start.value }
        #expect(fixture.connector.open == 0)
    }

    @Test func stoppingWhileStartingEndsTheStart() async throws {
        let fixture = try LibraryFixture()
        let start = Task { try await fixture.client.start() }
        _ = try await fixture.nextAttempt()
        await fixture.client.stop()
        await #expect(throws: ClientError.stopped) { try await start.value }
    }
}

extension LibraryFixture {
    var statistics: ConnectionStatistics { client.statistics }
}
