import Testing

@testable import MonitoringWebSocketClient

@Suite struct ConnectionStateMachineTests {
    @Test(
        arguments: [
            (.idle, .none, []),
            (.connecting, .abandonAttempt, []),
            (.connected, .closeLink, []),
            (.pingAwaited, .closeLink, []),
            (.closingToReconnect, .none, []),
            (.closingToStop, .none, []),
            (.abandoned, .none, []),
            (.waiting, .end, ["reconnecting → disconnected"]),
            (.gaveUp, .none, ["error → disconnected"]),
            (.stopped, .none, []),
        ] as [(Machine.Situation, Machine.StopAction, [String])])
    func `Stop in every state`(_ situation: Machine.Situation, _ action: Machine.StopAction, _ changes: [String]) throws
    {
        var machine = try Machine.make(in: situation)
        let step = machine.stop(now: .seconds(1))
        #expect(step.action == action)
        #expect(step.texts == changes)

        let ended = machine.attemptEnded(lost, now: .seconds(2))
        #expect(ended.action == .stop)
        #expect(machine.state == .stopped)
        #expect(machine.nextDeadline == nil)
        #expect(machine.start().action == .end)
        #expect(machine.stop(now: .seconds(3)) == Step(.none))
    }

    @Test(
        arguments: [
            (.idle, .none, []),
            (.connecting, .none, []),
            (.connected, .closeLink, ["connected → reconnecting 1"]),
            (.pingAwaited, .closeLink, ["connected → reconnecting 1"]),
            (.closingToReconnect, .none, []),
            (.closingToStop, .none, []),
            (.abandoned, .none, ["reconnecting → reconnecting 1"]),
            (.waiting, .connect, ["reconnecting → reconnecting 2"]),
            (.gaveUp, .none, []),
            (.stopped, .none, []),
        ] as [(Machine.Situation, Machine.ReconnectAction, [String])])
    func `Reconnect now in every state`(
        _ situation: Machine.Situation, _ action: Machine.ReconnectAction, _ changes: [String]
    ) throws {
        var machine = try Machine.make(in: situation)
        let step = machine.reconnectNow(now: .seconds(1))
        #expect(step.action == action)
        #expect(step.texts == changes)
    }

    @Test(
        arguments: [
            (.idle, .connect, ["disconnected → connecting 1"]),
            (.gaveUp, .connect, ["error → disconnected", "disconnected → connecting 1/1"]),
            (.connecting, .alreadyRunning, []),
            (.connected, .alreadyRunning, []),
            (.closingToReconnect, .alreadyRunning, []),
            (.waiting, .alreadyRunning, []),
            (.stopped, .end, []),
        ] as [(Machine.Situation, Machine.StartAction, [String])])
    func `Start in every state`(_ situation: Machine.Situation, _ action: Machine.StartAction, _ changes: [String])
        throws
    {
        var machine = try Machine.make(in: situation)
        let step = machine.start()
        #expect(step.action == action)
        #expect(step.texts == changes)
    }

    @Test(
        arguments: [
            (
                .connecting, .wait(FailureReport(lost, attempt: 1, nextAttemptIn: .seconds(5))),
                ["connecting → error 1", "error → reconnecting 2 at 6"]
            ),
            (.connected, .wait(FailureReport(lost, nextAttemptIn: .seconds(5))), ["connected → reconnecting 1 at 6"]),
            (.closingToReconnect, .connect, ["reconnecting → reconnecting 1"]),
            (.closingToStop, .stop, ["connected → disconnected"]),
            (.abandoned, .wait(nil), []),
            (.waiting, .stop, []),
            (.gaveUp, .stop, []),
        ] as [(Machine.Situation, Machine.EndAction, [String])])
    func `The end of an attempt or link in every state`(
        _ situation: Machine.Situation, _ action: Machine.EndAction, _ changes: [String]
    ) throws {
        var machine = try Machine.make(in: situation)
        let step = machine.attemptEnded(lost, now: .seconds(1))
        #expect(step.action == action)
        #expect(step.texts == changes)
    }

    @Test(arguments: Machine.Situation.allCases)
    func `Only an attempt that is wanted connects`(_ situation: Machine.Situation) throws {
        var machine = try Machine.make(in: situation)
        let step = machine.connected(now: .seconds(1))
        #expect(step.action == (situation == .connecting ? .proceed : .leave))
        #expect(step.texts == (situation == .connecting ? ["connecting → connected"] : []))
    }

