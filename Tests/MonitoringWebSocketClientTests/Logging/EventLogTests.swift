import Logging
import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5))) struct EventLogTests {
    private let kept = LogLines()

    private var texts: [String] { kept.lines.map { String($0.text.dropFirst("1970-01-01T00:00:00.000Z ".count)) } }

    @Test(
        arguments: [
            ("MalformedMessage", nil, nil, .error), ("UnexpectedBinaryMessage", nil, nil, .error),
            ("ServerError", nil, nil, .error), ("PingTimeout", nil, 5, .warning),
            ("ConnectionClosed", nil, 5, .warning),
            ("ConnectionRefused", 2, 5, .error), ("ConnectionRefused", 3, nil, .critical),
            ("ConnectionLost", nil, nil, .critical),
        ] as [(String, Int?, Int?, Logger.Level)])
    func `An error's level says what it means`(type: String, attempt: Int?, next: Int?, level: Logger.Level) async {
        let logger = Logger(label: "client") { kept.handler(label: $0) }
        let record = ErrorRecord(
            moment: Moment(at: .zero), error: "e", type: type, attempt: attempt,
            nextAttemptIn: next.map { .seconds($0) })
        await MonitoringWebSocketClient.EventLog(logger: logger).handle(.error(record))
        #expect(kept.lines.map(\.level) == [level])
        #expect(texts[0].hasSuffix(next == nil ? "\(type): e" : "\(type): e; next attempt in 5s"))
    }

    @Test func `Pings and pongs are told as DEBUG`() async throws {
        let logger = Logger(label: "client") { kept.handler(label: $0, level: .debug) }
        let fixture = try ClientFixture(handler: MonitoringWebSocketClient.EventLog(logger: logger))
        _ = try await fixture.run { fixture in
            let link = try await fixture.nextAttempt().accept()
            try await fixture.clock.sleeper(until: .seconds(30))
            fixture.clock.advance(to: .seconds(30))
            guard case .ping(let payload) = try await link.sent.first() else { throw EndOfScript() }
            fixture.clock.advance(to: .milliseconds(30_012))
            link.receive(.pong(payload))
            link.receive(.closed(.normalClosure, reason: ""))
            try await fixture.clock.sleeper(until: .milliseconds(35_012))
            await fixture.core.stop()
        }
        #expect(texts[2...3] == ["DEBUG client: ping sent", "DEBUG client: pong received after 12.0 ms"])
    }

    @Test func `A session, from the first attempt to giving up`() async throws {
        let logger = Logger(label: "client") { kept.handler(label: $0, level: .debug) }
        let fixture = try ClientFixture(handler: MonitoringWebSocketClient.EventLog(logger: logger)) {
            $0.maxReconnectAttempts = 1
        }
        let end = try await fixture.run { fixture in
            let link = try await fixture.nextAttempt().accept()
            // Nothing that is answered: a send has a time limit, which the clock would come to first.
            link.receive(#"{"type":"pong"}"#)
            link.receive(#"{"type":"odd\n"}"#)
            link.receive("no JSON")
            link.lose()
            try await fixture.clock.sleeper(until: .seconds(5))
            fixture.clock.advance(to: .seconds(5))
            try await fixture.nextAttempt().fail(.connectionRefused(host: "server", port: 8765))
        }
        guard case .gaveUp = end else { throw EndOfScript() }
        #expect(
            texts == [
                "INFO client: state: disconnected -> connecting uri=ws://server:8765",
                "INFO client: state: connecting -> connected uri=ws://server:8765",
                "DEBUG client: received pong, 15 bytes",
                "DEBUG client: received odd␤, 16 bytes",
                "ERROR client: MalformedMessage: Message not read: not valid JSON: unexpected character at byte 0, "
                    + "near 'no JSON' (in a message of 7 bytes)",
                "WARNING client: ConnectionLost: Connection lost: reset; next attempt in 5s",
                "INFO client: state: connected -> reconnecting uri=ws://server:8765",
                "DEBUG client: reconnecting: attempt 1",
                "CRITICAL client: ConnectionRefused: Connection refused: nothing listens on server:8765; "
                    + "gave up after 1 attempt to connect again",
                "INFO client: state: reconnecting -> error uri=ws://server:8765",
            ])
    }
}
