/// The text of a message that the reader accepted, laid out anew. Values are never parsed: keys keep their order and
/// repetitions, numbers keep their digits. The result is valid JSON of the same value, and safe to print: in strings every
/// character stands for itself except those that JSON must escape and those that could harm a terminal or mislead a
/// reader.
///
/// It is total: text that is not JSON comes out as some text that is safe to print.
public struct JSONText: Sendable, Hashable {
    /// Indentation stops growing here, so that text that the reader never saw cannot make the result quadratic.
    static let maximumIndentedDepth = 256

    private let bytes: ArraySlice<UInt8>

    /// The text of a message, as UTF-8.
    public init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// The text of a message.
    public init(_ raw: String) {
        self.init(Array(raw.utf8)[...])
    }

    /// A line for each value, as Python's `json.dumps(value, indent: indent, ensure_ascii=False)` lays it out, without a
    /// line break at the end. `indent` is in columns, clamped to 0…16.
    public func pretty(indent: Int = 2) -> String {
        written(indent: max(0, min(indent, 16)))
    }

    /// Everything on one line, as `{"a": 1, "b": [1, 2]}`.
    public func singleLine() -> String {
        written(indent: nil)
    }

    /// Adds what `pretty` makes to `output`, as UTF-8.
    public func writePretty(indent: Int = 2, to output: inout [UInt8]) {
        write(indent: max(0, min(indent, 16)), to: &output)
    }

    /// Adds what `singleLine` makes to `output`, as UTF-8.
    public func writeSingleLine(to output: inout [UInt8]) {
        write(indent: nil, to: &output)
    }

    private func written(indent: Int?) -> String {
        var output: [UInt8] = []
        write(indent: indent, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private func write(indent: Int?, to output: inout [UInt8]) {
        bytes.withUnsafeBufferPointer { bytes in
            var writer = LayoutWriter(bytes: bytes, indent: indent)
            writer.run()
            output.append(contentsOf: writer.output.bytes)
        }
    }
}

/// Goes through the text token by token. Structure outside of strings is ASCII; anything else there is no JSON.
private struct LayoutWriter: ~Copyable {
    let bytes: UnsafeBufferPointer<UInt8>
    /// Columns a level; nil writes one line.
    let indent: Int?
    var output: ByteSink
    private var position = 0
    private var depth = 0

    init(bytes: UnsafeBufferPointer<UInt8>, indent: Int?) {
        self.bytes = bytes
        self.indent = indent
        output = ByteSink(capacity: indent == nil ? bytes.count + 64 : bytes.count * 2 + 64)
    }

    mutating func run() {
        while let byte = next() {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): string()
            case UInt8(ascii: "{"), UInt8(ascii: "["): open(byte)
            case UInt8(ascii: "}"), UInt8(ascii: "]"): close(byte)
            case UInt8(ascii: ","):
                output.append(byte)
                if indent == nil { output.append(UInt8(ascii: " ")) } else { breakLine() }
            case UInt8(ascii: ":"):
                output.append(byte)
                output.append(UInt8(ascii: " "))
            case 0x21...0x7E: literal()
            default: output.append { $0.append("\u{FFFD}" as Unicode.Scalar) }
            }
        }
    }

