import NIOCore
import NIOPosix
import Testing
import WebSocketTransport

/// A client that sends and reads byte by byte.
final class RawClient {
    struct Ended: Error {}

    struct Frame: Equatable {
        var first: UInt8
        var payload: [UInt8]

        var opcode: UInt8 { first & 0x0F }
        var text: String { String(decoding: payload, as: UTF8.self) }
        var closeCode: Int? { opcode == 8 && payload.count >= 2 ? Int(payload[0]) << 8 | Int(payload[1]) : nil }
        var closeReason: String { String(decoding: payload.dropFirst(2), as: UTF8.self) }
    }

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    private var buffer = ByteBuffer()

    private init(
        _ inbound: NIOAsyncChannelInboundStream<ByteBuffer>, _ outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    ) {
        self.inbound = inbound.makeAsyncIterator()
        self.outbound = outbound
    }

    /// Connects to a port of this machine. The client's own buffers are small, so that what it does not read stays away.
    static func with<Result: Sendable>(port: Int, _ body: (RawClient) async throws -> Result) async throws -> Result {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.socketOption(.so_rcvbuf), value: 8192)
            .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 4096))
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in try await body(RawClient(inbound, outbound)) }
    }

    /// Connects and does the handshake; the greeting has been read.
    static func upgraded<Result: Sendable>(
        port: Int, _ body: (RawClient) async throws -> Result
    ) async throws -> Result {
        try await with(port: port) { client in
            try await client.upgrade()
            let greeting = try await client.frame()
            #expect(greeting.text.hasPrefix(#"{"type": "connection""#))
            return try await body(client)
        }
    }

    static let request =
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"

    /// Sends a right request, and expects a right answer.
    func upgrade() async throws {
        try await send(Array("\(Self.request)\r\n".utf8))
        let head = try await head()
        #expect(head.hasPrefix("HTTP/1.1 101 "))
        #expect(head.contains("Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"))
    }

    /// Reads an answer up to its empty line.
    func head() async throws -> String {
        var head = ""
        while !head.hasSuffix("\r\n\r\n") { head += String(decoding: try await read(1), as: UTF8.self) }
        return head
    }

    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Sends a whole frame, masked with zeros.
    func send(_ first: UInt8, _ payload: [UInt8]) async throws {
        try await send(Self.header(first, length: payload.count) + payload)
    }

    func send(text: String) async throws {
        try await send(0x81, Array(text.utf8))
    }

    /// The header of a masked frame, which may declare any length.
    static func header(_ first: UInt8, length: Int) -> [UInt8] {
        let mask: [UInt8] = [0, 0, 0, 0]
        switch length {
        case ...125: return [first, 0x80 | UInt8(length)] + mask
        case ...65535: return [first, 0xFE, UInt8(length >> 8), UInt8(length & 0xFF)] + mask
        default: return [first, 0xFF] + (0..<8).reversed().map { UInt8(truncatingIfNeeded: length >> (8 * $0)) } + mask
        }
    }

    /// Reads one frame; a server's are not masked.
    func frame() async throws -> Frame {
        let head = try await read(2)
        #expect(head[1] & 0x80 == 0, "a server frame is not masked")
        var length = Int(head[1])
        if length >= 126 { length = try await read(length == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) } }
        return Frame(first: head[0], payload: try await read(length))
    }

    /// The next frame that is not a sample.
    func answer() async throws -> Frame {
        while true {
            let frame = try await frame()
            if !frame.text.contains(#""monitoring_data""#) { return frame }
        }
    }

    /// Reads until the server closes.
    func end() async throws {
        do {
            while try await inbound.next() != nil {}
        } catch is IOError {
            // A reset is an end too.
        }
    }

    private func read(_ count: Int) async throws -> [UInt8] {
        while buffer.readableBytes < count {
            guard var next = try await inbound.next() else { throw Ended() }
            buffer.writeBuffer(&next)
        }
        return buffer.readBytes(length: count) ?? []
    }
}
