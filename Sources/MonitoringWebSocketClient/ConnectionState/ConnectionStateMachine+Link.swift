import MonitoringMessages

extension ConnectionStateMachine {
    package enum ConnectedAction: Sendable, Equatable {
        case proceed
        /// It was stopped meanwhile: give the link back unused.
        case leave
    }

    package mutating func connected(now: Duration) -> Step<ConnectedAction> {
        guard case .connecting(let attempt) = state else { return Step(.leave) }
        state = .connected(
            Uplink(attempt: attempt, since: now, heartbeat: Heartbeat(now: now, rules: rules)))
        reason = nil
        return Step(.proceed, [report(.connected)])
    }

    /// - Returns: the round-trip time, when the payload is the newest ping's and it was not answered before.
    package mutating func pongReceived(_ payload: [UInt8], now: Duration) -> Duration? {
        guard case .connected(var uplink) = state, let ping = uplink.heartbeat.ping, payload == ping.payload else {
            return nil
        }
        uplink.heartbeat.ping = nil
        state = .connected(uplink)
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
    package mutating func deadlineReached(
        now: Duration, readerIsBusy: Bool, using generator: inout some RandomNumberGenerator
    ) -> Step<DeadlineAction> {
        guard let due = nextDeadline, due <= now else { return Step(.none) }
        switch state {
        case .connected(var uplink):
            guard uplink.heartbeat.ping?.deadline != nil else { return sendPing(on: uplink, now: now) }
            guard !readerIsBusy else {
                uplink.heartbeat.ping?.deadline = now + rules.pingTimeout
                state = .connected(uplink)
                return Step(.none)
            }
            return abandonLink(.noPong(after: rules.pingTimeout), now: now, using: &generator)
        case .leaving(let next, _):
            state = .leaving(next: next, deadline: nil)
            return Step(.abandonClosing)
        case .waiting(let attempt, _):
            return Step(.connect, [begin(attempt)])
        case .idle, .connecting, .gaveUp, .stopped:
            return Step(.none)
        }
    }

    /// The machine slept, or its clock was set: a link may be long dead without a word, so it is asked at once, and an
    /// answer that is awaited gets its time anew. A wait ends, unless it is one that the server asked for.
    /// - Parameter asleep: How long the machine slept; zero when only the clock was set.
    package mutating func clockJumped(now: Duration, asleep: Duration) -> Step<DeadlineAction> {
        switch state {
        case .connected(var uplink):
            uplink.asleep += asleep
            state = .connected(uplink)
            return rules.pingInterval > .zero ? sendPing(on: uplink, now: now) : Step(.none)
        case .waiting(let attempt, _) where attempt.advice == .none:
            return Step(.connect, [begin(attempt)])
        case .leaving(.wait(let attempt, _), let deadline) where attempt.advice == .none:
            state = .leaving(next: .connect(attempt), deadline: deadline)
            return Step(.none, [report(.reconnecting, attempt)])
        case .idle, .connecting, .leaving, .waiting, .gaveUp, .stopped:
            return Step(.none)
        }
    }

    private mutating func sendPing(on uplink: Uplink, now: Duration) -> Step<DeadlineAction> {
        var uplink = uplink
        pingCount &+= 1
        let payload = uplink.heartbeat.sendPing(number: pingCount, now: now, rules: rules)
        state = .connected(uplink)
        return Step(.sendPing(payload))
    }

    /// A send was not completed in time: the socket takes nothing more, so the link is replaced.
    package mutating func sendTimedOut(
        _ failure: ConnectionFailure, now: Duration, using generator: inout some RandomNumberGenerator
    ) -> Step<DeadlineAction> {
        isConnected ? abandonLink(failure, now: now, using: &generator) : Step(.none)
    }

    private mutating func abandonLink(
        _ failure: ConnectionFailure, now: Duration, using generator: inout some RandomNumberGenerator
    ) -> Step<DeadlineAction> {
        guard case .connected(let uplink) = state else { return Step(.none) }
        let outcome = linkLost(uplink, failure, now: now, using: &generator)
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
    package mutating func attemptEnded(
        _ failure: ConnectionFailure, now: Duration, using generator: inout some RandomNumberGenerator
    ) -> Step<EndAction> {
        switch state {
        case .connecting(let attempt):
            let outcome = attemptFailed(attempt, failure, now: now, using: &generator)
            return follow(outcome.next, outcome.failure, outcome.changes)
        case .connected(let uplink):
            let outcome = linkLost(uplink, failure, now: now, using: &generator)
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

    private mutating func attemptFailed(
        _ attempt: Attempt, _ failure: ConnectionFailure, now: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> Outcome {
        guard let following = attempt.following(failure.advice) else {
            let final = failure.giving(up: rules)
            reason = final.text
            return (.giveUp(final), FailureReport(final, attempt: attempt.number), [report(.error, attempt)])
        }
        reason = failure.text
        let failed = report(.error, attempt)
        let wait = rules.wait(before: following, using: &generator)
        let until = now + wait
        return (
            .wait(following, until: until),
            FailureReport(failure, attempt: attempt.number, nextAttemptIn: wait),
            [failed, report(.reconnecting, following, nextAttemptAt: until)]
        )
    }

    private mutating func linkLost(
        _ uplink: Uplink, _ failure: ConnectionFailure, now: Duration,
        using generator: inout some RandomNumberGenerator
    ) -> Outcome {
        let failure = failure.after(sleep: uplink.asleep)
        let uptime = now - uplink.since
        guard
            let following = rules.attempt(afterLossOf: uplink.attempt, uptime: uptime, advice: failure.advice)
        else {
            let final = failure.giving(up: rules)
            reason = final.text
            return (.giveUp(final), FailureReport(final), [report(.error)])
        }
        reason = failure.text
        let wait = rules.wait(before: following, using: &generator)
        let until = now + wait
        return (
            .wait(following, until: until), FailureReport(failure, nextAttemptIn: wait),
            [report(.reconnecting, following, nextAttemptAt: until)]
        )
    }
}
