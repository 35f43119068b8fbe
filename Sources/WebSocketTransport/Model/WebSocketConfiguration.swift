/// How to connect and what to allow. Every limit says why it is what it is.
public struct WebSocketConfiguration: Sendable {
    /// Extra request headers, sent as they are after the handshake's own. Values may be secret: they are never logged.
    public var headers: [(name: String, value: String)] = []
    /// Time for the name look-up and the TCP connection together. 10 s: a slow DNS server answers within it.
    public var connectTimeout: Duration = .seconds(10)
    /// Time for all of it, from the look-up of the name to the complete 101 response, TLS included. 10 s, as for the TCP
    /// connection: what one part leaves, the next one has.
    public var handshakeTimeout: Duration = .seconds(10)
    /// Time given to the peer to answer our close frame before the socket is closed anyway.
    public var closeTimeout: Duration = .seconds(2)
    /// Whether permessage-deflate (RFC 7692) is offered; the server decides. Samples of the published
    /// server are then 55 bytes long instead of 728.
    public var compression = true
    /// Largest message accepted, in bytes after reassembly and unpacking. 16 MiB is a thousand times a large sample.
    public var maximumMessageBytes = 16 * 1024 * 1024
    /// Redirects followed in one attempt. 0: a redirect is reported. Extra headers and credentials never go to another origin,
    /// and `wss` is never left for `ws`.
    public var maximumRedirects = 0
    /// Proxies to connect through; by default none.
    public var proxies = ProxySettings()
    /// TLS settings of a `wss` URI.
    public var tls = TLSSettings()

    /// TLS settings; by default certificates are verified against the system's store and the host name.
    public struct TLSSettings: Sendable {
        /// A PEM file of certificate authorities to trust instead of the system's.
        public var certificateAuthorityFile: String?
        /// A PEM file with the certificate that this side shows, its chain behind it; it needs `clientKeyFile`.
        public var clientCertificateFile: String?
        /// A PEM file with the private key of that certificate, without a passphrase.
        public var clientKeyFile: String?
        /// Whether any certificate of the server is taken: the link is then encrypted, but with anyone who sits between.
        public var isInsecure = false

        /// The defaults.
        public init() {}
    }

    /// Checks what a connection would only find out later.
    /// - Throws: `WebSocketTransportError.invalidConfiguration` for an extra header that would break the handshake, or a
    ///   file that cannot be read.
    package func check() throws(WebSocketTransportError) {
        for header in headers { try Handshake.check(header) }
        guard tls.certificateAuthorityFile != nil || tls.clientCertificateFile != nil || tls.clientKeyFile != nil else {
            return
        }
        _ = try TLSClient(settings: tls, closeTimeout: closeTimeout)
    }

    /// The defaults.
    public init() {}
}

extension WebSocketConfiguration: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The settings, with the names of the extra headers but not their values.
    public var description: String {
        let headers = headers.map { "\($0.name): …" }.joined(separator: ", ")
        return "headers [\(headers)], connect \(connectTimeout), handshake \(handshakeTimeout), close \(closeTimeout), "
            + "\(maximumMessageBytes) bytes a message, CA file \(tls.certificateAuthorityFile ?? "of the system")"
            + ", \(proxies), client certificate \(tls.clientCertificateFile ?? "none")\(tls.isInsecure ? ", insecure" : "")"
    }

    /// The same as `description`.
    public var debugDescription: String { description }

    /// Shows `description` only, so that no dump has the values of headers in it.
    public var customMirror: Mirror { Mirror(self, children: ["settings": description]) }
}
