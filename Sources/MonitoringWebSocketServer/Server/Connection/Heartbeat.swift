import NIOCore

/// Notices clients that are gone without a word (RFC 6455 section 5.5.2).
struct Heartbeat: Sendable, Equatable {
    /// What to do now.
    enum Action: Equatable {
        case nothing
        case ping
        case drop
    }

    private let interval: TimeAmount
    private let timeout: TimeAmount
    private var lastHeard: NIODeadline
    private var pingedAt: NIODeadline?

    /// - Parameters:
    ///   - interval: Silence after which to ping.
    ///   - timeout: Time to answer it.
    init(interval: TimeAmount, timeout: TimeAmount, now: NIODeadline) {
        self.interval = interval
        self.timeout = timeout
        lastHeard = now
    }

    /// The client sent something, whatever it was.
    mutating func heard(at now: NIODeadline) {
        lastHeard = now
        pingedAt = nil
    }

    /// Time has passed.
    mutating func tick(at now: NIODeadline) -> Action {
        if let pingedAt { return now - pingedAt >= timeout ? .drop : .nothing }
        guard now - lastHeard >= interval else { return .nothing }
        pingedAt = now
        return .ping
    }
}
