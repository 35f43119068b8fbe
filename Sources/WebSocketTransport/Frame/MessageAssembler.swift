import NIOCore

/// Puts messages together from the pieces of their frames (RFC 6455 section 5.4) and checks text as it arrives (section 8.1).
///
/// It holds as many bytes as have arrived of one message, and at most the limit.
package struct MessageAssembler: Sendable {
    /// What is complete.
    package enum Output: Sendable, Equatable {
        case text([UInt8])
        case binary([UInt8])
        case ping([UInt8])
        case pong([UInt8])
        case close(CloseFrame)
    }

    private struct Message {
        var isText: Bool
        var bytes: [UInt8] = []
        var validator = UTF8Validator()
    }

    private let maximumMessageBytes: Int
    private var message: Message?
    private var control: [UInt8] = []

    /// - Parameter maximumMessageBytes: The largest message, over all of its fragments.
    package init(maximumMessageBytes: Int) {
        self.maximumMessageBytes = maximumMessageBytes
    }

    /// Takes the next piece in order.
    /// - Throws: The rule that the peer broke; the assembler is of no more use then.
    package mutating func receive(_ piece: FramePiece) throws(ProtocolViolation) -> Output? {
        piece.opcode.isControl ? try receiveControl(piece) : try receiveData(piece)
    }

    private mutating func receiveControl(_ piece: FramePiece) throws(ProtocolViolation) -> Output? {
        control.append(contentsOf: piece.payload.readableBytesView)
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
        if piece.isFirst {
            try startFrame(piece)
        }
        // Taken out and put back, so that appending does not copy the bytes.
        guard var message else { return nil }
        self.message = nil
        message.bytes.append(contentsOf: piece.payload.readableBytesView)
        if message.isText {
            try checkText(of: &message, with: piece)
        }
        guard piece.isLast, piece.isFinal else {
            self.message = message
            return nil
        }
        return message.isText ? .text(message.bytes) : .binary(message.bytes)
    }

    private mutating func startFrame(_ piece: FramePiece) throws(ProtocolViolation) {
        let received: Int
        if piece.opcode == .continuation {
            guard let message else {
                throw ProtocolViolation(.protocolError, "a continuation frame continues no message")
            }
            received = message.bytes.count
        } else {
            guard message == nil else {
                throw ProtocolViolation(.protocolError, "a new message begins inside a fragmented one")
            }
            message = Message(isText: piece.opcode == .text)
            received = 0
        }
        guard piece.declaredLength <= maximumMessageBytes - received else {
            throw .messageTooBig(limit: maximumMessageBytes)
        }
    }

    private func checkText(of message: inout Message, with piece: FramePiece) throws(ProtocolViolation) {
        let isValid = piece.payload.withUnsafeReadableBytes { message.validator.receive($0) }
        guard isValid, message.validator.isComplete || !(piece.isLast && piece.isFinal) else {
            throw ProtocolViolation(.invalidPayloadData, "a text message is not valid UTF-8")
        }
    }
}
