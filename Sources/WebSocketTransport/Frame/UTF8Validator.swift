/// Checks UTF-8 that arrives in pieces (RFC 3629 section 4): no overlong forms, no surrogates, nothing above U+10FFFF.
///
/// A piece may end inside a character; `isComplete` says whether the text may end where it stands.
package struct UTF8Validator: Sendable, Equatable {
    /// Continuation bytes that the character under way still needs: 0...3.
    private var missing = 0
    /// What the next continuation byte may be; narrower than 80...BF only right after E0, ED, F0 and F4.
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    package init() {}

    /// Whether the bytes so far end with a whole character.
    package var isComplete: Bool { missing == 0 }

    /// Takes the next bytes.
    /// - Returns: False as soon as no continuation could make the text valid; then the validator is of no more use.
    /// - Complexity: O(*n*), 64 bytes a step through ASCII.
    package mutating func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var index = 0
        while index < bytes.count {
            if missing == 0 {
                index += Self.asciiPrefix(bytes, from: index)
                guard index < bytes.count else { break }
            }
            guard receive(bytes[index]) else { return false }
            index += 1
        }
        return true
    }

    /// How many bytes from `start` on are ASCII for sure: a multiple of 64, or of 8 before other bytes and the end.
    private static func asciiPrefix(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Int {
        var index = start
        func word(_ offset: Int) -> UInt64 { bytes.loadUnaligned(fromByteOffset: index + offset, as: UInt64.self) }
        let highBits: UInt64 = 0x8080_8080_8080_8080
        while bytes.count - index >= 64 {
            let first = word(0) | word(8) | word(16) | word(24)
            let second = word(32) | word(40) | word(48) | word(56)
            guard (first | second) & highBits == 0 else { break }
            index += 64
        }
        while bytes.count - index >= 8, word(0) & highBits == 0 { index += 8 }
        return index - start
    }

    private mutating func receive(_ byte: UInt8) -> Bool {
        if missing > 0 {
            guard byte >= lowest, byte <= highest else { return false }
            missing -= 1
            (lowest, highest) = (0x80, 0xBF)
            return true
        }
        switch byte {
        case 0x00...0x7F: return true
        case 0xC2...0xDF: expect(1)
        case 0xE0: expect(2, from: 0xA0)
        case 0xED: expect(2, to: 0x9F)
        case 0xE1...0xEF: expect(2)
        case 0xF0: expect(3, from: 0x90)
        case 0xF1...0xF3: expect(3)
        case 0xF4: expect(3, to: 0x8F)
        default: return false
        }
        return true
    }

    private mutating func expect(_ count: Int, from lowest: UInt8 = 0x80, to highest: UInt8 = 0xBF) {
        missing = count
        self.lowest = lowest
        self.highest = highest
    }
}
