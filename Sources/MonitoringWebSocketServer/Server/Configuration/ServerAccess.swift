import WebSocketTransport

/// Who may connect.
public struct ServerAccess: Sendable {
    /// What a request must carry.
    public enum Credential: Sendable {
        /// `Authorization: Bearer TOKEN` (RFC 6750 section 2.1).
        case bearerToken(String)
        /// A header field with exactly this value.
        case header(name: String, value: String)
    }

    /// What a request must carry. Default: nothing.
    public var credential: Credential?
    /// Whether other machines may connect without a credential. Default: no; listening then fails.
    public var allowsUnauthenticatedRemote = false
    /// Web pages that may connect, as `https://HOST[:PORT]`. A page of this server's own host may when the host is an
    /// address or localhost: a name could be one that an attacker's DNS points here. Default: no others.
    public var allowedOrigins: [String] = []

    /// The defaults.
    public init() {}

    /// Whether a request may become a connection.
    /// - Returns: The answer that refuses it, or nil.
    package func refusal(of request: HTTPRequestHead) -> HTTPRefusal? {
        if !allowsOrigin(of: request) {
            return HTTPRefusal(403, "This origin is not allowed to connect.")
        }
        switch credential {
        case nil:
            return nil
        case .bearerToken(let token):
            let value = request.fields.singleValue(of: "authorization") ?? ""
            let parts = value.split(separator: " ", maxSplits: 1)
            let isBearer = parts.count == 2 && parts[0].lowercased() == "bearer"
            let isKnown = Self.matches(isBearer ? parts[1].trimmingBlanks() : "", token)
            let challenge = ("WWW-Authenticate", "Bearer realm=\"monitoring\"")
            if isKnown { return nil }
            return HTTPRefusal(
                401, "A bearer token is required.", fields: [challenge], isWrongCredential: !value.isEmpty)
        case .header(let name, let expected):
            let value = request.fields.singleValue(of: name.lowercased()) ?? ""
            if Self.matches(value[...], expected) { return nil }
            return HTTPRefusal(403, "A header with a secret is required.", isWrongCredential: !value.isEmpty)
        }
    }

    /// A browser always sends an origin, and no other client needs to (RFC 6455 section 10.2).
    private func allowsOrigin(of request: HTTPRequestHead) -> Bool {
        let origins = request.fields.values(of: "origin")
        guard let origin = origins.first?.lowercased() else { return true }
        guard origins.count == 1 else { return false }
        if allowedOrigins.contains(where: { $0.lowercased() == origin }) { return true }
        guard let host = request.fields.singleValue(of: "host")?.lowercased(), Self.namesNoOtherMachine(host) else {
            return false
        }
        return origin == "http://\(host)" || origin == "https://\(host)"
    }

    /// Whether a `Host` is an address or localhost, with or without a port.
    private static func namesNoOtherMachine(_ host: String) -> Bool {
        guard let uri = try? WebSocketURI(parsing: "ws://\(host)") else { return false }
        return uri.host == "localhost" || ListeningAddress.isLiteral(uri.host)
    }

    /// Compares in a time that depends on the received length only, so that a token cannot be guessed byte by byte.
    static func matches(_ received: Substring, _ expected: String) -> Bool {
        let expected = Array(expected.utf8)
        guard !expected.isEmpty else { return false }
        var difference: UInt8 = received.utf8.count == expected.count ? 0 : 1
        for (index, byte) in received.utf8.enumerated() {
            difference |= byte ^ expected[index % expected.count]
        }
        return difference == 0
    }
}

extension ServerAccess: CustomStringConvertible, CustomReflectable {
    /// The settings without the secrets.
    public var description: String {
        let credential =
            switch credential {
            case nil: "no credential"
            case .bearerToken: "a bearer token"
            case .header(let name, _): "the header \(name)"
            }
        return "\(credential), origins \(allowedOrigins)"
    }

    /// Shows `description` only, so that no dump has a secret in it.
    public var customMirror: Mirror { Mirror(self, children: ["settings": description]) }
}
