/// What arrives on an open WebSocket, in order.
public enum WebSocketEvent: Sendable, Equatable {
    /// A complete text message: valid UTF-8.
    case text([UInt8])
    /// A complete binary message.
    case binary([UInt8])
    /// The answer to a ping of ours, with its payload. Pings from the peer are answered by the transport.
    case pong([UInt8])
    /// The peer's close frame (the last event before the sequence ends). The transport has answered it.
    case closed(WebSocketCloseCode?, reason: String)
}

/// A close status code (RFC 6455 section 7.4).
public struct WebSocketCloseCode: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    public let rawValue: UInt16

    /// A code from its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    public static let normalClosure = Self(rawValue: 1000)
    public static let goingAway = Self(rawValue: 1001)
    public static let protocolError = Self(rawValue: 1002)
    public static let unsupportedData = Self(rawValue: 1003)
    public static let invalidPayloadData = Self(rawValue: 1007)
    public static let policyViolation = Self(rawValue: 1008)
    public static let messageTooBig = Self(rawValue: 1009)
    public static let mandatoryExtension = Self(rawValue: 1010)
    public static let internalError = Self(rawValue: 1011)
    public static let serviceRestart = Self(rawValue: 1012)
    public static let tryAgainLater = Self(rawValue: 1013)

    /// The number and what it means, such as "1008 (policy violation)".
    public var description: String {
        switch self {
        case .normalClosure: "1000 (normal closure)"
        case .goingAway: "1001 (going away)"
        case .protocolError: "1002 (protocol error)"
        case .unsupportedData: "1003 (unsupported data)"
        case .invalidPayloadData: "1007 (invalid payload data)"
        case .policyViolation: "1008 (policy violation)"
        case .messageTooBig: "1009 (message too big)"
        case .mandatoryExtension: "1010 (mandatory extension)"
        case .internalError: "1011 (internal error)"
        case .serviceRestart: "1012 (service restart)"
        case .tryAgainLater: "1013 (try again later)"
        default: "\(rawValue)"
        }
    }
}

/// How to connect and what to allow. Every limit says why it is what it is.
public struct WebSocketConfiguration: Sendable {
    /// Extra request headers, sent as they are after the handshake's own. Values may be secret: they are never logged.
    public var headers: [(name: String, value: String)] = []
    /// Time for the name look-up and the TCP connection together. 10 s: a slow DNS server answers within it.
    public var connectTimeout: Duration = .seconds(10)
    /// Time from the TCP connection to the complete 101 response, TLS included. 10 s, as for connecting.
    public var handshakeTimeout: Duration = .seconds(10)
    /// Time given to the peer to answer our close frame before the socket is closed anyway.
    public var closeTimeout: Duration = .seconds(2)
    /// Largest message accepted, in bytes after reassembly. 16 MiB is a thousand times a large sample.
    public var maximumMessageBytes = 16 * 1024 * 1024
    /// TLS settings of a `wss` URI.
    public var tls = TLSSettings()

    /// TLS settings; by default certificates are verified against the system's store and the host name.
    public struct TLSSettings: Sendable {
        /// A PEM file of certificate authorities to trust instead of the system's.
        public var certificateAuthorityFile: String?

        /// The defaults.
        public init() {}
    }

    /// The defaults.
    public init() {}
}

/// Why a connection could not be made, or ended without a close frame. Every case has its own text for people.
public enum WebSocketTransportError: Error, Sendable, Equatable {
    /// The name has no address: host, what the resolver said.
    case nameNotResolved(host: String, detail: String)
    /// Nothing listens there.
    case connectionRefused(host: String, port: Int)
    /// No route, network down, and other failures to connect.
    case unreachable(host: String, port: Int, detail: String)
    case connectTimedOut(host: String, port: Int, after: Duration)
    case tlsFailed(host: String, detail: String)
    case handshakeTimedOut(after: Duration)
    /// The server answered the upgrade request with another status than 101.
    case handshakeRefused(status: Int, reason: String)
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
}
