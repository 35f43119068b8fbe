import NIOCore
import Synchronization
import Testing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(5))) struct MessageTests {
    @Test("Text goes out masked with a new key each time, and comes back")
    func echo() async throws {
        let masks = Mutex<[[UInt8]]>([])
        try await ScriptedServer.run { peer in
            try await peer.upgrade()
            for _ in 0..<3 {
                let received = try await peer.frame()
                #expect(received.first == 0x81)
                masks.withLock { $0.append(received.mask) }
                try await peer.send(frame(0x81, received.payload))
            }
            try await peer.end()
        } client: { port in
            try await withLink(port: port) { link in
                var events = link.events.makeAsyncIterator()
                for text in ["", "héllo", String(repeating: "x", count: 70_000)] {
                    try await link.send(text: text)
                    #expect(try await events.next() == .text(utf8(text)))
                }
            }
        }
        #expect(Set(masks.withLock { $0 }).count == 3)
    }

    @Test("What arrives in one write with the 101 is kept")
    func framesWithTheAnswer() async throws {
        try await ScriptedServer.run { peer in
            try await peer.upgrade(with: FrameTests.stream)
            try await peer.end()
        } client: { port in
            let (events, error) = try await withLink(port: port) { await $0.events.all() }
            #expect(error == nil)
            #expect(events.map(String.init(describing:)) == Self.expected.map(String.init(describing:)))
        }
    }

    private static let expected: [WebSocketEvent] = FrameTests.expected.compactMap { output in
        switch output {
        case .text(let bytes): .text(bytes)
        case .binary(let bytes): .binary(bytes)
        case .pong(let payload): .pong(payload)
        case .ping: nil
        case .close(let frame): .closed(frame.code, reason: frame.reason)
        }
    }

    @Test("The answer and frames behind it may be split at any byte")
    func anySplit() async throws {
        let frames = frame(0x81, "héllo") + frame(0x02, [1]) + frame(0x80, [2]) + closeFrame(1000, "ok")
        let length = Peer.answer(to: ["Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="]).utf8.count + frames.count
        let split = Mutex(1)
        try await ScriptedServer.run { peer in
            let bytes = Array(Peer.answer(to: try await peer.request()).utf8) + frames
            let place = split.withLock { $0 }
            try await peer.send(Array(bytes[..<place]))
            try await peer.send(Array(bytes[place...]))
            try await peer.end()
        } client: { port in
            for place in 1..<length {
                split.withLock { $0 = place }
                let (events, error) = try await withLink(port: port) { await $0.events.all() }
                #expect(error == nil, "split at \(place)")
                #expect(
                    events == [.text(utf8("héllo")), .binary([1, 2]), .closed(.normalClosure, reason: "ok")],
                    "split at \(place)")
            }
        }
    }

    @Test("Pings are answered with their payload, in order")
    func pings() async throws {
        try await ScriptedServer.run { peer in
            try await peer.upgrade(with: frame(0x89, "a") + frame(0x01, "x") + frame(0x89, "b") + frame(0x80, "y"))
            for payload in ["a", "b"] {
                let pong = try await peer.frame()
                #expect(pong.first == 0x8A && pong.text == payload)
            }
            try await peer.send(closeFrame(1000))
            try await peer.end()
        } client: { port in
            let (events, _) = try await withLink(port: port) { await $0.events.all() }
            #expect(events == [.text(utf8("xy")), .closed(.normalClosure, reason: "")])
        }
    }

    @Test("Our ping goes out, and its pong comes as an event")
    func ownPing() async throws {
        try await ScriptedServer.run { peer in
            try await peer.upgrade()
            let ping = try await peer.frame()
            #expect(ping.first == 0x89)
            try await peer.send(frame(0x8A, ping.payload))
            try await peer.end()
        } client: { port in
            try await withLink(port: port) { link in
                try await link.ping([1, 2, 3])
                var events = link.events.makeAsyncIterator()
                #expect(try await events.next() == .pong([1, 2, 3]))
            }
        }
    }

    @Test("A message above the limit fails the connection with 1009")
    func oversize() async throws {
        var configuration = WebSocketConfiguration()
        configuration.maximumMessageBytes = 1000
        try await ScriptedServer.run { [configuration] peer in
            #expect(configuration.maximumMessageBytes == 1000)
            try await peer.upgrade(with: frame(0x81, "ok") + [0x81, 126, 0x03, 0xE9])
            let close = try await peer.frame()
            #expect(close.first == 0x88 && close.payload.prefix(2) == [3, 0xF1])
            try await peer.end()
        } client: { [configuration] port in
            let (events, error) = try await withLink(port: port, configuration: configuration) { await $0.events.all() }
            #expect(events == [.text(utf8("ok"))])
            #expect(error?.typeName == "ProtocolError")
            #expect(error?.description.contains("1009 (message too big)") == true)
            #expect(error?.description.contains("1000 bytes") == true)
        }
    }

    @Test("While nobody takes events, the socket is not read; then everything arrives in order")
    func backPressure() async throws {
        let chunk = 64 * 1024
        let count = 640  // 40 MiB: far more than the socket's buffers and the watermark together.
        try await ScriptedServer.run { peer in
            try await peer.upgrade()
            let payload = [UInt8](repeating: 0, count: chunk - 4)
            for index in 0..<count {
                let number = (0..<4).map { UInt8(truncatingIfNeeded: index >> (24 - 8 * $0)) }
                try await peer.send(frame(0x82, number + payload))
            }
            try await peer.send(closeFrame(1000))
            try await peer.end()
        } client: { port in
            try await withLink(port: port) { link in
                let taken = try await ReadWatch.bytesUntilHeld(link)
                #expect(taken < 20 * 1024 * 1024, "\(taken) bytes were taken though nobody reads")
                var next = 0
                for try await event in link.events {
                    guard case .binary(let bytes) = event else { continue }
                    let number = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
                    try #require(number == next)
                    next += 1
                }
                #expect(next == count)
            }
        }
    }
}

/// Counts what a channel reads, until it is told to read no more.
private final class ReadWatch: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let handler: WebSocketHandler
    private let held: EventLoopPromise<Int>
    private var bytes = 0
    private var isOver = false

    private init(_ handler: WebSocketHandler, _ held: EventLoopPromise<Int>) {
        self.handler = handler
        self.held = held
    }

    static func bytesUntilHeld(_ link: NIOWebSocketLink) async throws -> Int {
        let channel = link.channel
        return try await channel.eventLoop.flatSubmit {
            let held = channel.eventLoop.makePromise(of: Int.self)
            let watch = ReadWatch(link.handler.value, held)
            do {
                try channel.pipeline.syncOperations.addHandler(watch, position: .first)
                watch.check()
            } catch {
                held.fail(error)
            }
            return held.futureResult
        }.get()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes += unwrapInboundIn(data).readableBytes
        context.fireChannelRead(data)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        context.fireChannelReadComplete()
        check()
    }

    private func check() {
        guard !isOver, !handler.isReading else { return }
        isOver = true
        held.succeed(bytes)
    }
}
