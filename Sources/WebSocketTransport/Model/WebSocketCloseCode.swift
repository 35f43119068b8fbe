/// A close status code (RFC 6455 section 7.4).
public struct WebSocketCloseCode: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// The number.
    public let rawValue: UInt16

    /// A code from its number.
    public init(rawValue: UInt16) {
        self.rawValue = rawValue
    }

    /// The purpose of the connection is fulfilled.
    public static let normalClosure = Self(rawValue: 1000)
    /// The endpoint shuts down, or leaves.
    public static let goingAway = Self(rawValue: 1001)
    /// The peer broke the protocol.
    public static let protocolError = Self(rawValue: 1002)
    /// The endpoint cannot take this type of data.
    public static let unsupportedData = Self(rawValue: 1003)
    /// The data does not fit its type, such as text that is not UTF-8.
    public static let invalidPayloadData = Self(rawValue: 1007)
    /// A message, or the connection itself, breaks the endpoint's rules; a full server uses it too.
    public static let policyViolation = Self(rawValue: 1008)
    /// A message is too big to process.
    public static let messageTooBig = Self(rawValue: 1009)
    /// The client needs an extension that the server did not agree to.
    public static let mandatoryExtension = Self(rawValue: 1010)
    /// The server cannot go on, for a reason of its own.
    public static let internalError = Self(rawValue: 1011)
    /// The server restarts (IANA registry).
    public static let serviceRestart = Self(rawValue: 1012)
    /// The server is overloaded (IANA registry).
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
