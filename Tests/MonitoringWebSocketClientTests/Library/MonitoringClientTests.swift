import MonitoringFormatters
import MonitoringMessages
import Synchronization
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5)))
struct MonitoringClientTests {
    @Test func defaultsAreTheManuals() async throws {
        let client = try MonitoringClient()
        let configuration = client.webSocketClient.configuration
        #expect(configuration.uri == (try WebSocketURI(parsing: "ws://localhost:8765")))
        #expect(configuration.reconnect)
        #expect(configuration.reconnectInterval == .seconds(5))
        #expect(configuration.maxReconnectAttempts == nil)
        #expect(configuration.pingInterval == .seconds(30))
        #expect(configuration.pingTimeout == .seconds(10))
        #expect(configuration.operationTimeout == .seconds(5))
        #expect(configuration.sendTimeout == .seconds(5))
        #expect(client.loggingHandler == nil)
        #expect(throws: HistoryError.off) { try client.history() }
        #expect(client.lastData == nil)
        #expect(client.monitoringHandler.format.formatter is SimpleFormatter)
        #expect(client.monitoringHandler.format.color)
    }

    @Test func everyParameterArrives() async throws {
        let client = try MonitoringClient(
            uri: "wss://server/path", format: .detailed, color: false, reconnect: false,
            reconnectInterval: .seconds(10), maxReconnectAttempts: 5, pingInterval: .seconds(60),
            operationTimeout: .seconds(3), storeHistory: true, output: .none)
        let configuration = client.webSocketClient.configuration
        #expect(configuration.uri.description == "wss://server/path")
        #expect(!configuration.reconnect)
        #expect(configuration.reconnectInterval == .seconds(10))
        #expect(configuration.maxReconnectAttempts == 5)
        #expect(configuration.pingInterval == .seconds(60))
        #expect(configuration.operationTimeout == .seconds(3))
        #expect(client.monitoringHandler.format.formatter is DetailedFormatter)
        #expect(!client.monitoringHandler.format.color)
        #expect(try client.history().isEmpty)
    }

    @Test func theCallbacksAreCalled() async throws {
        let fixture = try LibraryFixture()
        let client = try fixture.monitoringClient()
        let messages = Inbox<String>()
        let links = Inbox<String>()
        client.register(
            onMessage: { messages.put($0.raw) }, onConnect: { links.put("connect") },
            onDisconnect: { links.put("disconnect") })
        let link = try await fixture.start()
        link.receive(sampleText(1))
        #expect(try await messages.next() == sampleText(1))
        #expect(try await links.next() == "connect")
        link.lose()
        #expect(try await links.next() == "disconnect")
        try await fixture.again(after: .seconds(5)).accept()
        #expect(try await links.next() == "connect")
        await client.stop()
        links.close()
        #expect(await links.rest() == ["disconnect"])
    }

