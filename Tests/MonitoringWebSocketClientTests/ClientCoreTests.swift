import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5))) struct ClientCoreTests {
    @Test func `First connection, data, stop`() async throws {
        let fixture = try ClientFixture()
        let end = try await fixture.run { fixture in
            #expect(try await fixture.next().text == "connecting")
            let attempt = try await fixture.nextAttempt()
            #expect(attempt.configuration.connectTimeout == .seconds(5))
            #expect(attempt.configuration.handshakeTimeout == .seconds(5))
            fixture.clock.advance(to: .seconds(1))
            let link = attempt.accept()
            guard case .stateChanged(from: .connecting, let status) = try await fixture.next() else {
                throw EndOfScript()
            }
            #expect(status.state == .connected)
            #expect(status.since == Moment(at: .seconds(1)))
            link.receive(#"{"type":"connection","status":"connected","message":"Hello"}"#)
            link.receive(#"{"type":"monitoring_data","timestamp":"t1","data":{}}"#)
            #expect(try await fixture.next(2) == ["notice Hello", "data t1"])
            fixture.clock.advance(to: .seconds(3))
            #expect(fixture.statistics.messagesReceived == 2)
            #expect(fixture.statistics.bytesReceived == 113)
            #expect(fixture.statistics.uptime == .seconds(2))
            await fixture.core.stop()
            #expect(try await link.sent.first() == .close(.normalClosure))
            #expect(try await fixture.next().text == "disconnected")
        }
        #expect(end == .stopped)
        #expect(fixture.connector.open == 0)
        #expect(fixture.statistics.errorCount == 0)
        #expect(fixture.statistics.totalDisconnections == 1)
    }

    @Test func `Loss, a failed attempt, and return`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            try await fixture.connect().lose()
            #expect(try await fixture.next().text.hasPrefix("! "))
            #expect(try await fixture.next().text == "reconnecting")
            #expect(fixture.status.nextAttemptAt == .seconds(5))
            #expect(fixture.status.attempt == 1)
            fixture.clock.advance(to: .seconds(5))
            #expect(try await fixture.next().text == "attempt 1")
            try await fixture.nextAttempt().fail(.connectionRefused(host: "server", port: 8765))
            guard case .error(let error) = try await fixture.next() else { throw EndOfScript() }
            #expect(error.type == "ConnectionRefused")
            #expect(error.attempt == 1)
            #expect(error.nextAttemptIn == .seconds(5))
            #expect(try await fixture.next(2) == ["error", "reconnecting"])
            fixture.clock.advance(to: .seconds(10))
            _ = try await fixture.connect()
            #expect(fixture.status.attempt == 0)
            #expect(fixture.status.reason == nil)
            let statistics = fixture.statistics
            #expect(statistics.reconnectAttempts == 2)
            #expect(statistics.totalDisconnections == 1)
            #expect(statistics.errorCount == 2)
            #expect(statistics.longestOutage == .seconds(10))
            #expect(statistics.outages.map(\.attempts) == [2])
            await fixture.core.stop()
        }
        #expect(fixture.connector.mostOpen == 1)
    }

    @Test func `A clean close by the server obeys the interval, and without reconnecting ends the run`() async throws {
        let fixture = try ClientFixture { $0.reconnect = false }
        let end = try await fixture.run { fixture in
            try await fixture.connect().receive(.closed(.normalClosure, reason: "bye\u{1B}"))
        }
        let text = "The server closed the connection (1000 normal closure): bye␛; reconnecting is off"
        #expect(end == .gaveUp(ConnectionFailure(text: text, type: "ConnectionClosed", code: 1000)))
        #expect(try await fixture.next(2) == ["! \(text)", "error"])
        #expect(fixture.connector.attemptCount == 1)
        await fixture.core.stop()
        #expect(try await fixture.next().text == "disconnected")
    }

    @Test func `A link that ends without a word is lost`() async throws {
        let fixture = try ClientFixture { $0.reconnect = false }
        let end = try await fixture.run { fixture in
            try await fixture.connect().endSilently()
        }
        let text = "The connection ended without a close frame (1006); reconnecting is off"
        #expect(end == .gaveUp(ConnectionFailure(text: text, type: "ConnectionLost")))
    }

    @Test func `Gives up after the attempts allowed, and can be run again`() async throws {
        let fixture = try ClientFixture { $0.maxReconnectAttempts = 1 }
        let end = try await fixture.run { fixture in
            try await fixture.nextAttempt().fail(.connectionRefused(host: "server", port: 8765))
            while try await fixture.next().text != "reconnecting" {}
            fixture.clock.advance(to: .seconds(5))
            try await fixture.nextAttempt().fail(.connectionRefused(host: "server", port: 8765))
        }
        guard case .gaveUp(let failure) = end else { throw EndOfScript() }
        #expect(failure.text.hasSuffix("; gave up after 1 attempt to connect again"))
        #expect(fixture.statistics.errorCount == 2)
        #expect(fixture.status.state == .error)
        let second = try await fixture.run { fixture in
            _ = try await fixture.connect()
            await fixture.core.stop()
        }
        #expect(second == .stopped)
        #expect(await fixture.core.run() == .stopped)
        #expect(fixture.connector.attemptCount == 3)
    }

    @Test func `A half-open link is noticed and replaced`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            let link = try await fixture.connect(ScriptedLink(closing: .staysSilent))
            fixture.clock.advance(to: .seconds(30))
            let ping: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1]
            #expect(try await link.sent.first() == .ping(ping))
            try await fixture.clock.sleeper(until: .seconds(40))
            fixture.clock.advance(to: .seconds(40))
            #expect(try await fixture.next(3) == ["ping sent", "! No answer to a ping for 10 s", "reconnecting"])
            #expect(try await link.sent.first() == .tornDown)
            fixture.clock.advance(to: .seconds(45))
            _ = try await fixture.connect()
            await fixture.core.stop()
        }
        #expect(fixture.connector.mostOpen == 1)
    }

    @Test func `A half-open link whose socket takes nothing is replaced too`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            _ = try await fixture.connect(ScriptedLink(closing: .staysSilent, takesData: false))
            fixture.clock.advance(to: .seconds(30))
            try await fixture.clock.sleeper(until: .seconds(40))
            fixture.clock.advance(to: .seconds(40))
            // The ping may have gone out or not.
            while try await fixture.next().text != "! No answer to a ping for 10 s" {}
            #expect(try await fixture.next().text == "reconnecting")
            await fixture.core.stop()
        }
    }

    @Test func `The matching pong gives the round-trip time`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            let link = try await fixture.connect()
            fixture.clock.advance(to: .seconds(30))
            guard case .ping(let payload) = try await link.sent.first() else { throw EndOfScript() }
            fixture.clock.advance(to: .milliseconds(30_040))
            link.receive(.pong(payload))
            link.receive(#"{"type":"pong"}"#)
            #expect(try await fixture.next(3) == ["ping sent", "pong received", "pong"])
            #expect(fixture.statistics.lastRoundTrip == .milliseconds(40))
            await fixture.core.stop()
        }
    }

    @Test func `What cannot be read is an error, and the stream goes on in order`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            let link = try await fixture.connect()
            link.receive("[1,2]")
            link.receive(#"{"type":"a"}"#)
            link.receive(.binary([1, 2, 3]))
            link.receive(#"{"type":"error","message":"full\u001b[2J"}"#)
            link.receive(#"{"type":"ping"}"#)
            link.receive(#"{"type":"b"}"#)
            let texts = try await fixture.next(7)
            #expect(texts[0].hasPrefix("! Message not read: the message is an array, not an object"))
            #expect(
                texts.dropFirst() == [
                    "a", "! Message not read: binary message of 3 bytes; expected text", "error message",
                    "! The server reports an error: full␛[2J", "ping", "b",
                ])
            #expect(try await link.sent.first() == .text(#"{"type":"pong"}"#))
            #expect(fixture.statistics.malformedMessages == 2)
            #expect(fixture.statistics.errorCount == 3)
            #expect(fixture.statistics.messagesReceived == 6)
            await fixture.core.stop()
        }
    }
}
