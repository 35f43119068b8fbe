import MonitoringMessages
import MonitoringWebSocketServer
import Testing
import WebSocketTransport

@Suite(.timeLimit(.minutes(5))) struct LimitTests {
    @Test("A full server refuses after the 101, as the published one does")
    func refusesWhenFull() async throws {
        try await withServer({ $0.limits.maximumClients = 1 }) { port in
            try await RawClient.upgraded(port: port) { _ in
                try await RawClient.with(port: port) { client in
                    try await client.upgrade()
                    let frame = try await client.frame()
                    #expect(frame.closeCode == 1008)
                    #expect(frame.closeReason == "Server at capacity")
                    try await client.send(0x88, Array(frame.payload.prefix(2)))
                    try await client.end()
                }
            }
        }
    }

    static let key: [UInt8] = [0, 0, 0, 0]
    static let giant = 1 << 40

    @Test(
        "A broken rule closes with its code, and no other client notices",
        arguments: [
            ("a giant frame", RawClient.header(0x81, length: giant), 1009),
            (
                "a giant message",
                RawClient.header(0x01, length: 65536) + .init(repeating: 0x20, count: 65536)
                    + RawClient.header(0x80, length: 1), 1009
            ),
            ("not masked", [0x81, 0x02, 0x7B, 0x7D], 1002),
            ("a reserved opcode", [0x83, 0x80] + key, 1002),
            ("a reserved bit", [0xC1, 0x80] + key, 1002),
            ("a fragmented ping", [0x09, 0x80] + key, 1002),
            ("a continuation of nothing", [0x80, 0x80] + key, 1002),
            ("a bad close code", [0x88, 0x82] + key + [0x03, 0xED], 1002),
            ("text that is not UTF-8", [0x81, 0x81] + key + [0xFF], 1007),
            ("too many frames", (0..<30).flatMap { _ in [0x8A, 0x80] + key }, 1008),
        ] as [(String, [UInt8], Int)])
    func closes(_ what: String, bytes: [UInt8], code: Int) async throws {
        try await withServer({
            $0.limits.maximumFramesPerSecond = 20
            $0.limits.closeTimeout = .milliseconds(50)
        }) { port in
            try await RawClient.upgraded(port: port) { bystander in
                try await RawClient.upgraded(port: port) { client in
                    try await client.send(bytes)
                    #expect(try await client.answer().closeCode == code)
                    try await client.end()
                }
                try await bystander.send(text: #"{"type":"ping"}"#)
                #expect(try await bystander.answer().text.contains("pong"))
            }
        }
    }

    @Test func answersACloseFrameAndClosesTheSocket() async throws {
        try await withServer { port in
            try await RawClient.upgraded(port: port) { client in
                try await client.send(0x88, [0x03, 0xE8])
                #expect(try await client.answer().closeCode == 1000)
                try await client.end()
            }
        }
    }

    @Test("A client that reads slowly gets the newest sample, not a queue of old ones")
    func slowReader() async throws {
        let (counts, count) = AsyncStream<Int>.makeStream()
        let source = CountingSource(padding: 64 * 1024) { count.yield($0) }
        try await withServer(source: source) { port in
            try await RawClient.upgraded(port: port) { client in
                let collected = 150
                for await number in counts where number == collected { break }
                let reader = MessageReader()
                var received = 0
                var newest = 0.0
                while newest < Double(collected) {
                    let frame = try await client.frame()
                    guard case .monitoringData(let sample) = try reader.read(frame.payload).message else { continue }
                    let number = try #require(sample.processor?.usagePercent)
                    #expect(number > newest, "in order")
                    newest = number
                    received += 1
                }
                // Two buffers of the kernel, one frame under way, and the newest.
                #expect(received < 20)
            }
        }
    }

    @Test("A client that sends commands and reads no answer is not read from any more")
    func commandsWithoutReading() async throws {
        try await withServer(source: CountingSource(padding: 1 << 20), { $0.limits.pongTimeout = .seconds(60) }) {
            port in
            try await RawClient.upgraded(port: port) { client in
                for _ in 0..<50 { try await client.send(text: #"{"type":"ping"}"#) }
                for _ in 0..<50 { #expect(try await client.answer().text.contains("pong")) }
            }
        }
    }

    @Test func dropsAClientThatDoesNotAnswerPings() async throws {
        try await withServer({
            $0.limits.pingInterval = .milliseconds(100)
            $0.limits.pongTimeout = .milliseconds(100)
        }) { port in
            try await RawClient.upgraded(port: port) { client in
                #expect(try await client.answer() == .init(first: 0x89, payload: []))
                try await client.end()
            }
        }
    }

    @Test func keepsAClientThatAnswersPings() async throws {
        try await withServer({
            $0.limits.pingInterval = .milliseconds(100)
            $0.limits.pongTimeout = .seconds(30)
        }) { port in
            try await RawClient.upgraded(port: port) { client in
                for _ in 0..<4 {
                    #expect(try await client.answer() == .init(first: 0x89, payload: []))
                    try await client.send(0x8A, [])
                }
            }
        }
    }

    @Test("A connection without a whole request ends", arguments: ["", "GET / HTTP/1.1\r\nHost: x\r\n"])
    func handshakeTimeout(_ text: String) async throws {
        try await withServer({ $0.limits.handshakeTimeout = .milliseconds(500) }) { port in
            try await RawClient.with(port: port) { client in
                // On a busy machine the end may come before the text is out.
                if !text.isEmpty { try? await client.send(Array(text.utf8)) }
                try await client.end()
            }
        }
    }

    @Test("A flood of silent connections is cut off, and harms no client")
    func flood() async throws {
        try await withServer({ $0.limits.maximumUnadmitted = 5 }) { port in
            try await RawClient.upgraded(port: port) { client in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    // One that is cut off before it is set up here fails instead of ending: that is cut off too.
                    for _ in 0..<50 { group.addTask { try? await RawClient.with(port: port) { try await $0.end() } } }
                    // The five that are let in wait for their handshake.
                    for _ in 0..<45 { try await group.next() }
                    try await client.send(text: #"{"type":"ping"}"#)
                    #expect(try await client.answer().text.contains("pong"))
                    group.cancelAll()
                    while let _ = await group.nextResult() {}
                }
                // There is room again as soon as the server has seen them go.
                var isLetIn = false
                while !isLetIn { isLetIn = (try? await RawClient.upgraded(port: port) { _ in true }) ?? false }
            }
        }
    }
}
