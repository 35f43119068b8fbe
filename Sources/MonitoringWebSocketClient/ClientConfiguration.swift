package import WebSocketTransport

/// How a client connects, and what it does when the link is lost. The defaults are the manual's.
package struct ClientConfiguration: Sendable {
    package var uri: WebSocketURI
    /// Whether to connect again when the link is lost or cannot be made.
    package var reconnect = true
    /// Time from a failure to the next attempt.
    package var reconnectInterval: Duration = .seconds(5)
    /// Whether that time grows with failures in a row. A server that refuses, restarts or names a time is waited for
    /// longer either way, see `ConnectionRules`.
    package var backoff = Backoff.fixed
    /// The longest time that exponential backoff grows to; one that is shorter than the interval has no effect.
    package var backoffCap: Duration = .seconds(60)
    /// How long a link must be up for the attempts to count from 1 again. A server that drops each link soon after the
    /// handshake is one that fails, and no new outage each time.
    package var stableUptime: Duration = .seconds(10)
    /// The most attempts to connect again in one outage; nil is unlimited. A link that stays up resets the count.
    package var maxReconnectAttempts: Int?
    /// Time between protocol pings.
    package var pingInterval: Duration = .seconds(30)
    /// How long the answer to a ping may take before the link counts as half-open and is replaced.
    package var pingTimeout: Duration = .seconds(10)
    /// How long connecting may take, from the look-up of the name to the end of the handshake, or closing.
    package var operationTimeout: Duration = .seconds(5)
    /// How long the socket may take to accept a message that is sent.
    package var sendTimeout: Duration = .seconds(5)
    /// How fast the server's messages are read; nil is as fast as they come and are handled.
    package var allowance: MessageAllowance?
    /// Errors that the statistics keep.
    package var errorHistoryLimit = 5
    /// The transport's settings (headers, TLS, limits).
    package var webSocket = WebSocketConfiguration()

    /// The defaults, for one server.
    package init(uri: WebSocketURI) {
        self.uri = uri
    }
}
