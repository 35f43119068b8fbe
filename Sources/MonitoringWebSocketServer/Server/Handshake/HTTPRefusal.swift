package import NIOCore
import WebSocketTransport

/// An HTTP answer that ends a connection which does not become a WebSocket.
package struct HTTPRefusal: Error, Sendable, Equatable {
    /// The status code (RFC 9110 section 15).
    package var status: Int
    /// Why, in a sentence for people.
    package var text: String
    /// Header fields beyond the usual ones.
    package var fields: [String]
    /// Whether a credential was shown that is a wrong one: someone may be trying.
    package var isWrongCredential: Bool

    package init(
        _ status: Int, _ text: String, fields: [(name: String, value: String)] = [], isWrongCredential: Bool = false
    ) {
        self.status = status
        self.text = text
        self.isWrongCredential = isWrongCredential
        self.fields = fields.map { "\($0.name): \($0.value)" }
    }

    /// The answer to send.
    package var bytes: ByteBuffer {
        let lines =
            [
                "HTTP/1.1 \(status) \(HTTPStatus.reason(of: status))", "Connection: close",
                "Content-Type: text/plain; charset=utf-8",
                "Content-Length: \(text.utf8.count + 1)",
            ] + fields
        return ByteBuffer(string: lines.map { $0 + "\r\n" }.joined() + "\r\n\(text)\n")
    }
}
