package import NIOCore

/// The payload of a close frame (RFC 6455 section 5.5.1): nothing, or a code and a reason.
package struct CloseFrame: Sendable, Equatable {
    package var code: WebSocketCloseCode?
    package var reason: String

    package init(code: WebSocketCloseCode?, reason: String = "") {
        self.code = code
        self.reason = reason
    }

    /// Reads a payload of a close frame.
    /// - Throws: 1002 for a length of 1 or a code that may not be sent, 1007 for a reason that is not UTF-8.
    package init(parsing payload: [UInt8]) throws(ProtocolViolation) {
        if payload.isEmpty {
            self.init(code: nil)
            return
        }
        guard payload.count >= 2 else {
            throw ProtocolViolation(.protocolError, "a close frame has half a close code")
        }
        let code = WebSocketCloseCode(rawValue: UInt16(payload[0]) << 8 | UInt16(payload[1]))
        guard code.maySend else {
            throw ProtocolViolation(.protocolError, "a close frame has the invalid close code \(code.rawValue)")
        }
        guard let reason = String(validating: payload.dropFirst(2), as: UTF8.self) else {
            throw ProtocolViolation(.invalidPayloadData, "the reason in a close frame is not valid UTF-8")
        }
        self.init(code: code, reason: reason)
    }

    /// The payload to send; a reason too long for a control frame is cut between two characters.
    package var payload: ByteBuffer {
        var payload = ByteBuffer()
        guard let code else { return payload }
        payload.writeInteger(code.rawValue)
        for scalar in reason.unicodeScalars {
            let bytes = UTF8.encode(scalar)
            guard let bytes, payload.readableBytes + bytes.count <= FrameParser.maximumControlBytes else { break }
            payload.writeBytes(bytes)
        }
        return payload
    }
}

extension WebSocketCloseCode {
    /// Whether an endpoint may put the code in a close frame: those of RFC 6455 section 7.4.1 and of the IANA registry
    /// (1004 to 1006 and 1015 are never sent), and 3000 to 4999.
    package var maySend: Bool {
        switch rawValue {
        case 1000...1003, 1007...1014, 3000...4999: true
        default: false
        }
    }
}
