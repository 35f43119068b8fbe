/// A `ws` or `wss` URI (RFC 6455 section 3), taken apart. Credentials in it become Basic authorization and are never shown.
public struct WebSocketURI: Sendable, Hashable {
    /// Whether the scheme is `wss`: WebSocket over TLS.
    public var isSecure: Bool
    /// A host name, an IPv4 literal, or an IPv6 literal without its brackets.
    public var host: String
    /// The TCP port, 1...65535. Without one in the URI it is 80, or 443 for `wss`.
    public var port: Int
    /// Path and query as the request line has them; at least "/".
    public var requestTarget: String
    /// The value of the `Authorization` header that user information in the URI stands for.
    public var authorization: String?

    /// Host and port as the `Host` header has them: the default port is left out, IPv6 stands in brackets and without its
    /// zone, which means nothing to the peer (RFC 6874 section 1).
    package var authority: String {
        let name = host.contains(":") ? "[\(host.prefix { $0 != "%" })]" : host
        return isDefaultPort ? name : "\(name):\(port)"
    }

    private var isDefaultPort: Bool { port == (isSecure ? 443 : 80) }
}

extension WebSocketURI: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The URI for people: without credentials, and with `…` for the values of query items that look like secrets.
    public var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let target = requestTarget == "/" ? "" : Self.redactingQuery(of: requestTarget)
        return "\(isSecure ? "wss" : "ws")://\(name)\(isDefaultPort ? "" : ":\(port)")\(target)"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Shows `description` only, so that no dump has the credentials in it.
    public var customMirror: Mirror { Mirror(self, children: ["uri": description]) }

    private static func redactingQuery(of target: String) -> String {
        guard let mark = target.firstIndex(of: "?") else { return target }
        let items = target[target.index(after: mark)...].split(separator: "&", omittingEmptySubsequences: false)
        let shown = items.map { item -> String in
            guard let equals = item.firstIndex(of: "="), looksSecret(item[..<equals]) else { return String(item) }
            return "\(item[..<equals])=…"
        }
        return target[...mark] + shown.joined(separator: "&")
    }

    /// Whether the value of a query item, header or setting of this name is to be kept from people.
    package static func looksSecret(_ key: Substring) -> Bool {
        let name = (PercentEncoding.decode(key) ?? String(key)).lowercased()
        let words = ["token", "key", "pass", "pwd", "secret", "auth", "sig", "credential", "session", "jwt"]
        return words.contains { name.contains($0) }
    }
}
