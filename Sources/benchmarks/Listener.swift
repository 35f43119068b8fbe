import Glibc
import MonitoringWebSocketServer
import NIOCore

/// A WebSocket server's socket on 127.0.0.1, and what a benchmark does with it. Blocking: nothing here is to be the bottleneck.
struct Listener {
    struct Failure: Error, CustomStringConvertible {
        let call: String
        let code = errno
        var description: String { "\(call): \(String(cString: strerror(code)))" }
    }

    private let socket: Int32

    /// - Parameters:
    ///   - port: 0 takes a free one.
    ///   - backlog: How many clients may wait.
    init(port: UInt16, backlog: Int = 1) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard socket >= 0 else { throw Failure(call: "socket") }
        var yes: Int32 = 1
        setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(INADDR_LOOPBACK).bigEndian
        let bound = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard bound == 0 else { throw Failure(call: "bind to port \(port)") }
        guard listen(socket, Int32(backlog)) == 0 else { throw Failure(call: "listen") }
    }

    /// Where it listens.
    var port: UInt16 {
        var address = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        withUnsafeMutablePointer(to: &address) { pointer in
            _ = pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &size) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    /// The socket of the next client, after its opening handshake.
    func accept() throws -> Int32 {
        let client = Glibc.accept(socket, nil, nil)
        guard client >= 0 else { throw Failure(call: "accept") }
        var parser = HTTPRequestHeadParser(maximumBytes: 16384)
        var bytes = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = read(client, &bytes, bytes.count)
            guard count > 0 else { throw Failure(call: "reading the request") }
            var buffer = ByteBuffer(bytes: bytes.prefix(count))
            guard let request = try parser.receive(&buffer) else { continue }
            let answer = try ServerHandshake.accept(request, access: ServerAccess())
            try Self.write(answer, to: client)
            return client
        }
    }

    static func write(_ bytes: ByteBuffer, to client: Int32) throws {
        try bytes.withUnsafeReadableBytes { bytes in
            var rest = bytes[...]
            while !rest.isEmpty {
                let part = UnsafeRawBufferPointer(rebasing: rest)
                // A client that has gone is no signal that ends the process.
                let written = send(client, part.baseAddress, part.count, Int32(MSG_NOSIGNAL))
                guard written >= 0 else { throw Failure(call: "sending") }
                rest = rest.dropFirst(written)
            }
        }
    }
}
