/// The manual's five connection states; the raw values are the manual's.
public enum ConnectionState: String, Sendable, Hashable, CaseIterable {
    case disconnected
    case connecting
    case connected
    case reconnecting
    case error
}

/// Where the connection stands right now: what a status line needs to say it in words.
public struct ConnectionStatus: Sendable, Equatable {
    /// The server's URI without credentials, safe to show.
    public var uri: String
    /// The state.
    public var state: ConnectionState
    /// Number of the present attempt, 1 for the first since the link was last up; 0 while connected or never started.
    public var attempt: Int
    /// The most reconnection attempts that will be made; nil is unlimited.
    public var maxAttempts: Int?
    /// When the next attempt starts (monotonic); nil when none is planned or one is under way.
    public var nextAttemptAt: Duration?
    /// Why the link is down, in words; nil while it is up or before the first failure.
    public var reason: String?
    /// When the present state was entered.
    public var since: Moment?

    /// The status of a client that has not been started.
    public init(uri: String) {
        self.uri = uri
        self.state = .disconnected
        self.attempt = 0
    }
}
