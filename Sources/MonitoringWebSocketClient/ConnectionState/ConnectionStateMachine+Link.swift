import MonitoringMessages

extension ConnectionStateMachine {
    package enum ConnectedAction: Sendable, Equatable {
        case proceed
        /// It was stopped meanwhile: give the link back unused.
        case leave
    }

    package mutating func connected(now: Duration) -> Step<ConnectedAction> {
        guard case .connecting = state else { return Step(.leave) }
        state = .connected(Heartbeat(now: now, rules: rules))
        reason = nil
        return Step(.proceed, [report(.connected)])
    }

    /// Something arrived, which proves the link alive as well as a pong does: a pong may queue behind much data.
    /// - Returns: whether the link is in use; what arrives on a link that is being closed is of no interest.
    package mutating func heardFromPeer() -> Bool {
        guard case .connected(var heartbeat) = state else { return false }
        if heartbeat.ping?.deadline != nil {
            heartbeat.ping?.deadline = nil
            state = .connected(heartbeat)
        }
        return true
    }

    /// - Returns: the round-trip time, when the payload is the newest ping's and it was not answered before.
    package mutating func pongReceived(_ payload: [UInt8], now: Duration) -> Duration? {
        guard case .connected(var heartbeat) = state, let ping = heartbeat.ping, payload == ping.payload else {
            return nil
        }
        heartbeat.ping = nil
        state = .connected(heartbeat)
        return now - ping.sentAt
    }

    package enum DeadlineAction: Sendable, Equatable {
        case none
        case connect
        case sendPing([UInt8])
        /// The link is dead: tell the failure and cancel what uses the link; `attemptEnded` follows.
        case abandonLink(FailureReport)
        /// Closing took too long: cancel what uses the link; `attemptEnded` follows.
        case abandonClosing
    }

    /// Does the one thing that is due. After a jump of the clock there is still one attempt or one ping, not a burst.
    /// - Parameter readerIsBusy: whether a received event is still being handled. The pong may then wait behind it
    ///   unread, so its lateness proves nothing and the time starts again.
    package mutating func deadlineReached(now: Duration, readerIsBusy: Bool) -> Step<DeadlineAction> {
        guard let due = nextDeadline, due <= now else { return Step(.none) }
        switch state {
        case .connected(var heartbeat):
            guard heartbeat.ping?.deadline != nil else {
                pingCount &+= 1
                let payload = heartbeat.sendPing(number: pingCount, now: now, rules: rules)
                state = .connected(heartbeat)
                return Step(.sendPing(payload))
            }
            guard !readerIsBusy else {
                heartbeat.ping?.deadline = now + rules.pingTimeout
                state = .connected(heartbeat)
                return Step(.none)
            }
            return abandonLink(.noPong(after: rules.pingTimeout), now: now)
        case .leaving(let next, _):
            state = .leaving(next: next, deadline: nil)
            return Step(.abandonClosing)
        case .waiting(let attempt, _):
            return Step(.connect, [begin(attempt)])
        case .idle, .connecting, .gaveUp, .stopped:
            return Step(.none)
        }
    }

    /// A send was not completed in time: the socket takes nothing more, so the link is replaced.
    package mutating func sendTimedOut(_ failure: ConnectionFailure, now: Duration) -> Step<DeadlineAction> {
        isConnected ? abandonLink(failure, now: now) : Step(.none)
    }

    private mutating func abandonLink(_ failure: ConnectionFailure, now: Duration) -> Step<DeadlineAction> {
        let outcome = linkLost(failure, now: now)
        state = .leaving(next: outcome.next, deadline: nil)
        return Step(.abandonLink(outcome.failure), outcome.changes)
    }
}

// MARK: - The end of an attempt or link

extension ConnectionStateMachine {
    package enum EndAction: Sendable, Equatable {
        /// Wait for `nextDeadline`. The failure is nil when it was told before, or was none.
        case wait(FailureReport?)
        case connect
        case giveUp(ConnectionFailure, FailureReport?)
        case stop
    }

    /// The attempt failed, or the link ended in whatever way, and the socket is given back.
    package mutating func attemptEnded(_ failure: ConnectionFailure, now: Duration) -> Step<EndAction> {
        switch state {
        case .connecting(let attempt):
            let outcome = attemptFailed(attempt, failure, now: now)
            return follow(outcome.next, outcome.failure, outcome.changes)
        case .connected:
            let outcome = linkLost(failure, now: now)
            return follow(outcome.next, outcome.failure, outcome.changes)
        case .leaving(let next, _):
            return follow(next, nil, [])
        case .idle, .waiting, .gaveUp, .stopped:
            return Step(.stop)
        }
    }

    private mutating func follow(
        _ next: Next, _ failure: FailureReport?, _ changes: [StatusChange]
    ) -> Step<EndAction> {
        switch next {
        case .connect(let attempt):
            return Step(.connect, changes + [begin(attempt)])
        case .wait(let attempt, let until):
            state = .waiting(attempt, until: until)
            return Step(.wait(failure), changes)
        case .giveUp(let final):
            state = .gaveUp(final)
            return Step(.giveUp(final, failure), changes)
        case .stop:
            return Step(.stop, changes + [reportStopped()])
        }
    }

    private typealias Outcome = (next: Next, failure: FailureReport, changes: [StatusChange])

    private mutating func attemptFailed(_ attempt: Attempt, _ failure: ConnectionFailure, now: Duration) -> Outcome {
        guard let following = attempt.following else {
            let final = failure.giving(up: rules)
            reason = final.text
            return (.giveUp(final), FailureReport(final, attempt: attempt.number), [report(.error, attempt)])
        }
        reason = failure.text
        let failed = report(.error, attempt)
        let until = now + rules.reconnectInterval
        return (
            .wait(following, until: until),
            FailureReport(failure, attempt: attempt.number, nextAttemptIn: rules.reconnectInterval),
            [failed, report(.reconnecting, following, nextAttemptAt: until)]
        )
    }

    private mutating func linkLost(_ failure: ConnectionFailure, now: Duration) -> Outcome {
        guard let following = rules.attemptAfterLoss else {
            let final = failure.giving(up: rules)
            reason = final.text
            return (.giveUp(final), FailureReport(final), [report(.error)])
        }
        reason = failure.text
        let until = now + rules.reconnectInterval
        return (
            .wait(following, until: until), FailureReport(failure, nextAttemptIn: rules.reconnectInterval),
            [report(.reconnecting, following, nextAttemptAt: until)]
        )
    }
}
