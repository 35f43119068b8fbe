/// Why a text is no WebSocket URI. Descriptions say what is wrong and what is allowed; none repeats credentials.
public enum WebSocketURIError: Error, Sendable, Equatable {
    /// Nothing was given.
    case empty
    /// A space or a control character, as the scalar's number.
    case forbiddenCharacter(UInt32)
    /// There is no `://`. The suggestion is the text with `ws://` before it, where that would be a URI.
    case missingScheme(suggestion: String?)
    /// A scheme other than `ws` and `wss`.
    case unsupportedScheme(String)
    /// A `#fragment`, which a WebSocket URI must not have (RFC 6455 section 3).
    case fragment
    /// User information that cannot become Basic authorization (RFC 7617).
    case invalidUserInformation
    /// No host between `://` and the port or path.
    case emptyHost
    /// A host that is neither a name nor an address.
    case invalidHost(String)
    /// An IPv6 address without its brackets.
    case bareIPv6Address(String)
    /// A port that is not a number of 1...65535.
    case invalidPort(String)
}

extension WebSocketURIError: CustomStringConvertible {
    /// What is wrong, and what is allowed; without the full stop.
    public var description: String {
        switch self {
        case .empty:
            "the URI is empty; use ws://HOST:PORT or wss://HOST:PORT"
        case .forbiddenCharacter(0x20):
            "the URI has a space in it; write %20 for a space"
        case .forbiddenCharacter(let scalar):
            "the URI has a control character in it (U+\(Self.hex(scalar)))"
        case .missingScheme(let suggestion?):
            "the URI has no scheme; did you mean \(suggestion)?"
        case .missingScheme(nil):
            "the URI has no scheme; use ws://HOST:PORT or wss://HOST:PORT"
        case .unsupportedScheme(let scheme):
            "the scheme is \"\(scheme)\"; use ws:// or wss://"
        case .fragment:
            "the URI has a fragment (#), which WebSocket does not allow; write %23 for a # in the path or query"
        case .invalidUserInformation:
            "the user name or password in the URI cannot be sent; percent-encode special characters, "
                + "and use no colon in the name and no control characters"
        case .emptyHost:
            "the URI has no host; use ws://HOST:PORT"
        case .invalidHost(let host):
            "the host is \"\(host)\"; use a name of letters, digits, dots and hyphens (xn--… for others), "
                + "an IPv4 address, or an IPv6 address in brackets"
        case .bareIPv6Address(let address):
            "the host \"\(address)\" is an IPv6 address without brackets; use ws://[ADDRESS]:PORT"
        case .invalidPort(let port):
            "the port is \"\(port)\"; use a number from 1 to 65535"
        }
    }

    private static func hex(_ value: UInt32) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
