/// Reads the inside of a JSON string, element by element, up to its closing quote or the end of the text.
/// An escape that is none stands for its backslash alone.
package struct JSONStringReader {
    package enum Element: Equatable {
        /// Printable ASCII without escapes: these bytes.
        case plain(Range<Int>)
        case scalar(Unicode.Scalar)
        case loneSurrogate(UInt16)
    }

    let bytes: UnsafeBufferPointer<UInt8>
    /// The byte after what has been read, the closing quote included.
    private(set) var position = 0

    package init(bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    package mutating func next() -> Element? {
        guard position < bytes.count else { return nil }
        switch bytes[position] {
        case UInt8(ascii: "\""):
            position += 1
            return nil
        case UInt8(ascii: "\\"): return escape()
        case 0x20...0x7E: return plain()
        default: return .scalar(decoded())
        }
    }

    private mutating func plain() -> Element {
        let start = position
        while position < bytes.count, case 0x20...0x7E = bytes[position],
            bytes[position] != UInt8(ascii: "\""), bytes[position] != UInt8(ascii: "\\")
        {
            position += 1
        }
        return .plain(start..<position)
    }

    private mutating func escape() -> Element {
        if let unit = codeUnit(at: position) {
            position += 6
            if UTF16.isLeadSurrogate(unit), let low = codeUnit(at: position), UTF16.isTrailSurrogate(low) {
                position += 6
                let value = 0x10000 + (UInt32(unit & 0x3FF) << 10 | UInt32(low & 0x3FF))
                return .scalar(Unicode.Scalar(value) ?? "\u{FFFD}")
            }
            return Unicode.Scalar(unit).map(Element.scalar) ?? .loneSurrogate(unit)
        }
        let letter = position + 1 < bytes.count ? bytes[position + 1] : 0
        position += 2
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return .scalar(Unicode.Scalar(letter))
        case UInt8(ascii: "b"): return .scalar("\u{08}")
        case UInt8(ascii: "f"): return .scalar("\u{0C}")
        case UInt8(ascii: "n"): return .scalar("\n")
        case UInt8(ascii: "r"): return .scalar("\r")
        case UInt8(ascii: "t"): return .scalar("\t")
        default:
            position -= 1
            return .scalar("\\")
        }
    }

    /// The value of a `\uXXXX` at this place.
    private func codeUnit(at start: Int) -> UInt16? {
        guard bytes.count - start >= 6, bytes[start] == UInt8(ascii: "\\"), bytes[start + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt16 = 0
        for byte in bytes[start + 2..<start + 6] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// One scalar that is not printable ASCII.
    private mutating func decoded() -> Unicode.Scalar {
        var iterator = bytes[position...].makeIterator()
        var decoder = UTF8()
        if case .scalarValue(let scalar) = decoder.decode(&iterator) {
            position += scalar.utf8.count
            return scalar
        }
        position += 1
        return "\u{FFFD}"
    }
}
