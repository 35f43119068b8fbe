extension Unicode.Scalar {
    /// Whether the scalar could harm a terminal or mislead a reader: C0, DEL and C1 controls, bidirectional controls,
    /// zero-width and other invisible format characters, line and paragraph separators, tags, noncharacters.
    package var isUnsafeToPrint: Bool {
        switch value {
        case 0...0x1F, 0x7F...0x9F,  // C0, DEL, C1
            0xAD, 0x61C, 0x180E, 0x200B...0x200F,  // soft hyphen, Arabic letter mark, zero-width, direction marks
            0x2028...0x202E,  // separators, bidirectional controls
            0x2060...0x2064, 0x2066...0x206F,  // invisible operators, bidirectional isolates
            0xFEFF, 0xFFF0...0xFFFB, 0xFDD0...0xFDEF,  // byte-order mark, annotations, noncharacters
            0x1BCA0...0x1BCA3, 0x1D173...0x1D17A,  // shorthand and musical formats
            0xE0000...0xE0FFF:  // tags, supplementary variation selectors
            true
        default:
            value & 0xFFFE == 0xFFFE  // noncharacters at the end of each plane
        }
    }
}

extension String {
    /// The text with every unsafe scalar as a JSON escape, such as `\u001b`.
    package func escapingUnsafeScalars() -> String {
        guard unicodeScalars.contains(where: \.isUnsafeToPrint) else { return self }
        var bytes: [UInt8] = []
        for scalar in unicodeScalars {
            if scalar.isUnsafeToPrint { bytes.appendEscaped(scalar) } else { bytes.append(scalar) }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension [UInt8] {
    /// Appends the scalar as UTF-8.
    mutating func append(_ scalar: Unicode.Scalar) {
        append(contentsOf: scalar.utf8)
    }

    /// Appends the scalar as one or two `\uXXXX` escapes.
    mutating func appendEscaped(_ scalar: Unicode.Scalar) {
        for unit in scalar.utf16 { appendEscaped(codeUnit: unit) }
    }

    /// Appends a UTF-16 code unit, also a lone surrogate, as a `\uXXXX` escape.
    mutating func appendEscaped(codeUnit: UInt16) {
        append(UInt8(ascii: "\\"))
        append(UInt8(ascii: "u"))
        for shift in [12, 8, 4, 0] as [UInt16] {
            let digit = UInt8(truncatingIfNeeded: codeUnit >> shift & 0xF)
            append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
        }
    }
}
