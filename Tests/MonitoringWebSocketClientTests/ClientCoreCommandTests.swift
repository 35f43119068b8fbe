import MonitoringMessages
import Synchronization
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(1))) struct ClientCoreCommandTests {
    @Test func `Stopped before it runs, it never connects`() async throws {
        let fixture = try ClientFixture()
        await fixture.core.stop()
        #expect(await fixture.core.run() == .stopped)
        #expect(fixture.connector.attemptCount == 0)
    }

    @Test func `Stop gives up an attempt`() async throws {
        let fixture = try ClientFixture()
        let end = try await fixture.run { fixture in
            _ = try await fixture.nextAttempt()
            await fixture.core.stop()
        }
        #expect(end == .stopped)
        #expect(try await fixture.next(2) == ["connecting", "disconnected"])
        #expect(fixture.connector.open == 0)
    }

    @Test func `Stop ends the wait for an attempt`() async throws {
        let fixture = try ClientFixture()
        let end = try await fixture.run { fixture in
            try await fixture.nextAttempt().fail(.connectionRefused(host: "server", port: 8765))
            while try await fixture.next().text != "reconnecting" {}
            await fixture.core.stop()
            #expect(try await fixture.next().text == "disconnected")
        }
        #expect(end == .stopped)
        #expect(fixture.connector.attemptCount == 1)
    }

    @Test func `Stop does not wait longer than the operation timeout for a silent peer`() async throws {
        let fixture = try ClientFixture()
        let end = try await fixture.run { fixture in
            let link = try await fixture.connect(ScriptedLink(closing: .staysSilent))
            await fixture.core.stop()
            #expect(try await link.sent.first() == .close(.normalClosure))
            await fixture.clock.sleeper(until: .seconds(5))
            fixture.clock.advance(to: .seconds(5))
            #expect(try await link.sent.first() == .tornDown)
        }
        #expect(end == .stopped)
    }

    @Test func `Reconnect now replaces a link, one socket at a time`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            let link = try await fixture.connect()
            await fixture.core.reconnectNow()
            #expect(try await link.sent.first() == .close(.normalClosure))
            #expect(try await fixture.next(2) == ["reconnecting", "attempt 1"])
            await fixture.core.reconnectNow()
            _ = try await fixture.connect()
            await fixture.core.stop()
        }
        #expect(fixture.connector.mostOpen == 1)
        #expect(fixture.connector.attemptCount == 2)
        #expect(fixture.statistics.errorCount == 0)
        #expect(fixture.statistics.reconnectAttempts == 1)
    }

    @Test func `Reconnect now ends the wait for an attempt`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            try await fixture.connect().lose()
            while try await fixture.next().text != "reconnecting" {}
            await fixture.core.reconnectNow()
            _ = try await fixture.connect()
            await fixture.core.stop()
        }
        #expect(fixture.clock.now().monotonic == .zero)
    }

    enum Moment: CaseIterable {
        case connecting, connected, waiting
    }

    @Test(arguments: Moment.allCases) func `Cancelling the run stops it`(_ moment: Moment) async throws {
        let fixture = try ClientFixture()
        let run = Task { await fixture.core.run() }
        let attempt = try await fixture.nextAttempt()
        var link: ScriptedLink?
        switch moment {
        case .connecting: break
        case .connected:
            link = attempt.accept()
            while try await fixture.next().text != "connected" {}
        case .waiting:
            attempt.fail(.connectionRefused(host: "server", port: 8765))
            while try await fixture.next().text != "reconnecting" {}
        }
        run.cancel()
        #expect(await run.value == .stopped)
        while try await fixture.next().text != "disconnected" {}
        #expect(fixture.status.state == .disconnected)
        #expect(fixture.connector.open == 0)
        if let link { #expect(try await link.sent.first() == .close(.normalClosure)) }
    }

    @Test func `Commands and texts are sent and counted`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            await #expect(throws: WebSocketTransportError.notConnected) { try await fixture.core.send(.getStatus) }
            let link = try await fixture.connect()
            try await fixture.core.send(.getStatus)
            try await fixture.core.send(text: "é")
            #expect(try await link.sent.first() == .text(#"{"type":"get_status"}"#))
            #expect(try await link.sent.first() == .text("é"))
            #expect(fixture.statistics.messagesSent == 2)
            #expect(fixture.statistics.bytesSent == 23)
            await fixture.core.stop()
        }
    }

    @Test func `A send that takes too long fails, and the link is replaced`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            _ = try await fixture.connect(ScriptedLink(closing: .staysSilent, takesData: false))
            let sending = Task { try await fixture.core.send(text: "x") }
            await fixture.clock.sleeper(until: .seconds(5))
            fixture.clock.advance(to: .seconds(5))
            await #expect(throws: WebSocketTransportError.sendTimedOut(after: .seconds(5))) { try await sending.value }
            #expect(try await fixture.next(2) == ["! A message could not be sent within 5 s", "reconnecting"])
            #expect(fixture.statistics.messagesSent == 0)
            await fixture.core.stop()
        }
    }
}

