/// The settings that the state machine goes by.
package struct ConnectionRules: Sendable, Equatable {
    /// The shortest time between attempts. It keeps a setting of 0 from becoming a loop that never rests.
    package static let minimumReconnectInterval: Duration = .milliseconds(100)

    package var reconnect: Bool
    package var reconnectInterval: Duration
    package var maxReconnectAttempts: Int?
    /// Zero or less sends no pings.
    package var pingInterval: Duration
    package var pingTimeout: Duration
    package var operationTimeout: Duration

    package init(_ configuration: ClientConfiguration) {
        reconnect = configuration.reconnect
        reconnectInterval = max(configuration.reconnectInterval, Self.minimumReconnectInterval)
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

    /// The first attempt after a link was lost; nil when none may be made.
    var attemptAfterLoss: Attempt? {
        attemptsAgain == 0 ? nil : Attempt(number: 1, limit: attemptsAgain, isReconnection: true)
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

/// One attempt to connect.
struct Attempt: Sendable, Equatable {
    /// Its number since the link was last up, from 1.
    var number: Int
    /// The highest number allowed; nil is unlimited.
    var limit: Int?
    /// Whether it follows a failure or a loss.
    var isReconnection: Bool

    /// The one after it; nil when it is the last.
    var following: Attempt? {
        if let limit, number >= limit { return nil }
        return Attempt(number: number + 1, limit: limit, isReconnection: true)
    }
}

/// Pings of one link.
struct Heartbeat: Sendable, Equatable {
    /// A ping that was not answered yet.
    struct Ping: Sendable, Equatable {
        var payload: [UInt8]
        var sentAt: Duration
        /// When its answer is late; nil once anything was heard after it.
        var deadline: Duration?
    }

    /// When the next ping goes out; nil when none do.
    private(set) var nextPing: Duration?
    var ping: Ping?

    init(now: Duration, rules: ConnectionRules) {
        nextPing = rules.pingInterval > .zero ? now + rules.pingInterval : nil
    }

    /// A late answer comes first: no ping goes out while one is awaited.
    var nextDeadline: Duration? {
        ping?.deadline ?? nextPing
    }

    /// - Returns: the payload: the ping's number, eight bytes, most significant first.
    mutating func sendPing(number: UInt64, now: Duration, rules: ConnectionRules) -> [UInt8] {
        let payload = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        ping = Ping(payload: payload, sentAt: now, deadline: now + rules.pingTimeout)
        nextPing = now + rules.pingInterval
        return payload
    }
}
