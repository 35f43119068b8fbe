package import NIOCore
package import WebSocketTransport

/// Request line and header fields of an HTTP/1 request (RFC 9112). Every target is answered alike, so it is not kept.
package struct HTTPRequestHead: Sendable, Equatable {
    package var method: String
    package var version: String
    package var fields: HTTPFields
}

/// Reads a request head from a byte stream and leaves what follows it alone.
package struct HTTPRequestHeadParser: Sendable {
    private let maximumBytes: Int
    private var reader: HTTPHeadReader

    /// - Parameter maximumBytes: The largest head.
    package init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
        reader = HTTPHeadReader(maximumBytes: maximumBytes) { bytes in
            bytes.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ?? true
        }
    }

    /// Reads from `buffer` up to the empty line that ends the head; nil when it has not arrived yet.
    /// - Throws: The answer to bytes that are no such head.
    package mutating func receive(_ buffer: inout ByteBuffer) throws(HTTPRefusal) -> HTTPRequestHead? {
        let head: HTTPHead?
        do {
            head = try reader.receive(&buffer)
        } catch {
            throw refusal(of: error)
        }
        guard let head else { return nil }
        let parts = head.startLine.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isHTTPToken, !parts[1].isEmpty, parts[2].hasPrefix("HTTP/1.") else {
            throw Self.malformed
        }
        return HTTPRequestHead(method: String(parts[0]), version: String(parts[2]), fields: head.fields)
    }

    private static let malformed = HTTPRefusal(400, "The request is malformed.")

    private func refusal(of error: HTTPHead.Malformed) -> HTTPRefusal {
        switch error {
        case .start: HTTPRefusal(400, "This is not an HTTP request.")
        case .tooLarge: HTTPRefusal(431, "The request is larger than \(maximumBytes) bytes.")
        case .notUTF8, .controlCharacter, .fieldWithoutName: Self.malformed
        }
    }
}
