import MonitoringMessages
import Synchronization
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// Clients that run where their links are read: what needs no task wakes none.
@Suite(.timeLimit(.minutes(5))) struct ClientCoreOnLinkThreadTests {
    private typealias Catching = ClientCoreDeliveryTests.Catching
    private typealias Gate = ClientCoreDeliveryTests.Gate
    private let thread = LinkThread()

    private func texts(_ types: [String]) -> [String] {
        types.map { #"{"type":"\#($0)"}"# }
    }

    /// A link that is up, and that the client has asked for a batch.
    private func asked(_ fixture: ClientFixture, _ handler: Catching) async throws -> ScriptedLink {
        let link = try await fixture.nextAttempt().accept()
        while try await handler.texts.first() != "connected" {}
        #expect(try await handler.texts.first() == "caught up")
        try await link.questions.first()
        return link
    }

    private func asked(_ fixture: ClientFixture, _ gate: Gate) async throws -> ScriptedLink {
        let link = try await fixture.nextAttempt().accept()
        for _ in ["connecting", "connected"] {
            _ = try await gate.log.events.first()
            gate.permit.yield()
        }
        try await link.questions.first()
        return link
    }

    @Test func `While the handler need not be waited for, the reader sleeps`() async throws {
        let handler = Catching()
        let fixture = try ClientFixture(handler: handler, executor: thread)
        _ = try await fixture.run { fixture in
            let link = try await asked(fixture, handler)
            for batch in [["a"], ["b", "c"], ["d"]] { link.receive(together: texts(batch), on: thread) }
            for expected in ["a", "caught up", "b", "c", "caught up", "d", "caught up"] {
                #expect(try await handler.texts.first() == expected)
            }
            #expect(link.askedFor.withLock { $0 } == 1)
            #expect(fixture.statistics.messagesReceived == 4)
            await fixture.core.stop()
        }
    }

    @Test func `A handler that is slow is waited for, in order, and nothing is counted twice`() async throws {
        let gate = Gate(roundLimit: 2)
        let fixture = try ClientFixture(handler: gate.handler, executor: thread)
        _ = try await fixture.run { fixture in
            let link = try await asked(fixture, gate)
            link.receive(together: texts(["a", "b", "c"]), on: thread)
            link.receive(together: texts(["d"]), on: thread)
            for expected in ["a", "b", "c", "d"] {
                #expect(try await gate.log.events.first().text == expected)
                gate.permit.yield()
            }
            #expect(fixture.statistics.messagesReceived == 4)
            gate.permit.finish()
            await fixture.core.stop()
        }
    }

    @Test func `A handler that is slow is waited for when the link ends meanwhile`() async throws {
        let gate = Gate()
        let fixture = try ClientFixture(handler: gate.handler, executor: thread)
        _ = try await fixture.run { fixture in
            let link = try await asked(fixture, gate)
            // Asked for again, it is all handled.
            link.receive(together: texts(["first"]), on: thread)
            #expect(try await gate.log.events.first().text == "first")
            gate.permit.yield()
            try await link.questions.first()
            link.receive(together: texts(["a"]), endsMeanwhile: true, on: thread)
            #expect(try await gate.log.events.first().text == "a")
            gate.permit.finish()
            while try await gate.log.events.first().text != "reconnecting" {}
            await fixture.core.stop()
        }
    }

    @Test func `What arrived with the close is told before the end`() async throws {
        let handler = Catching()
        let fixture = try ClientFixture(handler: handler, executor: thread) { $0.reconnect = false }
        let end = try await fixture.run { fixture in
            let link = try await asked(fixture, handler)
            link.receive(together: texts(["a"]), on: thread)
            link.receive(together: texts(["b"]), closing: .normalClosure, on: thread)
        }
        for expected in ["a", "caught up", "b", "caught up"] { #expect(try await handler.texts.first() == expected) }
        guard case .gaveUp = end else {
            Issue.record("the end is \(end)")
            return
        }
    }

    @Test func `A host that floods is not read before its time`() async throws {
        let handler = Catching()
        let fixture = try ClientFixture(handler: handler, executor: thread) { $0.allowance = MessageAllowance() }
        _ = try await fixture.run { fixture in
            let link = try await asked(fixture, handler)
            link.receive(
                together: texts(Array(repeating: "free", count: MessageAllowance.burst) + ["one more"]), on: thread)
            link.receive(together: texts(["later"]), on: thread)
            let wait = Duration.seconds(1) / MessageAllowance.messagesPerSecond
            try await fixture.clock.sleeper(until: wait)
            #expect(fixture.statistics.messagesReceived == MessageAllowance.burst + 1)
            while try await handler.texts.first() != "one more" {}
            #expect(try await handler.texts.first() == "caught up")
            fixture.clock.advance(to: wait)
            #expect(try await handler.texts.first() == "later")
            try await fixture.clock.sleeper(until: wait * 2)
            fixture.clock.advance(to: wait * 2)
            await fixture.core.stop()
        }
    }
}
