import MonitoringFormatters
import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// Errors that a program can tell apart.
@Suite(.timeLimit(.minutes(5)))
struct LibraryErrorTests {
    @Test(
        arguments: [
            (.connectionRefused(host: "server", port: 8765), .refused),
            (.nameNotResolved(host: "server", detail: "unknown"), .unresolved),
            (.unreachable(host: "server", port: 8765, detail: "no route"), .unreachable),
            (.tlsFailed(host: "server", detail: "self-signed"), .tls),
            (.handshakeRefused(status: 401, reason: "Unauthorized"), .handshakeRefused(status: 401)),
            (.handshakeInvalid(detail: "no HTTP"), .handshakeInvalid),
            (.connectionLost(detail: "reset"), .lost),
            (.protocolViolation(.protocolError, detail: "masked"), .protocolViolation(code: 1002)),
            (.invalidConfiguration(detail: "header"), .configuration),
        ] as [(WebSocketTransportError, ConnectionError.Reason)])
    func startThrowsWhyThereIsNoConnection(
        _ failure: WebSocketTransportError, _ reason: ConnectionError.Reason
    ) async throws {
        let fixture = try LibraryFixture { $0.reconnect = false }
        let error = await #expect(throws: ConnectionError.self) { try await fixture.start(failing: failure) }
        #expect(error?.reason == reason)
        #expect(error?.description.hasSuffix("reconnecting is off") == true)
    }

    @Test(
        arguments: [
            (.connectTimedOut(host: "server", port: 8765, after: .seconds(5)), .connecting),
            (.handshakeTimedOut(after: .seconds(5)), .handshake),
        ] as [(WebSocketTransportError, TimeoutError.Operation)])
    func startThrowsTimeouts(_ failure: WebSocketTransportError, _ operation: TimeoutError.Operation) async throws {
        let fixture = try LibraryFixture { $0.reconnect = false }
        let error = await #expect(throws: TimeoutError.self) { try await fixture.start(failing: failure) }
        #expect(error?.operation == operation)
        #expect(error?.description.contains("within 5 s") == true)
    }

    @Test func theOperationTimeoutIsThatOfConnectingAndOfTheHandshake() async throws {
        let fixture = try LibraryFixture { $0.operationTimeout = .seconds(3) }
        async let start: Void = fixture.client.start()
        let attempt = try await fixture.nextAttempt()
        #expect(attempt.configuration.connectTimeout == .seconds(3))
        #expect(attempt.configuration.handshakeTimeout == .seconds(3))
        attempt.accept()
        try await start
        await fixture.client.stop()
    }

    @Test(
        arguments: [
            (1008, ConnectionError.Reason.closed(code: 1008)), (1011, .closed(code: 1011)), (nil, .closed(code: 1005)),
        ] as [(UInt16?, ConnectionError.Reason)])
    func aCloseCodeIsKept(_ code: UInt16?, _ reason: ConnectionError.Reason) async throws {
        let fixture = try LibraryFixture()
        let errors = Inbox<ErrorRecord>()
        fixture.client.on(.clientError) { errors.put($0) }
        try await fixture.whileConnected { link async throws in
            link.receive(.closed(code.map(WebSocketCloseCode.init), reason: "full"))
            let error = try await errors.next().typedError
            #expect((error as? ConnectionError)?.reason == reason)
        }
    }

    @Test func withReconnectingStartReturnsAndTriesAgain() async throws {
        let fixture = try LibraryFixture()
        try await fixture.start(failing: refusal)
        #expect(fixture.client.state == .reconnecting)
        await fixture.client.stop()
    }

    @Test func anUnknownFormatIsAnErrorThatNamesTheAllowedOnes() throws {
        let error = #expect(throws: FormatError.self) { try OutputFormat(named: "invalid_format") }
        #expect(error?.name == "invalid_format")
        #expect(error?.allowed == ["simple", "detailed", "compact", "json", "jsonl"])
        #expect(
            error?.description == "\"invalid_format\" is no format; use simple, detailed, compact, json, jsonl")
    }

    @Test(arguments: ["no JSON", "[1]", "1", #"{"a":1}"#])
    func whatCannotBeReadIsCountedAndSurvived(_ text: String) async throws {
        let fixture = try LibraryFixture()
        let errors = Inbox<String>()
        fixture.client.on(.clientError) { errors.put("\(type(of: $0.typedError))") }
        try await fixture.whileConnected { link async throws in
            link.receive(text)
            link.receive(.binary([0]))
            #expect(try await errors.next(2) == ["UnreadableMessageError", "UnreadableMessageError"])
            #expect(fixture.client.statistics.errorCount == 2)
            #expect(fixture.client.isConnected)
        }
    }

    @Test func theServersErrorsAreTheirOwnType() async throws {
        let fixture = try LibraryFixture()
        let errors = Inbox<String>()
        fixture.client.on(.clientError) { errors.put("\(type(of: $0.typedError)) \($0.typedError)") }
        try await fixture.whileConnected { link async throws in
            link.receive(#"{"type":"error_message","error":"no data","severity":"warning"}"#)
            #expect(try await errors.next() == "ServerError The server reports an error (warning): no data")
        }
    }

    @Test func sendingWithoutAConnectionIsAnError() async throws {
        let fixture = try LibraryFixture()
        await #expect(throws: ClientError.notConnected) { try await fixture.client.send(.ping) }
        try await fixture.whileConnected { _ in }
        await #expect(throws: ClientError.notConnected) { try await fixture.client.send(.ping) }
    }

    @Test func aSendThatIsNotTakenTimesOut() async throws {
        let fixture = try LibraryFixture { $0.sendTimeout = .seconds(2) }
        _ = try await fixture.start(ScriptedLink(takesData: false))
        async let sent: Void = fixture.client.send(["type": "ping"])
        try await fixture.clock.sleeper(until: .seconds(2))
        fixture.clock.advance(to: .seconds(2))
        do {
            try await sent
            Issue.record("sent")
        } catch let error as TimeoutError {
            #expect(error.operation == .sending)
        }
        await fixture.client.stop()
    }

    @Test func aNumberThatJSONLacksIsAnError() {
        #expect(throws: ClientError.notJSON) { try JSONObject(dictionaryLiteral: ("a", .number(.nan))).text() }
    }

    @Test func theManualsRobustLoopGivesUpWithTheLastError() async throws {
        let fixture = try LibraryFixture { $0.reconnect = false }
        var failures: [String] = []
        for _ in 1...3 {
            do { try await fixture.start(failing: refusal) } catch { failures.append("\(type(of: error))") }
        }
        #expect(failures == ["ConnectionError", "ConnectionError", "ConnectionError"])
    }
}
