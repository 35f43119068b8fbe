import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5)))
struct StateTests {
    @Test(
        arguments: zip(
            ClientState.allCases, ["disconnected", "connecting", "connected", "reconnecting", "error"]))
    func theStatesHaveTheManualsValues(_ state: ClientState, _ value: String) {
        #expect(state.rawValue == value)
        #expect(ClientState(rawValue: value) == state)
    }

    /// A walk through the manual's diagram, as handlers of `state_change` see it, and as `state` says.
    enum Walk: String, CaseIterable {
        case connectAndStop = "disconnected connecting connected disconnected"
        case lost = "disconnected connecting connected reconnecting connected disconnected"
        case closedCleanly = "disconnected connecting connected reconnecting disconnected"
        case refusedForGood = "disconnected connecting error disconnected"
        case refusedTwice = "disconnected connecting error reconnecting error reconnecting disconnected"
    }

    @Test(arguments: Walk.allCases)
    func theStateFollowsTheDiagram(_ walk: Walk) async throws {
        let fixture = try LibraryFixture { $0.reconnect = walk != .refusedForGood }
        let changes = Inbox<String>()
        fixture.client.on(.stateChange) { change in
            if change.old == .disconnected { changes.put("disconnected") }
            changes.put(change.new.rawValue)
        }
        switch walk {
        case .connectAndStop:
            _ = try await fixture.start()
        case .lost:
            try await fixture.start().lose()
            try await fixture.again(after: .seconds(5)).accept()
            await fixture.client.until { fixture.client.isConnected }
        case .closedCleanly:
            try await fixture.start().receive(.closed(.normalClosure, reason: ""))
            _ = try await fixture.again(after: .seconds(5))
        case .refusedForGood:
            await #expect(throws: ConnectionError.self) { try await fixture.start(failing: refusal) }
        case .refusedTwice:
            try await fixture.start(failing: refusal)
            try await fixture.again(after: .seconds(5)).fail(refusal)
            try await fixture.clock.sleeper(until: .seconds(10))
        }
        await fixture.client.stop()
        changes.close()
        #expect(await changes.rest().joined(separator: " ") == walk.rawValue)
        #expect(fixture.client.state == .disconnected)
    }
}

extension LibraryFixture {
    /// The attempt after a wait.
    func again(after deadline: Duration) async throws -> ScriptedAttempt {
        try await clock.sleeper(until: deadline)
        clock.advance(to: deadline)
        return try await nextAttempt()
    }
}
