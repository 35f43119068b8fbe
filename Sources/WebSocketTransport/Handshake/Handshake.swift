package import NIOCore

/// The opening handshake of a client (RFC 6455 section 4.1): the request, and what a server must answer.
package struct Handshake: Sendable {
    /// The version of the protocol (RFC 6455 section 4.1).
    private static let version = "13"

    private let key: String
    private let offersCompression: Bool
    /// The request's bytes.
    package let request: ByteBuffer

    /// - Parameters:
    ///   - nonce: 16 random bytes, fresh for each connection.
    ///   - offersCompression: Whether to ask for permessage-deflate.
    /// - Throws: `WebSocketTransportError.invalidConfiguration` for an extra header that would break the request.
    package init(
        to uri: WebSocketURI, headers: [(name: String, value: String)], nonce: [UInt8], offersCompression: Bool = false
    ) throws(WebSocketTransportError) {
        key = Base64.encode(nonce)
        self.offersCompression = offersCompression
        var lines = [
            "GET \(uri.requestTarget) HTTP/1.1",
            "Host: \(uri.authority)",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: \(key)",
            "Sec-WebSocket-Version: \(Self.version)",
        ]
        if offersCompression {
            lines.append("Sec-WebSocket-Extensions: \(PerMessageDeflate.offer)")
        }
        // A header given explicitly wins over user information in the URI.
        if let authorization = uri.authorization, !headers.contains(where: { $0.name.lowercased() == "authorization" })
        {
            lines.append("Authorization: \(authorization)")
        }
        for header in headers {
            try Self.check(header)
            lines.append("\(header.name): \(header.value)")
        }
        request = ByteBuffer(string: lines.map { $0 + "\r\n" }.joined() + "\r\n")
    }

    /// Checks the server's answer.
    /// - Returns: How messages may be compressed; nil when they may not.
    /// - Throws: `.handshakeRefused` for a status other than 101, `.handshakeInvalid` for a 101 that breaks the RFC.
    package func check(_ response: HTTPResponseHead) throws(WebSocketTransportError) -> PerMessageDeflate? {
        guard response.status == 101 else { throw refusal(response) }
        try checkUpgrade(response)
        let accept = response.fields.values(of: "sec-websocket-accept")
        guard !accept.isEmpty else {
            throw .handshakeInvalid(detail: "the answer has no Sec-WebSocket-Accept; is it a WebSocket server?")
        }
        guard accept == [Self.accept(for: key)] else {
            throw .handshakeInvalid(detail: "the answer's Sec-WebSocket-Accept does not match the request's key")
        }
        if let version = response.fields.tokens(of: "sec-websocket-version").first(where: { $0 != Self.version }) {
            throw .handshakeInvalid(
                detail: "the server chose version \(version.prefix(40)) of WebSocket; asked for was \(Self.version)")
        }
        // None is ever asked for.
        if let chosen = response.fields.values(of: "sec-websocket-protocol").first {
            throw .handshakeInvalid(
                detail: "the server chose the subprotocol \(chosen.prefix(40)), which was not asked for")
        }
        return try agreedCompression(response.fields.values(of: "sec-websocket-extensions"))
    }

    private func checkUpgrade(_ response: HTTPResponseHead) throws(WebSocketTransportError) {
        // RFC 9110 section 15.2: HTTP/1.0 has no 1xx.
        guard response.version != "HTTP/1.0" else {
            throw .handshakeInvalid(detail: "the answer is in HTTP/1.0, which cannot upgrade; is a proxy in between?")
        }
        let upgrade = response.fields.tokens(of: "upgrade")
        guard !upgrade.isEmpty else {
            throw .handshakeInvalid(detail: "the answer has no Upgrade header; is a proxy in between?")
        }
        guard upgrade == ["websocket"] else {
            let chosen = upgrade.joined(separator: ", ").prefix(40)
            throw .handshakeInvalid(detail: "the answer upgrades to \(chosen), not to WebSocket")
        }
        guard response.fields.tokens(of: "connection").contains("upgrade") else {
            throw .handshakeInvalid(
                detail: "the answer's Connection header does not say Upgrade; is a proxy in between?")
        }
    }

    /// What a status other than 101 means.
    private func refusal(_ response: HTTPResponseHead) -> WebSocketTransportError {
        // RFC 6455 section 4.2.2, step 4: a server that speaks other versions lists them.
        let versions = response.fields.tokens(of: "sec-websocket-version")
        guard versions.isEmpty || versions.contains(Self.version) else {
            let list = versions.joined(separator: ", ").prefix(40)
            return .handshakeInvalid(detail: "the server speaks version \(list) of WebSocket, not \(Self.version)")
        }
        let reason = response.reason.isEmpty ? HTTPStatus.reason(of: response.status) : response.reason
        return .handshakeRefused(
            status: response.status, reason: reason, retryAfter: RetryAfter.wait(in: response.fields))
    }

    /// Whether a server says that it speaks TLS on this port, in what common servers answer plain HTTP with.
    /// - Parameter body: What has arrived of the answer's body.
    package static func wantsTLS(_ response: HTTPResponseHead, body: ByteBuffer) -> Bool {
        guard response.status == 400 || response.status == 426 else { return false }
        let text = String(decoding: body.readableBytesView.prefix(2048), as: UTF8.self)
        // nginx, Apache, and Go's.
        return ["sent to HTTPS port", "SSL-enabled server port", "HTTP request to an HTTPS server"]
            .contains { text.contains($0) }
    }

    private func agreedCompression(_ values: [String]) throws(WebSocketTransportError) -> PerMessageDeflate? {
        guard let elements = ExtensionElement.list(parsing: values) else {
            throw .handshakeInvalid(detail: "the answer's Sec-WebSocket-Extensions cannot be read")
        }
        let known = offersCompression ? PerMessageDeflate.name : nil
        if let unknown = elements.first(where: { $0.name != known }) {
            throw .handshakeInvalid(
                detail: "the server chose the extension \(unknown.name.prefix(40)), which was not asked for")
        }
        guard elements.count <= 1 else {
            throw .handshakeInvalid(detail: "the server chose \(PerMessageDeflate.name) twice")
        }
        guard let element = elements.first else { return nil }
        do {
            return try PerMessageDeflate(agreedIn: element)
        } catch {
            throw .handshakeInvalid(detail: "the server's answer on compression is wrong: \(error.detail)")
        }
    }

    /// The proof that a server has read `key` (RFC 6455 section 4.2.2, step 5.4).
    package static func accept(for key: String) -> String {
        Base64.encode(SHA1.digest(of: Array((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").utf8)))
    }

    /// - Throws: `.invalidConfiguration` for a header that would break the request, without its value.
    package static func check(_ header: (name: String, value: String)) throws(WebSocketTransportError) {
        guard header.name.isHTTPToken else {
            throw .invalidConfiguration(detail: "the extra header name \"\(header.name.escaped)\" is not a valid one")
        }
        let name = header.name.lowercased()
        let reserved = ["host", "upgrade", "connection", "content-length", "transfer-encoding"]
        guard !reserved.contains(name), !name.hasPrefix("sec-websocket-") else {
            throw .invalidConfiguration(detail: "the extra header \(header.name) belongs to the handshake itself")
        }
        guard header.value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
            // The value may be a secret, so it is not repeated.
            throw .invalidConfiguration(detail: "the value of the extra header \(header.name) has control characters")
        }
    }
}

extension String {
    /// With control characters written out, so that the text stays on its line.
    var escaped: String {
        unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? $0.escaped(asASCII: true) : String($0) }.joined()
    }
}
