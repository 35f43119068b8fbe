package import NIOCore

/// Takes a byte stream apart into frames, strictly (RFC 6455 section 5.2).
///
/// It keeps at most an incomplete frame header; payload bytes are passed on as they arrive. Those of many small frames are slices
/// of the same array, so that a message costs no memory of its own.
package struct FrameParser: Sendable {
    /// Payload bytes of a control frame at most (RFC 6455 section 5.5).
    package static let maximumControlBytes = 125

    /// What the slices of one array share: little enough that one that is kept for long holds little else.
    private static let sliceableBytes = 32 * 1024

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

    /// What is being taken apart, and pieces are slices of.
    private var bytes: [UInt8] = []
    /// Where the first of `bytes` is that has not been passed on.
    private var position = 0
    private var state = State.header
    private let role: Role
    private let allowsCompression: Bool
    private let maximumFrameBytes: Int
    /// Not looked at yet.
    private var unread = ByteBuffer()

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
        if unread.readableBytes == 0 {
            unread = bytes
        } else {
            unread.writeImmutableBuffer(bytes)
        }
    }

    /// The next piece, or nil when more bytes are needed.
    /// - Throws: The rule that the peer broke; the parser is of no more use then.
    package mutating func next() throws(ProtocolViolation) -> FramePiece? {
        repeat {
            if let piece = try nextOfBytes() { return piece }
        } while readOn()
        return nil
    }

    /// Makes more of what is unread the next to be taken apart.
    private mutating func readOn() -> Bool {
        // What pieces are slices of stays with them.
        if position == bytes.count { bytes = [] } else { bytes.removeSubrange(..<position) }
        position = 0
        guard let more = unread.readSlice(length: min(unread.readableBytes, Self.sliceableBytes)),
            more.readableBytes > 0
        else {
            unread = ByteBuffer()
            return false
        }
        if bytes.isEmpty {
            bytes = Array(more.readableBytesView)
        } else {
            bytes.append(contentsOf: more.readableBytesView)
        }
        return true
    }

    private mutating func nextOfBytes() throws(ProtocolViolation) -> FramePiece? {
        switch state {
        case .header:
            return try readHeader().map { piece(of: $0, received: 0, isFirst: true) }
        case .payload(let header, let received):
            return position < bytes.count ? piece(of: header, received: received, isFirst: false) : nil
        }
    }

    private mutating func piece(of header: Header, received: Int, isFirst: Bool) -> FramePiece {
        let count = min(header.length - received, bytes.count - position)
        var payload = bytes[position..<position + count]
        position += count
        if let mask = header.mask {
            // Alone, or else what has not been passed on would be copied with it.
            payload = Array(payload)[...]
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
        guard bytes.count - position >= 2 else { return nil }
        let (first, second) = (bytes[position], bytes[position + 1])

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

        var end = position + 2
        guard let length = try readLength(at: &end, short: second & 0x7F) else { return nil }
        guard opcode.isControl || length <= maximumFrameBytes else {
            throw .messageTooBig(limit: maximumFrameBytes)
        }
        var mask: UInt32?
        if isMasked {
            guard let key = readInteger(UInt32.self, at: &end) else { return nil }
            mask = key
        }
        position = end
        return Header(opcode: opcode, isFinal: isFinal, isCompressed: isCompressed, length: length, mask: mask)
    }

    /// The payload length, which must be written in the shortest form that holds it.
    private func readLength(at end: inout Int, short: UInt8) throws(ProtocolViolation) -> Int? {
        let least: Int
        let length: UInt64
        switch short {
        case 126:
            guard let read = readInteger(UInt16.self, at: &end) else { return nil }
            (length, least) = (UInt64(read), 126)
        case 127:
            guard let read = readInteger(UInt64.self, at: &end) else { return nil }
            (length, least) = (read, Int(UInt16.max) + 1)
        default:
            return Int(short)
        }
        guard let length = Int(exactly: length) else {
            throw ProtocolViolation(.protocolError, "a frame's length has its top bit set")
        }
        guard length >= least else {
            throw ProtocolViolation(.protocolError, "a frame's length is not written in the shortest form")
        }
        return length
    }

    /// A number in network byte order, `end` being moved behind it; nil when it is not all there.
    private func readInteger<Integer: FixedWidthInteger>(_: Integer.Type, at end: inout Int) -> Integer? {
        let size = MemoryLayout<Integer>.size
        guard bytes.count - end >= size else { return nil }
        defer { end += size }
        return bytes[end..<end + size].reduce(0) { $0 << 8 | Integer($1) }
    }
}

extension ProtocolViolation {
    /// A frame or message above the limit, in bytes (RFC 6455 section 7.4.1).
    static func messageTooBig(limit: Int) -> Self {
        Self(.messageTooBig, "a message is larger than the \(limit) bytes allowed")
    }
}
