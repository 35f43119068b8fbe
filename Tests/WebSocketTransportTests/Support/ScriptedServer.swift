import Glibc
import NIOCore
import NIOPosix
import NIOSSL
import Testing

@testable import WebSocketTransport

/// A server on a loopback socket whose connections follow a script, byte by byte.
enum ScriptedServer {
    /// Runs `client` with the server's port, while each connection runs `script`; returns when both have ended.
    static func run<Result: Sendable>(
        host: String = "127.0.0.1", tls: NIOSSLContext? = nil,
        script: @escaping @Sendable (Peer) async throws -> Void,
        client: @Sendable (Int) async throws -> Result
    ) async throws -> Result {
        let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .bind(host: host, port: 0) { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    return try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        let port = try #require(server.channel.localAddress?.port)
        return try await server.executeThenClose { connections in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    try await withThrowingDiscardingTaskGroup { scripts in
                        for try await connection in connections {
                            scripts.addTask { try await Peer.run(script, on: connection) }
                        }
                    }
                }
                let result = try await client(port)
                server.channel.close(promise: nil)
                try await group.waitForAll()
                return result
            }
        }
    }
}

/// The server's end of one connection.
final class Peer {
    struct Frame: Equatable {
        var first: UInt8
        var mask: [UInt8]
        var payload: [UInt8]

        var opcode: UInt8 { first & 0x0F }
        var text: String { String(decoding: payload, as: UTF8.self) }
    }

    struct Ended: Error {}

    private var inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator
    private let outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>
    let channel: any Channel
    private var buffer = ByteBuffer()

    private init(
        inbound: NIOAsyncChannelInboundStream<ByteBuffer>.AsyncIterator,
        outbound: NIOAsyncChannelOutboundWriter<ByteBuffer>, channel: any Channel
    ) {
        self.inbound = inbound
        self.outbound = outbound
        self.channel = channel
    }

    static func run(
        _ script: @Sendable (Peer) async throws -> Void, on connection: NIOAsyncChannel<ByteBuffer, ByteBuffer>
    ) async throws {
        do {
            try await connection.executeThenClose { inbound, outbound in
                let peer = Peer(
                    inbound: inbound.makeAsyncIterator(), outbound: outbound, channel: connection.channel)
                try await script(peer)
            }
        } catch is Ended {
            // The client hung up, as in a failed TLS handshake.
        } catch ChannelError.ioOnClosedChannel {
        } catch is IOError {
        } catch is NIOSSLError {
        } catch is BoringSSLError {
        }
    }

    /// Reads the request's head, without the empty line.
    func request() async throws -> [String] {
        var head = ""
        while !head.hasSuffix("\r\n\r\n") {
            head += String(decoding: try await read(1), as: UTF8.self)
        }
        return head.dropLast(2).split(separator: "\r\n").map(String.init)
    }

    /// Reads the request and answers it with a right 101 and `bytes`, in one write.
    @discardableResult
    func upgrade(with bytes: [UInt8] = []) async throws -> [String] {
        let request = try await request()
        try await send(Array(Self.answer(to: request).utf8) + bytes)
        return request
    }

    static func answer(to request: [String]) -> String {
        let key = request.first { $0.hasPrefix("Sec-WebSocket-Key: ") }?.dropFirst(19) ?? ""
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\nConnection: keep-alive, Upgrade\r\n"
            + "Sec-WebSocket-Accept: \(Handshake.accept(for: String(key)))\r\n\r\n"
    }

    func send(_ bytes: [UInt8]) async throws {
        try await outbound.write(ByteBuffer(bytes: bytes))
    }

    /// Reads one frame of the client's, and unmasks it.
    func frame() async throws -> Frame {
        let head = try await read(2)
        #expect(head[1] & 0x80 != 0, "a client frame is masked")
        var length = Int(head[1] & 0x7F)
        if length >= 126 {
            length = try await read(length == 126 ? 2 : 8).reduce(0) { $0 << 8 | Int($1) }
        }
        let mask = try await read(4)
        let payload = try await read(length).enumerated().map { $1 ^ mask[$0 % 4] }
        return Frame(first: head[0], mask: mask, payload: payload)
    }

    /// Reads until the client closes.
    func end() async throws {
        while try await inbound.next() != nil {}
    }

    /// Passes everything on to a port of this machine and back, as a proxy's tunnel does, until one side ends.
    func relay(toPort port: Int) async throws {
        let server = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        try await server.executeThenClose { [outbound] fromServer, toServer in
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    for try await bytes in fromServer { try await outbound.write(bytes) }
                }
                while let bytes = try await inbound.next() { try await toServer.write(bytes) }
                group.cancelAll()
            }
        }
    }

    /// Closes with a reset.
    func reset() async throws {
        let socket = try #require(channel as? any SocketOptionProvider)
        try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close()
    }

    private func read(_ count: Int) async throws -> [UInt8] {
        while buffer.readableBytes < count {
            guard var next = try await inbound.next() else { throw Ended() }
            buffer.writeBuffer(&next)
        }
        return buffer.readBytes(length: count) ?? []
    }
}