    @Test func connectionEventsHaveATypeAndAText() async throws {
        let fixture = try LibraryFixture()
        let client = try fixture.monitoringClient()
        let events = Inbox<String>()
        client.register(onConnectionEvent: { events.put("\($0.rawValue): \($1)") })
        let link = try await fixture.start()
        #expect(
            try await events.next(2) == [
                "connecting: Connecting to ws://server:8765", "connected: Connected to ws://server:8765",
            ])
        link.receive(#"{"type":"connection","status":"connected","message":"hello"}"#)
        #expect(try await events.next() == "connection_message: hello")
        link.lose()
        #expect(
            try await events.next() == "reconnecting: Reconnecting to ws://server:8765: Connection lost: reset")
        try await fixture.again(after: .seconds(5)).fail(refusal)
        #expect(try await events.next().hasPrefix("error: Connection refused"))
        #expect(try await events.next().hasPrefix("reconnecting: "))
        await client.stop()
        #expect(try await events.next() == "disconnected: Disconnected from ws://server:8765")
    }

    @Test func onErrorGetsTypedErrors() async throws {
        let fixture = try LibraryFixture()
        let client = try fixture.monitoringClient()
        let errors = Inbox<String>()
        client.register(onError: { errors.put("\(type(of: $0))") })
        try await fixture.start(failing: refusal)
        let link = try await fixture.again(after: .seconds(5)).accept()
        link.receive("no JSON")
        link.receive(#"{"type":"error","message":"x"}"#)
        link.lose()
        #expect(
            try await errors.next(4) == ["ConnectionError", "UnreadableMessageError", "ServerError", "ConnectionError"])
        await client.stop()
    }

    @Test(arguments: [OutputFormat.simple, .detailed, .compact, .json, .jsonl])
    func theFormatChangesWhileRunning(_ format: OutputFormat) async throws {
        let fixture = try LibraryFixture()
        let printed = Inbox<PrintedText>()
        let client = try fixture.monitoringClient(format: .compact, printed: printed)
        let link = try await fixture.start()
        #expect(try await printed.next(2).map(\.kind) == [.connection, .connection])
        link.receive(sampleText(1))
        #expect(try await printed.next().text.contains("CPU:45%"))
        try client.setFormatter(named: format.rawValue, color: false)
        link.receive(sampleText(2))
        let data = ReceivedSample(moment: Moment(at: .zero), sample: secondSample, raw: sampleText(2))
        #expect(try await printed.next().text == ANSIWriter(color: false).string(format.formatter().format(data)))
        await client.stop()
    }

    @Test func colourIsOnByDefaultWhenTheFormatterChanges() async throws {
        let client = try MonitoringClient(color: false, output: .none)
        client.setFormatter(.json)
        #expect(client.monitoringHandler.format.color)
        #expect(throws: FormatError.self) { try client.setFormatter(named: "xml") }
        #expect(client.monitoringHandler.format.formatter is JSONFormatter)
    }

    @Test func aFormatterOfTheProgramsOwnPrints() async throws {
        struct Shouting: MonitoringFormatter {
            func format(_ received: ReceivedSample) -> StyledText { StyledText([StyledLine([StyledSpan("CPU!")])]) }
        }
        let fixture = try LibraryFixture()
        let printed = Inbox<PrintedText>()
        let client = try fixture.monitoringClient(printed: printed)
        client.setFormatter(Shouting(), color: false)
        let link = try await fixture.start()
        link.receive(sampleText())
        #expect(try await printed.next(3).map(\.text).last == "CPU!\n")
        await client.stop()
    }

    @Test func theHistoryKeepsTheNewestThousandOldestFirst() async throws {
        let fixture = try LibraryFixture()
        let client = try fixture.monitoringClient(storeHistory: true)
        let seen = Inbox<Void>()
        client.addHandler(for: .custom("last")) { _ in seen.put(()) }
        try await fixture.whileConnected { link async throws in
            for number in 1...1005 { link.receive(sampleText(number)) }
            link.receive(#"{"type":"last"}"#)
            try await seen.next()
        }
        let history = try client.history()
        #expect(history.map(\.timestamp) == (6...1005).map { "\($0)" })
        #expect(history.first?.type == "monitoring_data")
        #expect(history.first?.sample.processor?.usagePercent == 45.2)
        #expect(client.lastData == history.last)
    }

    @Test func theLastDataIsThereWithoutAHistory() async throws {
        let fixture = try LibraryFixture()
        let client = try fixture.monitoringClient()
        #expect(client.lastData == nil)
        let seen = Inbox<Void>()
        client.addHandler(for: .monitoringData) { _ in seen.put(()) }
        try await fixture.whileConnected { link async throws in
            link.receive(sampleText(1))
            try await seen.next()
            #expect(client.lastData?.timestamp == "1")
        }
    }

    @Test func sendWritesJSONText() async throws {
        let fixture = try LibraryFixture()
        let client = try fixture.monitoringClient()
        try await fixture.whileConnected { link async throws in
            try await client.send(.getStatus)
            try await client.send([
                "action": "ping", "n": 1, "time": 1.5, "list": [true, nil, "a\"b"], "deep": ["x": "ü"],
            ])
            try await client.send(text: "[]")
            var texts: [ScriptedLink.Sent] = []
            for _ in 1...3 { texts.append(try await link.sent.first()) }
            #expect(
                texts == [
                    .text(#"{"type":"get_status"}"#),
                    .text(
                        #"{"action": "ping", "n": 1, "time": 1.5, "list": [true, null, "a\"b"], "deep": {"x": "ü"}}"#),
                    .text("[]"),
                ])
        }
    }

    @Test func theScopeStartsAndStopsHoweverItEnds() async throws {
        struct Trouble: Error {}
        for fails in [false, true] {
            let fixture = try LibraryFixture()
            let client = try fixture.monitoringClient()
            async let link = fixture.nextAttempt().accept()
            let connected = try? await withMonitoringClient(client) { client in
                if fails { throw Trouble() }
                return client.isConnected
            }
            #expect(connected == (fails ? nil : true))
            #expect(try await link.sent.first() == .close(.normalClosure))
            #expect(client.webSocketClient.state == .disconnected)
        }
    }

    @Test func startReturnsWhileTheClientRuns() async throws {
        try await withLoopbackServer { uri in
            let client = try MonitoringClient(uri: uri, output: .none)
            let events = client.webSocketClient.events
            try await client.start()
            #expect(client.isConnected)
            var samples = 0
            for await event in events where event.name == "monitoring_data" {
                samples += 1
                if samples == 3 { break }
            }
            await client.stop()
            #expect(client.statistics.messagesReceived >= 3)
        }
    }

    @Test func theRealServerAnswersAPing() async throws {
        try await withLoopbackServer { uri in
            let pongs = Inbox<Void>()
            try await withMonitoringClient(MonitoringClient(uri: uri, output: .none)) { client in
                client.addHandler(for: .custom("pong")) { _ in pongs.put(()) }
                try await client.send(["type": "ping"])
                try await pongs.next()
            }
        }
    }
}

/// What `sampleText(2)` says.
private var secondSample: MonitoringSample {
    var sample = MonitoringSample()
    sample.timestamp = "2"
    sample.processor = .init()
    sample.processor?.usagePercent = 45.2
    return sample
}