    /// The next byte that is not white space, `position` being moved to it.
    private mutating func next() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            case let byte: return byte
            }
        }
        return nil
    }

    /// An empty array or object is closed at once. ASCII has `{` and `}` two apart, and `[` and `]` too.
    private mutating func open(_ byte: UInt8) {
        output.append(byte)
        if next() == byte + 2 {
            position += 1
            output.append(byte + 2)
        } else {
            depth += 1
            breakLine()
        }
    }

    private mutating func close(_ byte: UInt8) {
        depth = max(0, depth - 1)
        breakLine()
        output.append(byte)
    }

    private mutating func breakLine() {
        guard let indent else { return }
        output.append(UInt8(ascii: "\n"))
        output.append(UInt8(ascii: " "), count: indent * min(depth, JSONText.maximumIndentedDepth))
    }

    /// A number or a word, of which the first byte has been passed.
    private mutating func literal() {
        let start = position - 1
        while position < bytes.count, Self.isLiteral(bytes[position]) { position += 1 }
        output.append(bytes[start..<position])
    }

    /// Printable ASCII but for `"`, `,`, `:` and brackets: a bit for each.
    private static func isLiteral(_ byte: UInt8) -> Bool {
        let bits: UInt64 = byte < 64 ? 0xFBFF_EFFA_0000_0000 : byte < 128 ? 0x57FF_FFFF_D7FF_FFFF : 0
        return bits >> UInt64(byte & 63) & 1 != 0
    }

    /// What follows an opening quote, up to the closing one.
    private mutating func string() {
        if copyPlainString() { return }
        let rest = UnsafeBufferPointer(rebasing: bytes[position...])
        var reader = JSONStringReader(bytes: rest)
        output.append(UInt8(ascii: "\""))
        while let element = reader.next() {
            switch element {
            case .plain(let range): output.append(rest[range])
            case .scalar(let scalar): output.append { $0.appendJSON(scalar) }
            case .loneSurrogate(let unit): output.append { $0.appendEscaped(codeUnit: unit) }
            }
        }
        output.append(UInt8(ascii: "\""))
        position += reader.position
    }

    /// A string of printable ASCII without escapes, as nearly all are: copied with its quotes, eight bytes a step.
    private mutating func copyPlainString() -> Bool {
        guard let input = UnsafeRawPointer(bytes.baseAddress) else { return false }
        let (start, count) = (position, bytes.count)
        let length = output.append(upTo: count - start + 9) { target in
            target.storeBytes(of: UInt8(ascii: "\""), as: UInt8.self)
            var end = start
            while count - end >= 8 {
                let word = UInt64(littleEndian: input.loadUnaligned(fromByteOffset: end, as: UInt64.self))
                target.storeBytes(of: word.littleEndian, toByteOffset: 1 + end - start, as: UInt64.self)
                let stops = Self.stops(word)
                guard stops != 0 else {
                    end += 8
                    continue
                }
                end += stops.trailingZeroBitCount / 8
                // With the closing quote.
                return bytes[end] == UInt8(ascii: "\"") ? end - start + 2 : 0
            }
            return 0
        }
        position += max(0, length - 1)
        return length > 0
    }

    /// The high bit of the first byte that is a quote, a backslash or no printable ASCII; above it others may be set too.
    private static func stops(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        func zeroes(_ word: UInt64) -> UInt64 { (word &- ones) & ~word }
        let quotes = zeroes(word ^ (ones &* 0x22))
        let backslashes = zeroes(word ^ (ones &* 0x5C))
        let deletes = zeroes(word ^ (ones &* 0x7F))
        let controls = (word &- (ones &* 0x20)) & ~word
        return (quotes | backslashes | deletes | controls | word) & (ones &* 0x80)
    }
}

extension [UInt8] {
    /// Appends a scalar of a string as Python's `json` does with `ensure_ascii=False`, unsafe ones as `\uXXXX`.
    fileprivate mutating func appendJSON(_ scalar: Unicode.Scalar) {
        if let letter = jsonShortEscape(of: scalar) {
            append(UInt8(ascii: "\\"))
            append(letter)
        } else if scalar.isUnsafeToPrint {
            appendEscaped(scalar)
        } else {
            append(scalar)
        }
    }
}

/// The letter of a scalar's two-character escape; nil for one that has none.
func jsonShortEscape(of scalar: Unicode.Scalar) -> UInt8? {
    switch scalar {
    case "\"": UInt8(ascii: "\"")
    case "\\": UInt8(ascii: "\\")
    case "\u{08}": UInt8(ascii: "b")
    case "\u{0C}": UInt8(ascii: "f")
    case "\n": UInt8(ascii: "n")
    case "\r": UInt8(ascii: "r")
    case "\t": UInt8(ascii: "t")
    default: nil
    }
}
