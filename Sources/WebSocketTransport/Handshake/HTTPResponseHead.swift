package import NIOCore

/// Status line and header fields of an HTTP/1 response (RFC 9112).
package struct HTTPResponseHead: Sendable, Equatable {
    package var status: Int
    /// What the server calls the status; often empty.
    package var reason: String
    package var fields: [Field]

    /// A header field; the name is lower case.
    package struct Field: Sendable, Equatable {
        package var name: String
        package var value: String
    }

    /// The values of a field, in order.
    package func values(of name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// The comma-separated tokens of a field, lower case (RFC 9110 section 5.6.1).
    package func tokens(of name: String) -> [String] {
        values(of: name).flatMap { $0.split(separator: ",") }.map { $0.trimmingBlanks().lowercased() }
    }
}

/// Reads a response head from a byte stream and leaves what follows it alone.
///
/// Our own rather than NIOHTTP1's decoder, because that one drops the server's reason phrase and has to be taken out of
/// the pipeline together with the bytes that arrived behind the head.
package struct HTTPResponseHeadParser: Sendable {
    /// The largest head, in bytes. 16 KiB is what common servers and proxies allow.
    package static let maximumBytes = 16 * 1024

    /// Bytes that are not the head of an HTTP/1 response.
    package struct Malformed: Error, Sendable, Equatable {
        /// What was wrong, for people.
        package var detail: String
    }

    private var head: [UInt8] = []

    package init() {}

    /// Reads from `buffer` up to the empty line that ends the head; nil when it has not arrived yet.
    package mutating func receive(_ buffer: inout ByteBuffer) throws(Malformed) -> HTTPResponseHead? {
        while let byte = buffer.readInteger(as: UInt8.self) {
            head.append(byte)
            try checkStart()
            guard head.count <= Self.maximumBytes else {
                throw Malformed(detail: "the response head is larger than \(Self.maximumBytes) bytes")
            }
            if byte == UInt8(ascii: "\n"), head.suffix(4) == Self.endOfHead[...] {
                let complete = try Self.parse(head.dropLast(4))
                head = []
                return complete
            }
        }
        return nil
    }

    private static let endOfHead = Array("\r\n\r\n".utf8)
    private static let start = Array("HTTP/1.".utf8)

    /// Anything but HTTP is noticed at its first bytes, rather than at the timeout.
    private func checkStart() throws(Malformed) {
        guard head.count <= Self.start.count, head.last != Self.start[head.count - 1] else { return }
        if head == [0x15] || head == [0x16] {
            throw Malformed(detail: "the server speaks TLS on this port; use wss://")
        }
        throw Malformed(detail: "the server does not answer in HTTP/1")
    }

    private static func parse(_ head: ArraySlice<UInt8>) throws(Malformed) -> HTTPResponseHead {
        guard let text = String(validating: head, as: UTF8.self) else {
            throw Malformed(detail: "the response head is not valid UTF-8")
        }
        // By scalar: "\r\n" is one Character.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Substring($0.last == "\r" ? $0.dropLast() : $0) }
        guard lines.allSatisfy({ $0.utf8.allSatisfy { $0 >= 0x20 || $0 == 0x09 } }) else {
            throw Malformed(detail: "the response head has control characters in it")
        }

        let statusLine = lines.first ?? ""
        let parts = statusLine.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count >= 2, parts[1].utf8.count == 3, let status = Int(parts[1]), (100...999).contains(status)
        else {
            throw Malformed(detail: "the response has no status")
        }
        var fields: [HTTPResponseHead.Field] = []
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":"), line[..<colon].isHTTPToken else {
                throw Malformed(detail: "the response has a header field without a name")
            }
            let value = line[line.index(after: colon)...].trimmingBlanks()
            fields.append(.init(name: line[..<colon].lowercased(), value: String(value)))
        }
        return HTTPResponseHead(
            status: status, reason: String((parts.count > 2 ? parts[2] : "").trimmingBlanks()), fields: fields)
    }
}

extension StringProtocol {
    /// Whether the text is a token (RFC 9110 section 5.6.2), such as a header field's name.
    package var isHTTPToken: Bool {
        !isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "a")...UInt8(ascii: "z"):
                    true
                default:
                    "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Without the spaces and tabs around it.
    package func trimmingBlanks() -> SubSequence {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return self[startIndex..<startIndex]
        }
        return self[first...last]
    }
}
