import NIOCore
import Synchronization
import Testing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(5))) struct BackPressureTests {
    /// Of each test, far more than may be on the way.
    private static let totalBytes = 32 << 20
    /// What the kernel may hold at either end; it doubles them.
    private static let socketBufferBytes = 64 << 10

    /// How far the sender has come.
    private struct Sent {
        var bytes = 0
        var isAll = false
    }

    @Test(
        "While nobody takes messages the socket is not read and the sender has to wait, and nothing is lost",
        arguments: [1 << 10, 64 << 10, 1 << 20])
    func senderWaits(messageBytes: Int) async throws {
        let count = Self.totalBytes / messageBytes
        let perWrite = max(1, (64 << 10) / messageBytes)
        let sent = Mutex(Sent())
        let isReady = Signal()
        try await ScriptedServer.run { peer in
            try await peer.upgrade()
            try await Self.setBuffer(.so_sndbuf, of: peer.channel)
            await isReady.wait()
            for start in stride(from: 0, to: count, by: perWrite) {
                let block = (start..<start + perWrite).flatMap { frame(0x82, Self.message($0, messageBytes)) }
                // Until the kernel has taken all of it.
                try await peer.channel.writeAndFlush(ByteBuffer(bytes: block))
                sent.withLock { $0.bytes += block.count }
            }
            sent.withLock { $0.isAll = true }
            try await peer.send(closeFrame(1000))
            try await peer.end()
        } client: { port in
            try await withLink(port: port) { link in
                try await Self.setBuffer(.so_rcvbuf, of: link.channel)
                isReady.fire()
                var batches = link.batches.makeAsyncIterator()
                while try await Self.isReading(link), !sent.withLock({ $0.isAll }) {}
                // Until the sender has come to rest: both of the sockets' buffers are full.
                var bytes = -1
                while sent.withLock({ $0.bytes }) != bytes {
                    bytes = sent.withLock { $0.bytes }
                    for _ in 0..<1000 { _ = try await Self.isReading(link) }
                }
                #expect(!sent.withLock { $0.isAll })
                // Four rounds of reading with the rest of a message each, and what the sockets have in hand.
                let most = 4 * ((256 << 10) + messageBytes) + 4 * Self.socketBufferBytes
                #expect(bytes <= most, "\(bytes) of at most \(most)")

                var next = 0
                while let batch = try await batches.next() {
                    for case .binary(let bytes) in batch {
                        #expect(Array(bytes) == Self.message(next, messageBytes))
                        next += 1
                    }
                }
                #expect(next == count)
            }
        }
    }

    private static func isReading(_ link: NIOWebSocketLink) async throws -> Bool {
        try await link.channel.eventLoop.submit { link.handler.value.isReading }.get()
    }

    private static func setBuffer(_ name: NIOBSDSocket.Option, of channel: any Channel) async throws {
        try await channel.setOption(.socketOption(name), value: SocketOptionValue(socketBufferBytes)).get()
    }

    /// Tells its place in the order.
    private static func message(_ number: Int, _ count: Int) -> [UInt8] {
        let digits = Array("\(number) ".utf8)
        return digits + [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: count - digits.count)
    }
}
