/// Why a connection could not be made, or ended without a close frame. Every case has its own text for people.
public enum WebSocketTransportError: Error, Sendable, Equatable {
    /// The name has no address: host, what the resolver said.
    case nameNotResolved(host: String, detail: String)
    /// Nothing listens there.
    case connectionRefused(host: String, port: Int)
    /// No route, network down, and other failures to connect.
    case unreachable(host: String, port: Int, detail: String)
    /// Look-up and TCP connection took longer than `WebSocketConfiguration.connectTimeout`.
    case connectTimedOut(host: String, port: Int, after: Duration)
    /// TLS could not be set up: the certificate is not trusted, or the server does not speak TLS.
    case tlsFailed(host: String, detail: String)
    /// TLS and the upgrade took longer than `WebSocketConfiguration.handshakeTimeout`.
    case handshakeTimedOut(after: Duration)
    /// The server answered the upgrade request with another status than 101, and perhaps asked to wait
    /// (Retry-After, RFC 9110 section 10.2.3).
    case handshakeRefused(status: Int, reason: String, retryAfter: Duration? = nil)
    /// The server answered with a redirect that was not followed: the status, where to and why not.
    case redirected(status: Int, detail: String)
    /// The proxy (its host and port) made no way to the server; the status is that of its answer, where there was one.
    case proxyFailed(proxy: String, detail: String, status: Int? = nil)
    /// A 101 that breaks RFC 6455 section 4.1, or bytes that are not HTTP.
    case handshakeInvalid(detail: String)
    /// The peer broke the protocol; the connection was failed with this code.
    case protocolViolation(WebSocketCloseCode, detail: String)
    /// The socket ended or failed without a close frame.
    case connectionLost(detail: String)
    /// The connection is not open any more.
    case notConnected
    /// A send did not complete in time.
    case sendTimedOut(after: Duration)
    /// A setting that no connection can be made with: an impossible extra header, a CA file that cannot be read.
    case invalidConfiguration(detail: String)
}

extension WebSocketTransportError: CustomStringConvertible {
    /// What happened, for people; without the full stop.
    public var description: String {
        switch self {
        case .nameNotResolved(let host, let detail):
            "The name \(host) could not be resolved: \(detail)"
        case .connectionRefused(let host, let port):
            "Connection refused: nothing listens on \(Self.address(host, port))"
        case .unreachable(let host, let port, let detail):
            "\(Self.address(host, port)) cannot be reached: \(detail)"
        case .connectTimedOut(let host, let port, let limit):
            "No connection to \(Self.address(host, port)) within \(Self.seconds(limit))"
        case .tlsFailed(let host, let detail):
            "TLS with \(host) failed: \(detail)"
        case .handshakeTimedOut(let limit):
            "The server did not complete the WebSocket handshake within \(Self.seconds(limit))"
        case .handshakeRefused(let status, let reason, _):
            "HTTP \(status)\(reason.isEmpty ? "" : " \(reason)"): the server refused the WebSocket handshake"
        case .redirected(let status, let detail):
            "HTTP \(status) \(HTTPStatus.reason(of: status)): \(detail)"
        case .proxyFailed(let proxy, let detail, _):
            "The proxy \(proxy) makes no connection: \(detail)"
        case .handshakeInvalid(let detail):
            "The WebSocket handshake failed: \(detail)"
        case .protocolViolation(let code, let detail):
            "The server broke the WebSocket protocol: \(detail); closed with \(code)"
        case .connectionLost(let detail):
            "Connection lost: \(detail)"
        case .notConnected:
            "The connection is not open"
        case .sendTimedOut(let limit):
            "A message could not be sent within \(Self.seconds(limit))"
        case .invalidConfiguration(let detail):
            "A setting is not valid: \(detail)"
        }
    }

    /// A short, stable name of the kind of error, for statistics and JSON.
    public var typeName: String {
        switch self {
        case .nameNotResolved: "NameNotResolved"
        case .connectionRefused: "ConnectionRefused"
        case .unreachable: "Unreachable"
        case .connectTimedOut: "ConnectionTimeout"
        case .tlsFailed: "TLSError"
        case .handshakeTimedOut: "HandshakeTimeout"
        case .handshakeRefused: "HandshakeRefused"
        case .redirected: "Redirected"
        case .proxyFailed: "ProxyError"
        case .handshakeInvalid: "HandshakeInvalid"
        case .protocolViolation: "ProtocolError"
        case .connectionLost: "ConnectionLost"
        case .notConnected: "NotConnected"
        case .sendTimedOut: "SendTimeout"
        case .invalidConfiguration: "InvalidConfiguration"
        }
    }

    private static func address(_ host: String, _ port: Int) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Such as "5 s" or "0.25 s".
    private static func seconds(_ duration: Duration) -> String {
        let milliseconds = Int((duration / .milliseconds(1)).rounded())
        if milliseconds % 1000 == 0 {
            return "\(milliseconds / 1000) s"
        }
        var fraction = String(String(milliseconds % 1000 + 1000).dropFirst())
        while fraction.last == "0" {
            fraction.removeLast()
        }
        return "\(milliseconds / 1000).\(fraction) s"
    }
}
