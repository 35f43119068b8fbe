import Testing

@testable import MonitoringWebSocketClient

@Suite struct HeartbeatTests {
    private static let firstPing: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 1]
    private static let secondPing: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 2]

    private func connectedMachine() throws -> Machine {
        try Machine.make(in: .connected)
    }

    @Test func `Pings go out at the interval, and differ`() throws {
        var machine = try connectedMachine()
        #expect(machine.nextDeadline == .seconds(30))
        #expect(machine.deadlineReached(now: .seconds(30), readerIsBusy: false).action == .sendPing(Self.firstPing))
        #expect(machine.nextDeadline == .seconds(40))
        #expect(machine.pongReceived(Self.firstPing, now: .milliseconds(30_012)) == .milliseconds(12))
        #expect(machine.nextDeadline == .seconds(60))
        #expect(machine.deadlineReached(now: .seconds(60), readerIsBusy: false).action == .sendPing(Self.secondPing))
    }

    @Test func `A late pong replaces the link after the interval`() throws {
        var machine = try connectedMachine()
        _ = machine.deadlineReached(now: .seconds(30), readerIsBusy: false)
        let step = machine.deadlineReached(now: .seconds(40), readerIsBusy: false)
        let failure = ConnectionFailure(text: "No answer to a ping for 10 s", type: "PingTimeout")
        #expect(step.action == .abandonLink(FailureReport(failure, nextAttemptIn: .seconds(5))))
        #expect(step.texts == ["connected → reconnecting 1 at 45"])
        #expect(machine.nextDeadline == nil)
        #expect(machine.attemptEnded(lost, now: .seconds(41)) == Step(.wait(nil)))
        #expect(machine.nextDeadline == .seconds(45))
    }

    @Test func `With reconnecting off a late pong is the end`() throws {
        var machine = try makeMachine { $0.reconnect = false }
        _ = machine.start()
        _ = machine.connected(now: .zero)
        _ = machine.deadlineReached(now: .seconds(30), readerIsBusy: false)
        #expect(machine.deadlineReached(now: .seconds(40), readerIsBusy: false).texts == ["connected → error"])
        guard case .giveUp(let failure, nil) = machine.attemptEnded(lost, now: .seconds(40)).action else {
            Issue.record("it does not give up")
            return
        }
        #expect(failure.text == "No answer to a ping for 10 s; reconnecting is off")
    }

    @Test func `Anything heard proves the link alive, and only the matching pong measures`() throws {
        var machine = try connectedMachine()
        _ = machine.deadlineReached(now: .seconds(30), readerIsBusy: false)
        #expect(machine.heardFromPeer() == true)
        #expect(machine.nextDeadline == .seconds(60))
        #expect(machine.pongReceived(Self.secondPing, now: .seconds(31)) == nil)
        #expect(machine.pongReceived([], now: .seconds(31)) == nil)
        #expect(machine.pongReceived(Self.firstPing, now: .seconds(32)) == .seconds(2))
        #expect(machine.pongReceived(Self.firstPing, now: .seconds(33)) == nil)
    }

    @Test func `While a received message is being handled, lateness proves nothing`() throws {
        var machine = try connectedMachine()
        _ = machine.deadlineReached(now: .seconds(30), readerIsBusy: false)
        #expect(machine.deadlineReached(now: .seconds(40), readerIsBusy: true) == Step(.none))
        #expect(machine.nextDeadline == .seconds(50))
        guard case .abandonLink = machine.deadlineReached(now: .seconds(50), readerIsBusy: false).action else {
            Issue.record("the link is kept")
            return
        }
    }

    @Test func `No ping goes out while one is awaited, however long the timeout`() throws {
        var machine = try makeMachine {
            $0.pingInterval = .seconds(1)
            $0.pingTimeout = .seconds(10)
        }
        _ = machine.start()
        _ = machine.connected(now: .zero)
        #expect(machine.deadlineReached(now: .seconds(1), readerIsBusy: false).action == .sendPing(Self.firstPing))
        #expect(machine.deadlineReached(now: .seconds(5), readerIsBusy: false) == Step(.none))
        #expect(machine.nextDeadline == .seconds(11))
    }

    @Test func `A payload of one link is none of the next`() throws {
        var machine = try connectedMachine()
        _ = machine.deadlineReached(now: .seconds(30), readerIsBusy: false)
        _ = machine.attemptEnded(lost, now: .seconds(31))
        _ = machine.reconnectNow(now: .seconds(31))
        _ = machine.connected(now: .seconds(31))
        #expect(machine.pongReceived(Self.firstPing, now: .seconds(32)) == nil)
        #expect(machine.deadlineReached(now: .seconds(61), readerIsBusy: false).action == .sendPing(Self.secondPing))
    }

    @Test func `An interval of zero sends no pings`() throws {
        var machine = try makeMachine { $0.pingInterval = .zero }
        _ = machine.start()
        _ = machine.connected(now: .zero)
        #expect(machine.nextDeadline == nil)
    }
}
