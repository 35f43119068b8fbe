import Glibc

/// A server of one client that sends as fast as the client takes.
struct Blaster {
    let listener: Listener

    /// Serves the next client `messages` messages and a close frame, and waits until the client closes too. What it has
    /// read by then it need not have shown: whoever measures has to look at its output.
    /// - Parameter onStart: Called before the first message.
    func serve(_ messages: Int, onStart: () -> Void) throws {
        let client = try listener.accept()
        defer { close(client) }
        let frames = SampleMessages.texts().map { Listener.frame(Array($0.utf8)) }
        let round = frames.flatMap { $0 }
        onStart()
        for _ in 0..<(messages / frames.count) { try Listener.write(round, to: client) }
        for frame in frames.prefix(messages % frames.count) { try Listener.write(frame, to: client) }
        // Close, 1000.
        try Listener.write(Listener.frame(opcode: 0x8, [0x03, 0xE8]), to: client)
        var buffer = [UInt8](repeating: 0, count: 4096)
        // A client that closes its side late, or waits for us to close ours, has taken everything all the same.
        while read(client, &buffer, buffer.count) > 0, buffer[0] & 0x0F != 0x8 {}
    }
}
