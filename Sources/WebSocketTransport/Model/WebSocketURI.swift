/// A `ws` or `wss` URI (RFC 6455 section 3), taken apart. Credentials in it become Basic authorization and are never shown.
public struct WebSocketURI: Sendable, Hashable {
    public var isSecure: Bool
    /// A host name, an IPv4 literal, or an IPv6 literal without its brackets.
    public var host: String
    public var port: Int
    /// Path and query as the request line has them; at least "/".
    public var requestTarget: String
    /// The value of the `Authorization` header that user information in the URI stands for.
    public var authorization: String?
}
