import Glibc
import MonitoringWebSocketServer
import NIOCore
import WebSocketTransport

/// A server of one client that sends as fast as the client takes.
struct Blaster {
    let listener: Listener

    /// Serves the next client `messages` messages and a close frame, and waits until the client closes too. What it has
    /// read by then it need not have shown: whoever measures has to look at its output.
    /// - Parameter onStart: Called before the first message.
    func serve(_ messages: Int, onStart: () -> Void) throws {
        let client = try listener.accept()
        defer { close(client) }
        let frames = SampleMessages.frames()
        let round = ByteBuffer(bytes: frames.flatMap(\.readableBytesView))
        onStart()
        for _ in 0..<(messages / frames.count) { try Listener.write(round, to: client) }
        for frame in frames.prefix(messages % frames.count) { try Listener.write(frame, to: client) }
        let goodbye = CloseFrame(code: .normalClosure)
        try Listener.write(ServerFrames.frame(.close, payload: goodbye.payload), to: client)
        var buffer = [UInt8](repeating: 0, count: 4096)
        // A client that closes its side late, or waits for us to close ours, has taken everything all the same.
        while read(client, &buffer, buffer.count) > 0, buffer[0] & 0x0F != 0x8 {}
    }
}
