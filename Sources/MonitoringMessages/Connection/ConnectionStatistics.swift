/// One error as the history keeps it. The manual's keys are `timestamp`, `error` and `type`.
public struct ErrorRecord: Sendable, Hashable {
    /// When it happened.
    public var moment: Moment
    /// What happened, in words for people.
    public var error: String
    /// A short stable name of its kind, such as `ConnectionRefused`.
    public var type: String
    /// The connection attempt that it ended; nil when it did not end one.
    public var attempt: Int?
    /// How long after it the next attempt starts; nil when none is planned.
    public var nextAttemptIn: Duration?
    /// The close code (RFC 6455 section 7.4) or the HTTP status that it came with; nil when there was none.
    public var code: Int?

    /// A record from its parts.
    public init(
        moment: Moment, error: String, type: String, attempt: Int? = nil, nextAttemptIn: Duration? = nil,
        code: Int? = nil
    ) {
        self.moment = moment
        self.error = error
        self.type = type
        self.attempt = attempt
        self.nextAttemptIn = nextAttemptIn
        self.code = code
    }
}

/// A time without a link, from its loss to the next successful connection.
public struct Outage: Sendable, Hashable {
    /// When the link was lost, or the first attempt failed.
    public var start: Moment
    /// When data could flow again; nil while it lasts.
    public var end: Moment?
    /// Why it began, in words.
    public var reason: String
    /// Connection attempts made during it.
    public var attempts: Int

    /// An outage from its parts.
    public init(start: Moment, end: Moment? = nil, reason: String, attempts: Int = 0) {
        self.start = start
        self.end = end
        self.reason = reason
        self.attempts = attempts
    }

    /// Its length so far, as of `now` on the monotonic clock.
    public func length(now: Duration) -> Duration {
        (end?.monotonic ?? now) - start.monotonic
    }
}

/// The manual's statistics, every key, and what ours adds to them. A value, as of one moment.
public struct ConnectionStatistics: Sendable, Equatable {
    /// Data messages received (`messages_received`).
    public var messagesReceived = 0
    /// Data messages sent (`messages_sent`).
    public var messagesSent = 0
    /// Payload bytes of the messages received (`bytes_received`).
    public var bytesReceived = 0
    /// Payload bytes of the messages sent (`bytes_sent`).
    public var bytesSent = 0
    /// When the present connection was established; nil when there is none (`connection_start`).
    public var connectionStart: Moment?
    /// Length of the present connection; zero when there is none (`uptime_seconds`).
    public var uptime: Duration = .zero
    /// Attempts made to connect again, successful or not (`reconnect_attempts`).
    public var reconnectAttempts = 0
    /// Established connections that ended, whoever ended them (`total_disconnections`).
    public var totalDisconnections = 0
    /// The state now (`current_state`).
    public var currentState: ConnectionState = .disconnected
    /// The newest error's text (`last_error`).
    public var lastError: String?
    /// Errors of every kind since the start (`error_count`).
    public var errorCount = 0
    /// The newest errors, oldest first, bounded (`error_history`).
    public var errorHistory: [ErrorRecord] = []

    /// Messages that could not be read, counted in `errorCount` too.
    public var malformedMessages = 0
    /// Data messages a second over the last ten seconds; nil before there is an interval to measure.
    public var messageRate: Double?
    /// Round-trip time of the last answered ping; nil before the first.
    public var lastRoundTrip: Duration?
    /// Longest outage, the present one included; nil when there was none.
    public var longestOutage: Duration?
    /// Share (0…1) of the time since the start with a link; nil before any time has passed.
    public var connectedShare: Double?
    /// The newest outages, oldest first, bounded.
    public var outages: [Outage] = []

    /// All zero.
    public init() {}
}
