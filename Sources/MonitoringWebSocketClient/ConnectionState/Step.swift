package import MonitoringMessages

/// What one input to the state machine leads to.
package struct Step<Action: Sendable & Equatable>: Sendable, Equatable {
    /// What the owner does.
    package var action: Action
    /// What the owner reports before it, in order.
    package var changes: [StatusChange]

    init(_ action: Action, _ changes: [StatusChange] = []) {
        self.action = action
        self.changes = changes
    }
}

/// A change of the state, or of what is known about it while the state stays (an attempt began).
package struct StatusChange: Sendable, Equatable {
    package var from: ConnectionState
    package var to: ConnectionState
    /// The attempt under way, that failed, or that is planned; 0 when there is none.
    package var attempt: Int
    /// The highest number that `attempt` may reach; nil is unlimited.
    package var maxAttempts: Int?
    package var nextAttemptAt: Duration?
    package var reason: String?
}

/// A failure, and what follows it.
package struct FailureReport: Sendable, Equatable {
    package var failure: ConnectionFailure
    /// The attempt that it ended; nil when it ended a link.
    package var attempt: Int?
    /// nil when no other attempt follows.
    package var nextAttemptIn: Duration?

    init(_ failure: ConnectionFailure, attempt: Int? = nil, nextAttemptIn: Duration? = nil) {
        self.failure = failure
        self.attempt = attempt
        self.nextAttemptIn = nextAttemptIn
    }
}
