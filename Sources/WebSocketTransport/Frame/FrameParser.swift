package import NIOCore

/// Takes a byte stream apart into frames, strictly (RFC 6455 section 5.2).
///
/// It keeps at most an incomplete frame header; payload bytes are passed on as they arrive.
package struct FrameParser: Sendable {
    /// Payload bytes of a control frame at most (RFC 6455 section 5.5).
    package static let maximumControlBytes = 125

    private struct Header {
        var opcode: Opcode
        var isFinal: Bool
        var isCompressed: Bool
        var length: Int
        var mask: UInt32?
    }

    private enum State {
        case header
        case payload(Header, received: Int)
    }

    private let role: Role
    private let maximumFrameBytes: Int
    private let allowsCompression: Bool
    private var state = State.header
    private var buffer = ByteBuffer()

    /// - Parameters:
    ///   - role: Our end: a client takes unmasked frames only, a server masked ones only.
    ///   - maximumFrameBytes: The largest payload of a data frame.
    ///   - allowsCompression: Whether permessage-deflate was agreed on.
    package init(role: Role, maximumFrameBytes: Int, allowsCompression: Bool = false) {
        self.role = role
        self.maximumFrameBytes = maximumFrameBytes
        self.allowsCompression = allowsCompression
    }

    /// Adds bytes from the socket; `next()` then gives the pieces they complete.
    package mutating func append(_ bytes: ByteBuffer) {
        if buffer.readableBytes == 0 {
            buffer = bytes
        } else {
            // Else a peer that always stops inside a header would make what was read long ago pile up.
            buffer.discardReadBytes()
            buffer.writeImmutableBuffer(bytes)
        }
    }

    /// The next piece, or nil when more bytes are needed.
    /// - Throws: The rule that the peer broke; the parser is of no more use then.
    package mutating func next() throws(ProtocolViolation) -> FramePiece? {
        switch state {
        case .header:
            guard let header = try readHeader() else { return nil }
            return piece(of: header, received: 0, isFirst: true)
        case .payload(let header, let received):
            guard buffer.readableBytes > 0 else { return nil }
            return piece(of: header, received: received, isFirst: false)
        }
    }

    private mutating func piece(of header: Header, received: Int, isFirst: Bool) -> FramePiece {
        let count = min(header.length - received, buffer.readableBytes)
        var payload = buffer.readSlice(length: count) ?? ByteBuffer()
        if let mask = header.mask {
            payload.applyMask(mask, offset: received)
        }
        let isLast = received + count == header.length
        state = isLast ? .header : .payload(header, received: received + count)
        return FramePiece(
            opcode: header.opcode, isFinal: header.isFinal, isCompressed: header.isCompressed,
            declaredLength: header.length, isFirst: isFirst, isLast: isLast, payload: payload
        )
    }

    /// Reads a whole header or nothing.
    private mutating func readHeader() throws(ProtocolViolation) -> Header? {
        var reader = buffer
        guard let (first, second) = reader.readMultipleIntegers(as: (UInt8, UInt8).self) else { return nil }

        let isCompressed = first & 0x40 != 0
        guard first & 0x30 == 0, allowsCompression || !isCompressed else {
            throw ProtocolViolation(.protocolError, "a frame has reserved bits set that no extension agreed on uses")
        }
        guard let opcode = Opcode(rawValue: first & 0x0F) else {
            throw ProtocolViolation(.protocolError, "a frame has the reserved opcode \(first & 0x0F)")
        }
        guard !isCompressed || opcode == .text || opcode == .binary else {
            let kind = opcode.isControl ? "control" : "continuation"
            throw ProtocolViolation(.protocolError, "a \(kind) frame is marked as compressed")
        }
        let isFinal = first & 0x80 != 0
        let isMasked = second & 0x80 != 0
        guard isMasked == (role == .server) else {
            let detail = isMasked ? "a frame from the server is masked" : "a frame from the client is not masked"
            throw ProtocolViolation(.protocolError, detail)
        }
        if opcode.isControl {
            guard isFinal else { throw ProtocolViolation(.protocolError, "a control frame is fragmented") }
            guard Int(second & 0x7F) <= Self.maximumControlBytes else {
                throw ProtocolViolation(.protocolError, "a control frame is longer than 125 bytes")
            }
        }

        guard let length = try readLength(from: &reader, short: second & 0x7F) else { return nil }
        guard opcode.isControl || length <= maximumFrameBytes else {
            throw .messageTooBig(limit: maximumFrameBytes)
        }
        var mask: UInt32?
        if isMasked {
            guard let key = reader.readInteger(as: UInt32.self) else { return nil }
            mask = key
        }
        buffer = reader
        return Header(opcode: opcode, isFinal: isFinal, isCompressed: isCompressed, length: length, mask: mask)
    }

    /// The payload length, which must be written in the shortest form that holds it.
    private func readLength(from reader: inout ByteBuffer, short: UInt8) throws(ProtocolViolation) -> Int? {
        let notMinimal = ProtocolViolation(.protocolError, "a frame's length is not written in the shortest form")
        switch short {
        case 126:
            guard let length = reader.readInteger(as: UInt16.self) else { return nil }
            guard length > 125 else { throw notMinimal }
            return Int(length)
        case 127:
            guard let length = reader.readInteger(as: UInt64.self) else { return nil }
            guard let length = Int(exactly: length) else {
                throw ProtocolViolation(.protocolError, "a frame's length has its top bit set")
            }
            guard length > Int(UInt16.max) else { throw notMinimal }
            return length
        default:
            return Int(short)
        }
    }
}

extension ProtocolViolation {
    /// A frame or message above the limit, in bytes (RFC 6455 section 7.4.1).
    static func messageTooBig(limit: Int) -> Self {
        Self(.messageTooBig, "a message is larger than the \(limit) bytes allowed")
    }
}
