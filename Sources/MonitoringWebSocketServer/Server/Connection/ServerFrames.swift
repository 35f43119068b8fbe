import MonitoringMessages
package import NIOCore
package import WebSocketTransport

/// Writes whole frames as a server sends them, unmasked.
package enum ServerFrames {
    package static func frame(_ opcode: Opcode, payload: ByteBuffer) -> ByteBuffer {
        var writer = FrameWriter(role: .server, generator: SystemRandomNumberGenerator())
        var frame = ByteBuffer()
        writer.write(opcode, payload: payload, into: &frame)
        return frame
    }

    /// A message with the present time where the dialect has one.
    static func message(_ message: ServerMessage, dialect: MessageDialect) -> ByteBuffer {
        var timestamp: String? = SystemMoment.now().wall.localTimestamp
        // The published server's errors have none.
        if case .error = message, dialect == .published { timestamp = nil }
        let text = MessageWriter.text(message, timestamp: timestamp, dialect: dialect)
        return frame(.text, payload: ByteBuffer(string: text))
    }
}