@Suite(.timeLimit(.minutes(1))) struct ClientCoreDeliveryTests {
    /// Holds each event until the test lets it go.
    struct Gate: ClientEventHandler {
        let log = EventLog()
        let permits: AsyncStream<Void>
        let permit: AsyncStream<Void>.Continuation

        init() {
            (permits, permit) = AsyncStream.makeStream()
        }

        func handle(_ event: ClientEvent) async {
            log.handle(event)
            for await _ in permits { return }
        }
    }

    @Test func `A slow handler holds up the reading, and loses nothing`() async throws {
        let gate = Gate()
        let fixture = try ClientFixture(handler: gate)
        _ = try await fixture.run { fixture in
            #expect(try await gate.log.events.first().text == "connecting")
            let link = try await fixture.nextAttempt().accept()
            for number in 0..<100 { link.receive(#"{"type":"n\#(number)"}"#) }
            gate.permit.yield()
            #expect(try await gate.log.events.first().text == "connected")
            gate.permit.yield()
            for number in 0..<100 {
                #expect(try await gate.log.events.first().text == "n\(number)")
                #expect(link.askedFor.withLock { $0 } == number + 1)
                gate.permit.yield()
            }
            gate.permit.finish()
            await fixture.core.stop()
        }
    }

    @Test func `While the handler is slow, a late pong does not count against the peer`() async throws {
        let gate = Gate()
        let fixture = try ClientFixture(handler: gate)
        _ = try await fixture.run { fixture in
            let link = try await fixture.nextAttempt().accept()
            gate.permit.yield()
            gate.permit.yield()
            link.receive(#"{"type":"slow"}"#)
            while try await gate.log.events.first().text != "slow" {}
            fixture.clock.advance(to: .seconds(30))
            guard case .ping(let payload) = try await link.sent.first() else { throw EndOfScript() }
            await fixture.clock.sleeper(until: .seconds(40))
            fixture.clock.advance(to: .seconds(40))
            await fixture.clock.sleeper(until: .seconds(50))
            link.receive(.pong(payload))
            gate.permit.finish()
            link.receive(#"{"type":"next"}"#)
            #expect(try await gate.log.events.first().text == "next")
            #expect(fixture.status.state == .connected)
            await fixture.core.stop()
        }
    }

    /// Asks the client for something from inside the handler.
    final class Asking: ClientEventHandler {
        let log = EventLog()
        private let act = Mutex<(@Sendable (ClientEvent) async -> Void)?>(nil)

        func perform(_ body: @escaping @Sendable (ClientEvent) async -> Void) {
            act.withLock { $0 = body }
        }

        func handle(_ event: ClientEvent) async {
            log.handle(event)
            if let act = act.withLock({ $0 }) { await act(event) }
        }
    }

    @Test(arguments: ["connecting", "connected", "hello", "error", "reconnecting"])
    func `A handler may stop the client at any event`(_ when: String) async throws {
        let handler = Asking()
        let fixture = try ClientFixture(handler: handler)
        handler.perform { [core = fixture.core] event in
            if event.text == when { await core.stop() }
        }
        let end = try await fixture.run { fixture in
            let attempt = try await fixture.nextAttempt()
            if when == "error" || when == "reconnecting" {
                attempt.fail(.connectionRefused(host: "server", port: 8765))
            } else {
                attempt.accept().receive(#"{"type":"hello"}"#)
            }
        }
        #expect(end == .stopped)
        var last = ""
        while last != "disconnected" { last = try await handler.log.events.first().text }
        #expect(fixture.connector.open == 0)
    }

    @Test func `A handler may connect again and send`() async throws {
        let handler = Asking()
        let fixture = try ClientFixture(handler: handler)
        handler.perform { [core = fixture.core] event in
            switch event.text {
            case "hello":
                try? await core.send(.ping)
                await core.reconnectNow()
            case "again": await core.stop()
            default: break
            }
        }
        let end = try await fixture.run { fixture in
            let first = try await fixture.nextAttempt().accept()
            first.receive(#"{"type":"hello"}"#)
            #expect(try await first.sent.first() == .text(#"{"type":"ping"}"#))
            try await fixture.nextAttempt().accept().receive(#"{"type":"again"}"#)
        }
        #expect(end == .stopped)
        #expect(fixture.connector.mostOpen == 1)
    }
}
