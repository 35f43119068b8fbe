import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5))) struct ClientCoreCommandTests {
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
            try await fixture.clock.sleeper(until: .seconds(5))
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
        let fixture = try ClientFixture { $0.sendTimeout = .seconds(3) }
        _ = try await fixture.run { fixture in
            _ = try await fixture.connect(ScriptedLink(closing: .staysSilent, takesData: false))
            let sending = Task { try await fixture.core.send(text: "x") }
            try await fixture.clock.sleeper(until: .seconds(3))
            fixture.clock.advance(to: .seconds(3))
            await #expect(throws: WebSocketTransportError.sendTimedOut(after: .seconds(3))) { try await sending.value }
            #expect(try await fixture.next(2) == ["! A message could not be sent within 3 s", "reconnecting"])
            #expect(fixture.statistics.messagesSent == 0)
            await fixture.core.stop()
        }
    }
}
