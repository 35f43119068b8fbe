extension Unicode.Scalar {
    /// Whether the scalar could harm a terminal or mislead a reader: C0, DEL and C1 controls, bidirectional controls,
    /// zero width characters, line and paragraph separators, interlinear annotations, and tags.
    package var isUnsafeToPrint: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F: true
        case 0x061C, 0x200B...0x200F, 0x2028...0x202E, 0x2060, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB: true
        case 0xE0000...0xE007F: true
        default: false
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
