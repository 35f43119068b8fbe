import MonitoringMessages

/// When to connect, ping, wait, give up and stop: every rule about the connection, with no clock and no socket.
///
/// Its owner calls one method for each thing that happens, with the monotonic time, performs the action that comes back,
/// and calls `deadlineReached` at `nextDeadline`. There is at most one attempt or link at a time: `connect` is only
/// ever asked for after `attemptEnded`.
///
/// The states seen outside follow the manual's diagram. A failed attempt goes through `error`, and on to `reconnecting`
/// when another attempt follows; attempts after the first failure or loss are shown as `reconnecting`. A lost link goes
/// straight to `error` when no attempt may follow. A client that gave up stays in `error` until it is stopped or started
/// again.
package struct ConnectionStateMachine: Sendable, Equatable {
    enum State: Sendable, Equatable {
        /// Not started. → `connecting` (start), `stopped` (stop).
        case idle
        /// An attempt is under way. → `connected`, `waiting` or `gaveUp` (it failed), `leaving` (stop).
        case connecting(Attempt)
        /// The link is up. → `waiting` or `gaveUp` (it ended), `leaving` (stop, reconnectNow, no answer to a ping).
        case connected(Uplink)
        /// The link or attempt is being ended; its socket is not given back yet. → whatever `next` says.
        /// The deadline is that of closing it in good order; nil once it was abandoned.
        case leaving(next: Next, deadline: Duration?)
        /// No socket. → `connecting` (the time has come, reconnectNow), `stopped` (stop).
        case waiting(Attempt, until: Duration)
        /// → `connecting` (start), `stopped` (stop).
        case gaveUp(ConnectionFailure)
        /// As asked, for good.
        case stopped
    }

    /// What follows once the socket is given back.
    enum Next: Sendable, Equatable {
        case connect(Attempt)
        case wait(Attempt, until: Duration)
        case giveUp(ConnectionFailure)
        case stop
    }

    /// What a message means to the link.
    private enum Trust {
        /// Nothing: there is none in use.
        case noLink
        /// Nothing new.
        case alive
        /// It proves the link alive: a pong is awaited, or the machine slept.
        case inDoubt

        init(in state: State) {
            guard case .connected(let uplink) = state else {
                self = .noLink
                return
            }
            self = uplink.heartbeat.ping?.deadline == nil && uplink.asleep == .zero ? .alive : .inDoubt
        }
    }

    /// Of the state, by itself and first: it is all that a message needs to look at.
    private var trust = Trust.noLink
    var state = State.idle {
        didSet { trust = Trust(in: state) }
    }
    let rules: ConnectionRules
    /// Pings sent on all links, so that a payload is never used twice.
    var pingCount: UInt64 = 0
    /// Why the link is down.
    var reason: String?
    /// The state that was reported last.
    private var reported = ConnectionState.disconnected

    package init(rules: ConnectionRules) {
        self.rules = rules
    }

    /// Whether messages and pings can be sent.
    package var isConnected: Bool { trust != .noLink }

    /// Something arrived, which proves the link alive as well as a pong does: a pong may queue behind much data.
    /// - Returns: whether the link is in use; what arrives on a link that is being closed is of no interest.
    package mutating func heardFromPeer() -> Bool {
        if trust == .inDoubt, case .connected(var uplink) = state {
            uplink.heartbeat.ping?.deadline = nil
            uplink.asleep = .zero
            state = .connected(uplink)
        }
        return trust != .noLink
    }

    /// When `deadlineReached` has something to do (monotonic); nil when nothing is planned.
    package var nextDeadline: Duration? {
        switch state {
        case .idle, .connecting, .gaveUp, .stopped: nil
        case .connected(let uplink): uplink.heartbeat.nextDeadline
        case .leaving(_, let deadline): deadline
        case .waiting(_, let until): until
        }
    }
}

// MARK: - Starting and ending

extension ConnectionStateMachine {
    package enum StartAction: Sendable, Equatable {
        case connect
        /// It was stopped, before it started or after.
        case end
        case alreadyRunning
    }

    package mutating func start() -> Step<StartAction> {
        switch state {
        case .idle:
            return Step(.connect, [begin(rules.firstAttempt)])
        case .gaveUp:
            reason = nil
            return Step(.connect, [report(.disconnected), begin(rules.firstAttempt)])
        case .stopped:
            return Step(.end)
        case .connecting, .connected, .leaving, .waiting:
            return Step(.alreadyRunning)
        }
    }

    package enum StopAction: Sendable, Equatable {
        case none
        /// Close the link with 1000; `attemptEnded` follows.
        case closeLink
        /// Cancel the attempt; `attemptEnded` follows.
        case abandonAttempt
        /// There is no socket: the run is over.
        case end
    }

    package mutating func stop(now: Duration) -> Step<StopAction> {
        switch state {
        case .idle:
            state = .stopped
            return Step(.none)
        case .connecting:
            state = .leaving(next: .stop, deadline: nil)
            return Step(.abandonAttempt)
        case .connected:
            state = .leaving(next: .stop, deadline: now + rules.operationTimeout)
            return Step(.closeLink)
        case .leaving(_, let deadline):
            state = .leaving(next: .stop, deadline: deadline)
            return Step(.none)
        case .waiting:
            return Step(.end, [reportStopped()])
        case .gaveUp:
            return Step(.none, [reportStopped()])
        case .stopped:
            return Step(.none)
        }
    }

    package enum ReconnectAction: Sendable, Equatable {
        case none
        case connect
        /// Close the link with 1000; `attemptEnded` follows.
        case closeLink
    }

    /// Connects at once instead of waiting, or replaces the link, as a user asked.
    package mutating func reconnectNow(now: Duration) -> Step<ReconnectAction> {
        switch state {
        case .idle, .connecting, .gaveUp, .stopped:
            return Step(.none)
        case .connected:
            let attempt = rules.askedAttempt
            state = .leaving(next: .connect(attempt), deadline: now + rules.operationTimeout)
            reason = "Connecting again as asked"
            return Step(.closeLink, [report(.reconnecting, attempt)])
        case .leaving(.wait(let attempt, _), let deadline):
            state = .leaving(next: .connect(attempt), deadline: deadline)
            return Step(.none, [report(.reconnecting, attempt)])
        case .leaving:
            return Step(.none)
        case .waiting(let attempt, _):
            return Step(.connect, [begin(attempt)])
        }
    }
}

// MARK: - Reports

extension ConnectionStateMachine {
    mutating func begin(_ attempt: Attempt) -> StatusChange {
        state = .connecting(attempt)
        return report(attempt.isReconnection ? .reconnecting : .connecting, attempt)
    }

    mutating func report(
        _ new: ConnectionState, _ attempt: Attempt? = nil, nextAttemptAt: Duration? = nil
    ) -> StatusChange {
        defer { reported = new }
        return StatusChange(
            from: reported, to: new, attempt: attempt?.number ?? 0, maxAttempts: attempt?.limit,
            nextAttemptAt: nextAttemptAt, reason: reason)
    }

    mutating func reportStopped() -> StatusChange {
        state = .stopped
        reason = nil
        return report(.disconnected)
    }
}
