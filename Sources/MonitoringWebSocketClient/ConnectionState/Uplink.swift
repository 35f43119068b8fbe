/// A link that is up.
struct Uplink: Sendable, Equatable {
    /// The attempt that led to it.
    var attempt: Attempt
    var since: Duration
    var heartbeat: Heartbeat
    /// How long the machine slept since anything was heard from the peer.
    var asleep: Duration = .zero
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
