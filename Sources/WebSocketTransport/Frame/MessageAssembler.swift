/// Puts messages together from the pieces of their frames (RFC 6455 section 5.4) and checks text as it arrives (section 8.1).
///
/// It holds as many bytes as have arrived of one message, unpacked where it is compressed (RFC 7692), and at most the limit.
package struct MessageAssembler {
    /// What is complete.
    package enum Output: Sendable, Equatable {
        case text(ArraySlice<UInt8>)
        case binary(ArraySlice<UInt8>)
        case ping([UInt8])
        case pong([UInt8])
        case close(CloseFrame)
    }

    /// Frames of one message at most. A million is sixteen times what the Autobahn suite sends; without an end, a peer could
    /// send empty ones for ever and have nothing counted against it.
    package static let maximumFragments = 1 << 20

    private struct Message {
        var isText: Bool
        var fragments = 1
        var isCompressed: Bool
        var bytes: [UInt8] = []
        var validator = UTF8Validator()
    }

    private let maximumMessageBytes: Int
    private var message: Message?
    private var control: [UInt8] = []
    private let maximumFragments: Int
    private let compression: PerMessageDeflate.Direction
    /// Made for the first compressed message.
    private var inflater: MessageInflater?

    /// - Parameters:
    ///   - maximumMessageBytes: The largest message, over all of its fragments, and unpacked.
    ///   - maximumFragments: The most frames that a message may come in.
    ///   - compression: How the peer compresses; whether it may at all, the parser checks.
    package init(
        maximumMessageBytes: Int, maximumFragments: Int = MessageAssembler.maximumFragments,
        compression: PerMessageDeflate.Direction = .init()
    ) {
        self.maximumMessageBytes = maximumMessageBytes
        self.maximumFragments = maximumFragments
        self.compression = compression
    }

    /// Takes the next piece in order.
    /// - Throws: The rule that the peer broke; the assembler is of no more use then.
    package mutating func receive(_ piece: FramePiece) throws(ProtocolViolation) -> Output? {
        piece.opcode.isControl ? try receiveControl(piece) : try receiveData(piece)
    }

    private mutating func receiveControl(_ piece: FramePiece) throws(ProtocolViolation) -> Output? {
        control.append(contentsOf: piece.payload)
        guard piece.isLast else { return nil }
        let payload = control
        control = []
        return switch piece.opcode {
        case .ping: .ping(payload)
        case .pong: .pong(payload)
        case .close: .close(try CloseFrame(parsing: payload))
        case .continuation, .text, .binary: nil
        }
    }

    private mutating func receiveData(_ piece: FramePiece) throws(ProtocolViolation) -> Output? {
        if let output = try wholeMessage(piece) { return output }
        if piece.isFirst {
            try startFrame(piece)
        }
        // Taken out and put back, so that appending does not copy the bytes.
        guard var message else { return nil }
        self.message = nil
        let endsMessage = piece.isLast && piece.isFinal
        if message.isCompressed {
            try openInflater().inflate(piece.payload, endsMessage: endsMessage) { bytes throws(ProtocolViolation) in
                try append(bytes, to: &message)
            }
        } else {
            try append(piece.payload, to: &message)
        }
        guard endsMessage else {
            self.message = message
            return nil
        }
        guard !message.isText || message.validator.isComplete else { throw .notUTF8 }
        return message.isText ? .text(message.bytes[...]) : .binary(message.bytes[...])
    }

    /// A message in one piece, as nearly all are: passed on as it is.
    private func wholeMessage(_ piece: FramePiece) throws(ProtocolViolation) -> Output? {
        guard piece.isFirst, piece.isLast, piece.isFinal, !piece.isCompressed, piece.opcode != .continuation,
            message == nil, piece.declaredLength <= maximumMessageBytes
        else { return nil }
        guard piece.opcode == .text else { return .binary(piece.payload) }
        var validator = UTF8Validator()
        guard piece.payload.withUnsafeBytes({ validator.receive($0) }), validator.isComplete else { throw .notUTF8 }
        return .text(piece.payload)
    }

    private mutating func startFrame(_ piece: FramePiece) throws(ProtocolViolation) {
        let received: Int
        if piece.opcode == .continuation {
            guard let message else {
                throw ProtocolViolation(.protocolError, "a continuation frame continues no message")
            }
            guard message.fragments < maximumFragments else {
                throw ProtocolViolation(.messageTooBig, "a message has more than \(maximumFragments) fragments")
            }
            self.message?.fragments += 1
            received = message.bytes.count
        } else {
            guard message == nil else {
                throw ProtocolViolation(.protocolError, "a new message begins inside a fragmented one")
            }
            message = Message(isText: piece.opcode == .text, isCompressed: piece.isCompressed)
            received = 0
        }
        // Of a compressed message only what it unpacks to counts.
        guard message?.isCompressed == false else { return }
        guard piece.declaredLength <= maximumMessageBytes - received else {
            throw .messageTooBig(limit: maximumMessageBytes)
        }
    }

    private func append(
        _ bytes: ArraySlice<UInt8>, to message: inout Message
    ) throws(ProtocolViolation) {
        guard bytes.count <= maximumMessageBytes - message.bytes.count else {
            throw .messageTooBig(limit: maximumMessageBytes)
        }
        message.bytes.append(contentsOf: bytes)
        guard message.isText else { return }
        let isValid = message.bytes.suffix(bytes.count).withUnsafeBytes { message.validator.receive($0) }
        guard isValid else { throw .notUTF8 }
    }

    private mutating func openInflater() throws(ProtocolViolation) -> MessageInflater {
        if let inflater { return inflater }
        let new = try MessageInflater(compression)
        inflater = new
        return new
    }
}

extension ProtocolViolation {
    fileprivate static let notUTF8 = Self(.invalidPayloadData, "a text message is not valid UTF-8")
}
