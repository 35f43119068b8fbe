package import NIOCore
import WebSocketTransport

/// Request line and header fields of an HTTP/1 request (RFC 9112).
package struct HTTPRequestHead: Sendable, Equatable {
    package var method: String
    package var target: String
    package var version: String
    package var fields: [Field]

    /// A header field; the name is lower case.
    package struct Field: Sendable, Equatable {
        package var name: String
        package var value: String
    }

    /// The values of a field, in order; the name is lower case.
    package func values(of name: String) -> [String] {
        fields.filter { $0.name == name }.map(\.value)
    }

    /// The value of a field that stands there once.
    package func singleValue(of name: String) -> String? {
        let values = values(of: name)
        return values.count == 1 ? values[0] : nil
    }

    /// The comma-separated tokens of a field, lower case (RFC 9110 section 5.6.1).
    package func tokens(of name: String) -> [String] {
        values(of: name).flatMap { $0.split(separator: ",") }.map { $0.trimmingBlanks().lowercased() }
    }
}

/// Reads a request head from a byte stream and leaves what follows it alone.
package struct HTTPRequestHeadParser: Sendable {
    private let maximumBytes: Int
    private var head: [UInt8] = []

    /// - Parameter maximumBytes: The largest head.
    package init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Reads from `buffer` up to the empty line that ends the head; nil when it has not arrived yet.
    /// - Throws: The answer to bytes that are no such head.
    package mutating func receive(_ buffer: inout ByteBuffer) throws(HTTPRefusal) -> HTTPRequestHead? {
        while let byte = buffer.readInteger(as: UInt8.self) {
            head.append(byte)
            // Anything but HTTP, such as TLS, is noticed at its first byte rather than at the timeout.
            guard head.count > 1 || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) else {
                throw HTTPRefusal(400, "This is not an HTTP request.")
            }
            guard head.count <= maximumBytes else {
                throw HTTPRefusal(431, "The request is larger than \(maximumBytes) bytes.")
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

    private static func parse(_ head: ArraySlice<UInt8>) throws(HTTPRefusal) -> HTTPRequestHead {
        let malformed = HTTPRefusal(400, "The request is malformed.")
        guard let text = String(validating: head, as: UTF8.self) else { throw malformed }
        // By scalar: "\r\n" is one Character.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Substring($0.last == "\r" ? $0.dropLast() : $0) }
        guard lines.allSatisfy({ $0.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 } }) else {
            throw malformed
        }
        let parts = (lines.first ?? "").split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].isHTTPToken, !parts[1].isEmpty, parts[2].hasPrefix("HTTP/1.") else {
            throw malformed
        }
        var fields: [HTTPRequestHead.Field] = []
        for line in lines.dropFirst() {
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), line[..<colon].isHTTPToken else {
                throw malformed
            }
            let value = line[line.utf8.index(after: colon)...].trimmingBlanks()
            fields.append(HTTPRequestHead.Field(name: line[..<colon].lowercased(), value: String(value)))
        }
        return HTTPRequestHead(
            method: String(parts[0]), target: String(parts[1]), version: String(parts[2]), fields: fields)
    }
}
