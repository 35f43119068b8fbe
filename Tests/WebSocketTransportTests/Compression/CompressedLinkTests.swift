import Testing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(5))) struct CompressedLinkTests {
    private static func answer(to request: [String], agreeing extensions: String) -> [UInt8] {
        // A line end is one Character.
        let plain = Peer.answer(to: request).dropLast()
        return Array("\(plain)Sec-WebSocket-Extensions: \(extensions)\r\n\r\n".utf8)
    }

    @Test("Messages are packed both ways once the server agrees; short ones go as they are")
    func bothWays() async throws {
        let long = String(repeating: #"{"type":"get_status"}"#, count: 50)
        try await ScriptedServer.run { peer in
            let request = try await peer.request()
            #expect(request.contains("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"))
            let agreed = "permessage-deflate; client_max_window_bits=10; client_no_context_takeover"
            try await peer.send(Self.answer(to: request, agreeing: agreed) + frame(0xC1, CompressionTests.hello))
            let short = try await peer.frame()
            #expect(short.first == 0x81 && short.text == "short")
            for _ in 0..<2 {
                let packed = try await peer.frame()
                #expect(packed.first == 0xC1 && packed.payload.count < 100)
                // What was packed without context is the same each time, and can be sent back.
                try await peer.send(frame(0xC1, packed.payload))
            }
            try await peer.send(closeFrame(1000))
            try await peer.end()
        } client: { port in
            try await withLink(port: port) { link in
                #expect(link.compression?.client == .init(windowBits: 10, keepsContext: false))
                try await link.send(text: "short")
                try await link.send(text: long)
                try await link.send(text: long)
                let (events, error) = await link.events.all()
                #expect(error == nil)
                let texts = ["Hello", long, long].map { WebSocketEvent.text(utf8($0)) }
                #expect(events == texts + [.closed(.normalClosure, reason: "")])
            }
        }
    }

    @Test("Switched off, it is neither offered nor taken")
    func off() async throws {
        var configuration = WebSocketConfiguration()
        configuration.compression = false
        try await ScriptedServer.run { peer in
            let request = try await peer.upgrade(with: frame(0xC1, CompressionTests.hello))
            #expect(!request.contains { $0.lowercased().hasPrefix("sec-websocket-extensions") })
            #expect(try await peer.frame().payload.prefix(2) == [0x03, 0xEA])
            try await peer.end()
        } client: { [configuration] port in
            let (events, error) = try await withLink(port: port, configuration: configuration) { await $0.events.all() }
            #expect(events.isEmpty)
            #expect(error?.description.contains("reserved bits") == true)
        }
    }
}
