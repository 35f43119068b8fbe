package import NIOCore

/// Writes frames; a client's are masked with a fresh random key each (RFC 6455 section 5.3).
package struct FrameWriter<Generator: RandomNumberGenerator & Sendable>: Sendable {
    private let role: Role
    private var generator: Generator

    /// - Parameters:
    ///   - role: Our end: a client masks, a server does not.
    ///   - generator: Where mask keys come from; must be unpredictable (RFC 6455 section 10.3).
    package init(role: Role, generator: Generator) {
        self.role = role
        self.generator = generator
    }

    /// Appends one whole frame (FIN set) to `output`.
    /// - Parameter isCompressed: Whether the payload is packed (RFC 7692 section 6).
    package mutating func write(
        _ opcode: Opcode, payload: ByteBuffer, isCompressed: Bool = false, into output: inout ByteBuffer
    ) {
        let maskBit: UInt8 = role == .client ? 0x80 : 0
        let length = payload.readableBytes
        output.reserveCapacity(minimumWritableBytes: length + Self.maximumHeaderBytes)
        output.writeInteger(0x80 | (isCompressed ? 0x40 : 0) | opcode.rawValue)
        switch length {
        case ...125:
            output.writeInteger(maskBit | UInt8(length))
        case ...Int(UInt16.max):
            output.writeInteger(maskBit | 126)
            output.writeInteger(UInt16(length))
        default:
            output.writeInteger(maskBit | 127)
            output.writeInteger(UInt64(length))
        }
        guard role == .client else {
            output.writeImmutableBuffer(payload)
            return
        }
        let key: UInt32 = generator.next()
        output.writeInteger(key)
        var masked = Array(payload.readableBytesView)
        masked.applyMask(key, offset: 0)
        output.writeBytes(masked)
    }

    /// Two bytes, a 64-bit length and a mask key.
    private static var maximumHeaderBytes: Int { 14 }
}

extension MutableCollection where Element == UInt8 {
    /// Masks or unmasks bytes (RFC 6455 section 5.3), which start `offset` bytes into the payload.
    mutating func applyMask(_ key: UInt32, offset: Int) {
        for (number, index) in zip(offset..., indices) {
            let shift = 24 - 8 * UInt32(number & 3)
            self[index] ^= UInt8(truncatingIfNeeded: key >> shift)
        }
    }
}
