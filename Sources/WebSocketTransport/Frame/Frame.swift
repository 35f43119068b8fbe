/// What a frame is (RFC 6455 section 5.2); the numbers not listed are reserved.
package enum Opcode: UInt8, Sendable {
    case continuation = 0x0
    case text = 0x1
    case binary = 0x2
    case close = 0x8
    case ping = 0x9
    case pong = 0xA

    /// Control frames may stand between the fragments of a message (RFC 6455 section 5.5).
    package var isControl: Bool { rawValue & 0x8 != 0 }
}

/// Which end of the connection we are: a client masks what it sends, a server does not (RFC 6455 section 5.1).
package enum Role: Sendable {
    case client
    case server
}

/// The rule a peer broke, and the code to fail the connection with (RFC 6455 section 7.1.7).
package struct ProtocolViolation: Error, Sendable, Equatable {
    package var code: WebSocketCloseCode
    /// What was wrong, for people.
    package var detail: String

    package init(_ code: WebSocketCloseCode, _ detail: String) {
        self.code = code
        self.detail = detail
    }
}

/// Some of a frame: frames are passed on as their bytes arrive, so that a declared length costs nothing.
package struct FramePiece: Sendable, Equatable {
    package var opcode: Opcode
    /// The frame's FIN bit: whether the frame ends its message.
    package var isFinal: Bool
    /// The frame's RSV1 bit: whether the message that it begins is compressed (RFC 7692 section 6).
    package var isCompressed: Bool
    /// The payload length that the frame's header declares, in bytes.
    package var declaredLength: Int
    /// Whether this is the frame's first piece.
    package var isFirst: Bool
    /// Whether this is the frame's last piece.
    package var isLast: Bool
    /// The payload bytes that this piece brings, unmasked; may be empty.
    package var payload: ArraySlice<UInt8>
}
