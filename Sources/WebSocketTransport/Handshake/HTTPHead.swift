package import NIOCore

/// Start line and header fields of an HTTP/1 message (RFC 9112 section 2.1).
package struct HTTPHead: Sendable, Equatable {
    /// The request line or the status line.
    package var startLine: String
    package var fields: HTTPFields

    /// Why bytes are no head.
    package enum Malformed: Error, Sendable, Equatable {
        /// They do not begin as such a head does.
        case start
        case tooLarge
        case notUTF8
        case controlCharacter
        case fieldWithoutName
    }

    /// Takes a head apart, which is given without the empty line that ends it.
    fileprivate init(parsing head: ArraySlice<UInt8>) throws(Malformed) {
        guard let text = String(validating: head, as: UTF8.self) else { throw .notUTF8 }
        // By scalar: "\r\n" is one Character.
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
            .map { Substring($0.last == "\r" ? $0.dropLast() : $0) }
        guard lines.allSatisfy({ $0.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 } }) else {
            throw .controlCharacter
        }
        startLine = String(lines.first ?? "")
        fields = HTTPFields()
        for line in lines.dropFirst() {
            // By byte: a combining character would hide the colon from a search by Character.
            guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), line[..<colon].isHTTPToken else {
                throw .fieldWithoutName
            }
            let value = line[line.utf8.index(after: colon)...].trimmingBlanks()
            fields.append(name: line[..<colon].lowercased(), value: String(value))
        }
    }
}

/// Header fields in order (RFC 9110 section 5). Names are looked for in lower case.
package struct HTTPFields: Sendable, Equatable {
    private struct Field: Equatable {
        var name: String
        var value: String
    }

    private var fields: [Field] = []

    fileprivate mutating func append(name: String, value: String) {
        fields.append(Field(name: name, value: value))
    }

    /// The values of a field, in order.
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

/// Reads a head from a byte stream and leaves what follows it alone.
///
/// Our own rather than NIOHTTP1's decoder, because that one drops a server's reason phrase and has to be taken out of the
/// pipeline together with the bytes that arrived behind the head.
package struct HTTPHeadReader: Sendable {
    private let maximumBytes: Int
    private let mayBegin: @Sendable ([UInt8]) -> Bool
    /// What has arrived of the head.
    package private(set) var bytes: [UInt8] = []

    /// - Parameters:
    ///   - maximumBytes: The largest head.
    ///   - mayBegin: Whether a head may begin with these bytes. Anything else is noticed at its first bytes, rather than at
    ///     the timeout.
    package init(maximumBytes: Int, mayBegin: @escaping @Sendable ([UInt8]) -> Bool) {
        self.maximumBytes = maximumBytes
        self.mayBegin = mayBegin
    }

    /// Reads from `buffer` up to the empty line that ends the head; nil when it has not arrived yet.
    package mutating func receive(_ buffer: inout ByteBuffer) throws(HTTPHead.Malformed) -> HTTPHead? {
        while let byte = buffer.readInteger(as: UInt8.self) {
            bytes.append(byte)
            guard mayBegin(bytes) else { throw .start }
            guard bytes.count <= maximumBytes else { throw .tooLarge }
            if byte == UInt8(ascii: "\n"), bytes.suffix(4) == Self.end[...] {
                defer { bytes = [] }
                return try HTTPHead(parsing: bytes.dropLast(4))
            }
        }
        return nil
    }

    private static let end = Array("\r\n\r\n".utf8)
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
