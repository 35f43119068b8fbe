/// The server could not be reached, or the connection to it ended.
public struct ConnectionError: Error, Sendable, Hashable {
    /// What went wrong.
    public enum Reason: Sendable, Hashable {
        /// Nothing listens at the address.
        case refused
        /// The host's name has no address.
        case unresolved
        /// No route, network down, and other failures to connect.
        case unreachable
        /// TLS failed: the certificate is not trusted, or the server does not speak TLS.
        case tls
        /// The server answered the WebSocket handshake with this HTTP status.
        case handshakeRefused(status: Int)
        /// The answer to the handshake breaks RFC 6455 section 4.1.
        case handshakeInvalid
        /// The server broke the protocol; the connection was closed with this code (RFC 6455 section 7.4).
        case protocolViolation(code: Int)
        /// The server closed the connection, with this code (RFC 6455 section 7.4); 1005 stands for none.
        case closed(code: Int)
        /// The connection ended without a close frame.
        case lost
        /// A setting that no connection can be made with, such as an impossible header or a CA file that is not there.
        case configuration
        /// Anything else.
        case other
    }

    /// What went wrong.
    public var reason: Reason
    /// What happened, to what, in words for people. Nothing in it can harm a terminal.
    public var message: String

    /// An error from its parts.
    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }
}

extension ConnectionError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