    @Test(arguments: Machine.Situation.allCases)
    func `Before the deadline nothing is done, after a jump of the clock one thing`(_ situation: Machine.Situation)
        throws
    {
        var machine = try Machine.make(in: situation)
        guard let deadline = machine.nextDeadline else {
            #expect(machine.deadlineReached(now: .seconds(86_400), readerIsBusy: false) == Step(.none))
            return
        }
        #expect(machine.deadlineReached(now: deadline - .nanoseconds(1), readerIsBusy: false) == Step(.none))
        #expect(machine.deadlineReached(now: .seconds(86_400), readerIsBusy: false).action != .none)
        #expect(machine.deadlineReached(now: .seconds(86_400), readerIsBusy: false) == Step(.none))
    }

    @Test func `A link that is closed as asked too slowly is abandoned after the operation timeout`() throws {
        for situation in [Machine.Situation.closingToReconnect, .closingToStop] {
            var machine = try Machine.make(in: situation)
            #expect(machine.nextDeadline == .seconds(5))
            #expect(machine.deadlineReached(now: .seconds(5), readerIsBusy: false).action == .abandonClosing)
            #expect(machine.nextDeadline == nil)
        }
    }

    /// Attempts in all against a server that is never there, and then one that goes away after each connection.
    @Test(
        arguments: [
            (nil, false, 1), (0, true, 1), (1, true, 2), (3, true, 4), (-1, true, 1), (Int.max, true, 50),
            (nil, true, 50),
        ]
            as [(Int?, Bool, Int)])
    func `N attempts again make N + 1 in all`(_ limit: Int?, _ reconnect: Bool, _ expected: Int) throws {
        var machine = try makeMachine {
            $0.maxReconnectAttempts = limit
            $0.reconnect = reconnect
        }
        _ = machine.start()
        var attempts = 1
        while attempts < 50, case .wait = machine.attemptEnded(refused, now: .zero).action {
            #expect(machine.deadlineReached(now: .seconds(5), readerIsBusy: false).action == .connect)
            attempts += 1
        }
        #expect(attempts == expected)
    }

    @Test func `A link that stays up resets the count, and N attempts again follow its loss`() throws {
        var machine = try makeMachine { $0.maxReconnectAttempts = 2 }
        _ = machine.start()
        for _ in 0..<5 {
            _ = machine.connected(now: .seconds(-10))
            #expect(machine.attemptEnded(lost, now: .zero).texts == ["connected → reconnecting 1/2 at 5"])
            #expect(
                machine.deadlineReached(now: .seconds(5), readerIsBusy: false).texts == [
                    "reconnecting → reconnecting 1/2"
                ])
        }
        #expect(
            machine.attemptEnded(refused, now: .zero).texts == [
                "reconnecting → error 1/2", "error → reconnecting 2/2 at 5",
            ])
        _ = machine.deadlineReached(now: .seconds(5), readerIsBusy: false)
        let last = machine.attemptEnded(refused, now: .zero)
        let final = ConnectionFailure(text: "refused; gave up after 2 attempts to connect again", type: refused.type)
        #expect(last.action == .giveUp(final, FailureReport(final, attempt: 2)))
        #expect(last.texts == ["reconnecting → error 2/2"])
        #expect(machine.nextDeadline == nil)
    }

    @Test func `Without reconnecting any end is the last`() throws {
        let final = ConnectionFailure(text: "lost; reconnecting is off", type: lost.type)
        for connects in [false, true] {
            var machine = try makeMachine { $0.reconnect = false }
            _ = machine.start()
            if connects { _ = machine.connected(now: .zero) }
            let step = machine.attemptEnded(lost, now: .zero)
            #expect(step.action == .giveUp(final, FailureReport(final, attempt: connects ? nil : 1)))
            #expect(step.texts == [connects ? "connected → error" : "connecting → error 1/1"])
            #expect(step.changes.last?.reason == final.text)
        }
    }

    @Test func `Without reconnecting an asked-for attempt is made all the same, once`() throws {
        var machine = try makeMachine { $0.reconnect = false }
        _ = machine.start()
        _ = machine.connected(now: .zero)
        #expect(machine.reconnectNow(now: .zero).action == .closeLink)
        #expect(machine.attemptEnded(lost, now: .zero).action == .connect)
        guard case .giveUp = machine.attemptEnded(refused, now: .zero).action else {
            Issue.record("there is no attempt left")
            return
        }
    }

    @Test func `An interval of zero is no loop without rest`() throws {
        var machine = try makeMachine { $0.reconnectInterval = .zero }
        _ = machine.start()
        _ = machine.attemptEnded(refused, now: .zero)
        #expect(machine.nextDeadline == .milliseconds(100))
    }
}
