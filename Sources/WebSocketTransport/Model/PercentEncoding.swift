/// Percent-encoding (RFC 3986 section 2.1).
enum PercentEncoding {
    /// The decoded text; nil for an escape that is not one, or bytes that are not UTF-8.
    static func decode(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                return nil
            }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    /// The text with each byte of its non-ASCII characters escaped, and all else as it is.
    static func encodeNonASCII(_ text: Substring) -> String {
        text.utf8.map { byte in
            if byte < 0x80 {
                return String(UnicodeScalar(byte))
            }
            return "%" + String(byte, radix: 16, uppercase: true)
        }.joined()
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        UnicodeScalar(byte).properties.isASCIIHexDigit ? UInt8(String(UnicodeScalar(byte)), radix: 16) : nil
    }
}
