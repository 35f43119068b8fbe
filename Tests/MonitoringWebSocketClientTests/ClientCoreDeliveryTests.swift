import MonitoringMessages
import Synchronization
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5))) struct ClientCoreDeliveryTests {
    /// Holds each event until the test lets it go.
    struct Gate {
        let log = EventLog()
        let handler: EventByEvent
        let permit: AsyncStream<Void>.Continuation

        init(roundLimit: Int = 64) {
            let (permits, permit) = AsyncStream<Void>.makeStream()
            self.permit = permit
            handler = EventByEvent(roundLimit: roundLimit) { [log] event in
                log.take(event)
                for await _ in permits { break }
            }
        }
    }

    @Test func `A slow handler holds up the reading, and loses nothing`() async throws {
        let gate = Gate()
        let fixture = try ClientFixture(handler: gate.handler)
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
        let fixture = try ClientFixture(handler: gate.handler)
        _ = try await fixture.run { fixture in
            let link = try await fixture.nextAttempt().accept()
            gate.permit.yield()
            gate.permit.yield()
            link.receive(#"{"type":"slow"}"#)
            while try await gate.log.events.first().text != "slow" {}
            fixture.clock.advance(to: .seconds(30))
            guard case .ping(let payload) = try await link.sent.first() else { throw EndOfScript() }
            try await fixture.clock.sleeper(until: .seconds(40))
            fixture.clock.advance(to: .seconds(40))
            try await fixture.clock.sleeper(until: .seconds(50))
            link.receive(.pong(payload))
            gate.permit.finish()
            link.receive(#"{"type":"next"}"#)
            var events: [String] = []
            while events.last != "next" { events.append(try await gate.log.events.first().text) }
            #expect(events == ["ping sent", "pong received", "next"])
            #expect(fixture.status.state == .connected)
            await fixture.core.stop()
        }
    }

    /// Writes down what it is told, and what it is told together.
    final class Catching: ClientEventHandler {
        let texts: AsyncStream<String>
        let roundLimit: Int
        private let text: AsyncStream<String>.Continuation

        init(roundLimit: Int = 64) {
            (texts, text) = AsyncStream.makeStream()
            self.roundLimit = roundLimit
        }

        func take(_ event: ClientEvent) { text.yield(event.text) }

        func finish() -> HandlerRest? {
            text.yield("caught up")
            return nil
        }
    }

    @Test func `What arrived together is told together; what came alone, at once`() async throws {
        let handler = Catching()
        let fixture = try ClientFixture(handler: handler)
        _ = try await fixture.run { fixture in
            let link = try await fixture.nextAttempt().accept()
            while try await handler.texts.first() != "connected" {}
            #expect(try await handler.texts.first() == "caught up")
            link.receive(together: (0..<3).map { #"{"type":"n\#($0)"}"# })
            for expected in ["n0", "n1", "n2", "caught up"] { #expect(try await handler.texts.first() == expected) }
            link.receive(#"{"type":"alone"}"#)
            for expected in ["alone", "caught up"] { #expect(try await handler.texts.first() == expected) }
            await fixture.core.stop()
        }
    }

    @Test(arguments: [1, 2])
    func `Of messages that arrive together, no more are told together than the handler takes`(_ limit: Int) async throws
    {
        let handler = Catching(roundLimit: limit)
        let fixture = try ClientFixture(handler: handler)
        _ = try await fixture.run { fixture in
            let link = try await fixture.nextAttempt().accept()
            while try await handler.texts.first() != "connected" {}
            #expect(try await handler.texts.first() == "caught up")
            link.receive(together: [#"{"type":"a"}"#, #"{"type":"error","message":"b"}"#, #"{"type":"c"}"#])
            let rounds = [["a"], ["error message", "! The server reports an error: b"], ["c"]]
            let expected =
                limit == 1
                ? rounds.flatMap { $0 + ["caught up"] }
                : rounds[0] + rounds[1] + ["caught up"] + rounds[2] + ["caught up"]
            for text in expected { #expect(try await handler.texts.first() == text) }
            await fixture.core.stop()
        }
    }

    @Test func `What arrived with the close is told before the end`() async throws {
        let handler = Catching()
        let fixture = try ClientFixture(handler: handler) { $0.reconnect = false }
        _ = try await fixture.run { fixture in
            let link = try await fixture.nextAttempt().accept()
            while try await handler.texts.first() != "connected" {}
            #expect(try await handler.texts.first() == "caught up")
            link.receive(together: ["a", "b"].map { #"{"type":"\#($0)"}"# }, closing: .normalClosure)
        }
        for expected in ["a", "b", "caught up"] { #expect(try await handler.texts.first() == expected) }
    }

    /// Asks the client for something from inside the handler.
    final class Asking: Sendable {
        let log = EventLog()
        private let act = Mutex<(@Sendable (ClientEvent) async -> Void)?>(nil)

        var handler: EventByEvent {
            EventByEvent { event in
                self.log.take(event)
                if let act = self.act.withLock({ $0 }) { await act(event) }
            }
        }

        func perform(_ body: @escaping @Sendable (ClientEvent) async -> Void) {
            act.withLock { $0 = body }
        }
    }

    @Test(arguments: ["connecting", "connected", "hello", "error", "reconnecting"])
    func `A handler may stop the client at any event`(_ when: String) async throws {
        let handler = Asking()
        let fixture = try ClientFixture(handler: handler.handler)
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
        let fixture = try ClientFixture(handler: handler.handler)
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
