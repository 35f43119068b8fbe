package import NIOCore

/// Status line and header fields of an HTTP/1 response (RFC 9112).
package struct HTTPResponseHead: Sendable, Equatable {
    /// The version that the answer is in: "HTTP/1.0" or "HTTP/1.1".
    package var version = "HTTP/1.1"
    package var status: Int
    /// What the server calls the status; often empty.
    package var reason: String
    package var fields: HTTPFields
}

/// Reads a response head from a byte stream and leaves what follows it alone.
package struct HTTPResponseHeadParser: Sendable {
    /// The largest head, in bytes. 16 KiB is what common servers and proxies allow.
    package static let maximumBytes = 16 * 1024

    /// Bytes that are not the head of an HTTP/1 response.
    package struct Malformed: Error, Sendable, Equatable {
        /// What was wrong, for people.
        package var detail: String
    }

    static let speaksTLS = "the server speaks TLS on this port; use wss://"

    private static let start = Array("HTTP/1.".utf8)

    private var reader = HTTPHeadReader(maximumBytes: maximumBytes) { start.starts(with: $0.prefix(start.count)) }

    package init() {}

    /// Reads from `buffer` up to the empty line that ends the head; nil when it has not arrived yet.
    package mutating func receive(_ buffer: inout ByteBuffer) throws(Malformed) -> HTTPResponseHead? {
        let head: HTTPHead?
        do {
            head = try reader.receive(&buffer)
        } catch {
            throw Malformed(detail: words(for: error))
        }
        guard let head else { return nil }
        let parts = head.startLine.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        let version = String(parts[0])
        guard version == "HTTP/1.0" || version == "HTTP/1.1" else {
            throw Malformed(detail: "the server does not answer in HTTP/1")
        }
        guard parts.count >= 2, parts[1].utf8.count == 3, let status = Int(parts[1]), (100...999).contains(status)
        else {
            throw Malformed(detail: "the response has no status")
        }
        let reason = parts.count > 2 ? parts[2].trimmingBlanks() : ""
        return HTTPResponseHead(version: version, status: status, reason: String(reason), fields: head.fields)
    }

    private func words(for error: HTTPHead.Malformed) -> String {
        switch error {
        // A TLS record: an alert, or a handshake message.
        case .start where reader.bytes == [0x15] || reader.bytes == [0x16]:
            Self.speaksTLS
        case .start: "the server does not answer in HTTP/1"
        case .tooLarge: "the response head is larger than \(Self.maximumBytes) bytes"
        case .notUTF8: "the response head is not valid UTF-8"
        case .controlCharacter: "the response head has control characters in it"
        case .fieldWithoutName: "the response has a header field without a name"
        }
    }
}
