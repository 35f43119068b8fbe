import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// A run over a scripted network is recorded, and its replay compared with it.
@Suite(.timeLimit(.minutes(5))) struct RecordedRunTests {
    /// An event without the clocks: when it happened, and when the next attempt comes.
    private func values(_ event: ClientEvent) -> String {
        switch event {
        case .message(let received, _): received.raw
        case .error(let error): "! \(error.type) \(error.error) \(error.attempt ?? 0)"
        case .stateChanged(let old, let status):
            "\(old) → \(status.state) \(status.attempt) \(status.reason ?? "") \(status.uri)"
        case .statusChanged(let status): "\(status.state) \(status.attempt) \(status.reason ?? "")"
        case .pingSent, .pongReceived: "heartbeat"
        }
    }

    /// When messages came and links began and ended, since the first of these.
    private func times(_ events: [ClientEvent]) -> [Duration] {
        let moments = events.compactMap { event -> Duration? in
            switch event {
            case .message(_, let moment): moment.monotonic
            case .error(let error): error.moment.monotonic
            case .stateChanged(_, let status):
                [.connected, .disconnected].contains(status.state) ? status.since?.monotonic : nil
            case .statusChanged, .pingSent, .pongReceived: nil
            }
        }
        return moments.map { $0 - (moments.first ?? .zero) }
    }

    @Test func `A replay shows what the recorded run showed`() async throws {
        let folder = try TemporaryFolder()
        let path = folder("recording")
        let uri = try makeConfiguration().uri
        let recorded = Kept<ClientEvent>()
        let log = EventLog()
        let writer = try RecordingWriter(path: path, server: uri) { _ in }
        let fixture = try ClientFixture(handler: Handlers(writer, recorded, log)) { $0.stableUptime = .zero }
        @Sendable func wait(for text: String) async throws {
            while try await log.events.first().text != text {}
        }
        _ = try await fixture.run { fixture in
            fixture.clock.advance(to: .seconds(1))
            try await fixture.nextAttempt().fail(.connectionRefused(host: "server", port: 8765))
            try await wait(for: "reconnecting")
            fixture.clock.advance(to: .seconds(6))
            var link = try await fixture.nextAttempt().accept()
            try await wait(for: "connected")
            link.receive(#"{"type":"connection","status":"connected","message":"Hello é"}"#)
            try await wait(for: "notice Hello é")
            fixture.clock.advance(to: .seconds(9))
            link.receive(#"{"type":"monitoring_data","timestamp":"t1","data":{"processor":{"usage_percent":45.20}}}"#)
            link.receive(#"{"type":"error","message":"full","severity":"low"}"#)
            try await wait(for: "! The server reports an error (low): full")
            fixture.clock.advance(to: .seconds(12))
            link.receive(.closed(.goingAway, reason: "update\u{1B}"))
            try await wait(for: "reconnecting")
            fixture.clock.advance(to: .seconds(17))
            let second = try await fixture.nextAttempt()
            fixture.clock.advance(to: .seconds(18))
            second.fail(.handshakeRefused(status: 503, reason: "Busy"))
            try await wait(for: "reconnecting")
            fixture.clock.advance(to: .seconds(23))
            link = try await fixture.nextAttempt().accept()
            try await wait(for: "connected")
            link.receive(#"{"type":"monitoring_data","timestamp":"t2","data":{}}"#)
            try await wait(for: "data t2")
            fixture.clock.advance(to: .seconds(30))
            await fixture.core.stop()
        }
        #expect(writer.lostEvents == 0)

        let replay = try ReplayFixture(path, clock: SkippingClock(end: .seconds(29)))
        #expect(await replay.core.replay(replay.connector) == .stopped)
        #expect(replay.events.values.map(values) == recorded.values.map(values))
        #expect(times(replay.events.values) == times(recorded.values))
        #expect(replay.problems.values == [])
        let (shown, expected) = (replay.statistics, fixture.statistics)
        #expect(shown.messagesReceived == expected.messagesReceived)
        #expect(shown.bytesReceived == expected.bytesReceived)
        #expect(shown.errorCount == expected.errorCount)
        #expect(shown.totalDisconnections == expected.totalDisconnections)
        #expect(shown.reconnectAttempts == expected.reconnectAttempts)
        #expect(shown.outages.map { $0.length(now: .zero) } == expected.outages.map { $0.length(now: .zero) })
        #expect(shown.outages.map(\.attempts) == expected.outages.map(\.attempts))
    }
}
