import Glibc
import MonitoringWebSocketServer
import NIOCore

/// A server of one client that sends as fast as the client takes. Blocking, on one thread: nothing here is to be the
/// bottleneck.
struct Blaster {
    struct Failure: Error, CustomStringConvertible {
        let call: String
        let code = errno
        var description: String { "\(call): \(String(cString: strerror(code)))" }
    }

    private let listener: Int32

    /// - Parameter port: On 127.0.0.1; 0 takes a free one.
    init(port: UInt16) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else { throw Failure(call: "socket") }
        var yes: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0 else { throw Failure(call: "bind to port \(port)") }
        guard listen(listener, 1) == 0 else { throw Failure(call: "listen") }
    }

    /// Where it listens.
    var port: UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// Serves the next client `messages` messages and a close frame, and waits until the client closes too. What it has
    /// read by then it need not have shown: whoever measures has to look at its output.
    /// - Parameter onStart: Called before the first message.
    func serve(_ messages: Int, onStart: () -> Void) throws {
        let client = accept(listener, nil, nil)
        guard client >= 0 else { throw Failure(call: "accept") }
        defer { close(client) }
        try handshake(client)
        let frames = SampleMessages.texts().map(Self.frame)
        let round = frames.flatMap { $0 }
        onStart()
        for _ in 0..<(messages / frames.count) { try write(round, to: client) }
        for frame in frames.prefix(messages % frames.count) { try write(frame, to: client) }
        // Close, 1000.
        try write([0x88, 0x02, 0x03, 0xE8], to: client)
        var buffer = [UInt8](repeating: 0, count: 4096)
        // A client that closes its side late, or waits for us to close ours, has taken everything all the same.
        while read(client, &buffer, buffer.count) > 0, buffer[0] & 0x0F != 0x8 {}
    }

    private func handshake(_ client: Int32) throws {
        var parser = HTTPRequestHeadParser(maximumBytes: 16384)
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(client, &bytes, bytes.count)
            guard count > 0 else { throw Failure(call: "reading the request") }
            var buffer = ByteBuffer(bytes: bytes.prefix(count))
            guard let request = try parser.receive(&buffer) else { continue }
            let answer = try ServerHandshake.accept(request, access: ServerAccess())
            return try write(Array(answer.readableBytesView), to: client)
        }
    }

    /// An unmasked text frame.
    private static func frame(_ text: String) -> [UInt8] {
        let payload = Array(text.utf8)
        let length: [UInt8] =
            payload.count < 126
            ? [UInt8(payload.count)] : [126, UInt8(payload.count >> 8 & 0xFF), UInt8(payload.count & 0xFF)]
        return [0x81] + length + payload
    }

    private func write(_ bytes: [UInt8], to client: Int32) throws {
        try bytes.withUnsafeBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let written = Glibc.write(client, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                guard written >= 0 else { throw Failure(call: "sending") }
                rest = rest.dropFirst(written)
            }
        }
    }
}
