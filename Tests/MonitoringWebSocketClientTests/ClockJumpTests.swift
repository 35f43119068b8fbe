import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(2))) struct ClockJumpTests {
    @Test(
        arguments: [
            (.idle, .none), (.connecting, .none), (.closingToReconnect, .none), (.closingToStop, .none),
            (.abandoned, .none), (.waiting, .connect), (.gaveUp, .none), (.stopped, .none),
            (.connected, .sendPing([0, 0, 0, 0, 0, 0, 0, 1])), (.pingAwaited, .sendPing([0, 0, 0, 0, 0, 0, 0, 2])),
        ] as [(Machine.Situation, Machine.DeadlineAction)])
    func `A jump in every state`(_ situation: Machine.Situation, _ action: Machine.DeadlineAction) throws {
        var machine = try Machine.make(in: situation)
        #expect(machine.clockJumped(now: .seconds(1000), asleep: .seconds(999)).action == action)
        if case .sendPing = action { #expect(machine.nextDeadline == .seconds(1010)) }
    }

    @Test func `A wait that the server asked for goes on`() throws {
        var machine = try makeMachine()
        _ = machine.start()
        _ = machine.attemptEnded(ConnectionFailure(closedWith: .policyViolation, reason: ""), now: .zero)
        #expect(machine.clockJumped(now: .seconds(2), asleep: .seconds(2)) == Step(.none))
        #expect(machine.nextDeadline == .seconds(30))
    }

    @Test func `Without pings nothing is asked`() throws {
        var machine = try makeMachine { $0.pingInterval = .zero }
        _ = machine.start()
        _ = machine.connected(now: .zero)
        #expect(machine.clockJumped(now: .seconds(2), asleep: .seconds(2)) == Step(.none))
    }

    @Test func `A link that did not outlive the sleep says so; one that did does not`() throws {
        for isHeard in [false, true] {
            var machine = try Machine.make(in: .connected)
            _ = machine.clockJumped(now: .seconds(3600), asleep: .seconds(3590))
            if isHeard { _ = machine.heardFromPeer() }
            let step = machine.attemptEnded(lost, now: .seconds(3601))
            #expect(step.changes.first?.reason == (isHeard ? "lost" : "lost; this machine slept for 3590 s"))
        }
    }

    @Test func `A client asks its link at once when the machine wakes, and replaces it`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            let link = try await fixture.connect(ScriptedLink(closing: .staysSilent))
            fixture.clock.advance(to: .seconds(15))
            fixture.clock.wake(after: .seconds(15))
            #expect(try await link.sent.first() == .ping([0, 0, 0, 0, 0, 0, 0, 1]))
            try await fixture.clock.sleeper(until: .seconds(25))
            fixture.clock.advance(to: .seconds(25))
            let texts = try await fixture.next(3)
            #expect(
                texts == [
                    "ping sent", "! No answer to a ping for 10 s; this machine slept for 15 s", "reconnecting",
                ])
            fixture.clock.wake(after: .seconds(1))
            _ = try await fixture.connect()
            await fixture.core.stop()
        }
        #expect(fixture.connector.mostOpen == 1)
    }

    @Test func `The system's clock can be watched for jumps, and let go`() {
        let clock = SystemClock()
        var watches = (0..<2).map { _ in clock.watchJumps { _ in } }
        #expect(!watches.contains { $0 == nil })
        watches = []
        #expect(clock.watchJumps { _ in } != nil)
    }
}
