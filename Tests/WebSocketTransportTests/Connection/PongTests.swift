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
        let channel = EmbeddedChannel()
        let socket = StuckSocket()
        let events = NIOWebSocketEvents.Batches.makeSequence(
            backPressureStrategy: .init(lowWatermark: 1, highWatermark: 2), finishOnDeinit: true,
            delegate: ReadDemand(channel: channel))
        try channel.pipeline.syncOperations.addHandlers([
            socket, WebSocketHandler(source: events.source, configuration: .init()),
        ])
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
        _ = try channel.finish(acceptAlreadyClosed: true)
    }

    private func payloads(_ writes: [ByteBuffer]) throws -> [String] {
        try writes.map { bytes in
            var parser = FrameParser(role: .server, maximumFrameBytes: 125)
            parser.append(bytes)
            let piece = try #require(try parser.next())
            #expect(piece.opcode == .pong)
            return String(buffer: piece.payload)
        }
    }
}
