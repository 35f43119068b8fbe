import Logging
import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(1))) struct EventLogTests {
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

    @Test func `A session, from the first attempt to giving up`() async throws {
        let logger = Logger(label: "client") { kept.handler(label: $0, level: .debug) }
        let fixture = try ClientFixture(handler: MonitoringWebSocketClient.EventLog(logger: logger)) {
            $0.maxReconnectAttempts = 1
        }
        let end = try await fixture.run { fixture in
            let link = try await fixture.nextAttempt().accept()
            link.receive(#"{"type":"ping"}"#)
            link.receive("{\"type\":\"odd\\n\"}")
            link.receive("no JSON")
            #expect(try await link.sent.first() == .text(#"{"type":"pong"}"#))
            try await fixture.clock.sleeper(until: .seconds(30))
            fixture.clock.advance(to: .seconds(30))
            try await fixture.clock.sleeper(until: .seconds(40))
            fixture.clock.advance(to: .seconds(40))
            try await fixture.clock.sleeper(until: .seconds(45))
            fixture.clock.advance(to: .seconds(45))
            try await fixture.nextAttempt().fail(.connectionRefused(host: "server", port: 8765))
        }
        guard case .gaveUp = end else { throw EndOfScript() }
        #expect(texts == [])
    }
}
