/// The settings that the state machine goes by.
package struct ConnectionRules: Sendable, Equatable {
    /// The shortest time between attempts. It keeps a setting of 0 from becoming a loop that never rests.
    package static let minimumReconnectInterval: Duration = .milliseconds(100)
    /// The longest wait that a server may ask for, so that a wrong header does not keep a client away for days.
    package static let maximumRetryAfter: Duration = .seconds(600)
    /// The shortest wait after the first refusal. It doubles with each one that follows.
    package static let refusalWait: Duration = .seconds(30)
    /// What refusals in a row raise the wait to, at most.
    package static let maximumRefusalWait: Duration = .seconds(600)
    /// The random wait after close code 1012, as its registration asks for (ws-wg list, 2012-05): 5 to 30 seconds.
    package static let restartWait: ClosedRange<Duration> = .seconds(5) ... .seconds(30)

    package var reconnect: Bool
    package var reconnectInterval: Duration
    package var backoff: Backoff
    package var backoffCap: Duration
    package var stableUptime: Duration
    package var maxReconnectAttempts: Int?
    /// Zero or less sends no pings.
    package var pingInterval: Duration
    package var pingTimeout: Duration
    package var operationTimeout: Duration

    package init(_ configuration: ClientConfiguration) {
        reconnect = configuration.reconnect
        reconnectInterval = max(configuration.reconnectInterval, Self.minimumReconnectInterval)
        backoff = configuration.backoff
        backoffCap = configuration.backoffCap
        stableUptime = configuration.stableUptime
        maxReconnectAttempts = configuration.maxReconnectAttempts
        pingInterval = configuration.pingInterval
        pingTimeout = configuration.pingTimeout
        operationTimeout = configuration.operationTimeout
    }

    /// Attempts to connect again that may follow a failure or loss; nil is unlimited.
    private var attemptsAgain: Int? {
        reconnect ? maxReconnectAttempts.map { min(max($0, 0), Int.max - 1) } : 0
    }

    /// The first attempt of a run: it is not one to connect again, so one more than those may be made in all.
    var firstAttempt: Attempt {
        Attempt(number: 1, limit: attemptsAgain.map { $0 + 1 }, isReconnection: false)
    }

    /// The first attempt after a link was lost that had been up for long enough; nil when none may be made.
    private var attemptAfterLoss: Attempt? {
        attemptsAgain == 0 ? nil : Attempt(number: 1, limit: attemptsAgain, isReconnection: true)
    }

    /// The attempt that follows the loss of a link; nil when none may be made.
    /// - Parameters:
    ///   - attempt: The one that led to the link.
    ///   - uptime: How long the link was up.
    func attempt(afterLossOf attempt: Attempt, uptime: Duration, advice: ReconnectAdvice) -> Attempt? {
        guard uptime < stableUptime, attempt.isReconnection else {
            return attemptAfterLoss?.following(failures: 0, refusals: 0, advice)
        }
        return attempt.following(advice)
    }

    /// The first attempt after a link was closed in order to connect again: it is made whatever the settings say.
    var askedAttempt: Attempt {
        attemptAfterLoss ?? Attempt(number: 1, limit: 1, isReconnection: true)
    }

    /// What is said after the last failure.
    var surrender: String {
        guard reconnect, let attemptsAgain else { return "reconnecting is off" }
        return "gave up after \(attemptsAgain) \(attemptsAgain == 1 ? "attempt" : "attempts") to connect again"
    }
}
