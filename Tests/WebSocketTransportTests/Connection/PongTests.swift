import NIOCore
import NIOEmbedded
import Testing

@testable import WebSocketTransport

/// A socket that takes nothing until told: keeps writes and their promises.
private final class StuckSocket: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    private(set) var writes: [ByteBuffer] = []
    private var promises: [EventLoopPromise<Void>] = []

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        writes.append(unwrapOutboundIn(data))
        promises += promise.map { [$0] } ?? []
    }

    func complete() {
        let promises = promises
        self.promises = []
        for promise in promises {
            promise.succeed()
        }
    }
}

@Suite struct PongTests {
    @Test("While a pong cannot be written only the newest ping is kept")
    func newestPong() throws {
        try withStuckSocket { channel, socket in
            for ping in ["1", "2", "3"] {
                try channel.writeInbound(ByteBuffer(bytes: frame(0x89, ping)))
            }
            #expect(try payloads(socket.writes) == ["1"])
            socket.complete()
            #expect(try payloads(socket.writes) == ["1", "3"])
            socket.complete()
            try channel.writeInbound(ByteBuffer(bytes: frame(0x89, "4")))
            #expect(try payloads(socket.writes) == ["1", "3", "4"])
            socket.complete()
        }
    }

    @Test("A flood of pings, answered by a peer that reads nothing, keeps two pongs and no more")
    func flood() throws {
        try withStuckSocket { channel, socket in
            // In one read and in many.
            for _ in 0..<100 {
                try channel.writeInbound(ByteBuffer(bytes: (0..<1000).flatMap { frame(0x89, "\($0)") }))
            }
            #expect(try payloads(socket.writes) == ["0"])
            socket.complete()
            #expect(try payloads(socket.writes) == ["0", "999"])
            socket.complete()
            #expect(socket.writes.count == 2)
        }
    }

    private func withStuckSocket(_ body: (EmbeddedChannel, StuckSocket) throws -> Void) throws {
        let channel = EmbeddedChannel()
        let socket = StuckSocket()
        try channel.pipeline.syncOperations.addHandlers([
            socket, WebSocketHandler(queue: BatchQueue(channel: channel), configuration: .init()),
        ])
        try body(channel, socket)
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    private func payloads(_ writes: [ByteBuffer]) throws -> [String] {
        try writes.map { bytes in
            var parser = FrameParser(role: .server, maximumFrameBytes: 125)
            parser.append(bytes)
            let piece = try #require(try parser.next())
            #expect(piece.opcode == .pong)
            return String(decoding: piece.payload, as: UTF8.self)
        }
    }
}
