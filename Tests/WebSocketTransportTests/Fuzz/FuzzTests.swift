import NIOCore
import Testing
import TransportFuzzing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(2))) struct FuzzTests {
    @Test(
        "No bytes break a parser or its rules, whichever way they are split", arguments: ParserFuzzing.Subject.allCases)
    func anyBytes(subject: ParserFuzzing.Subject) {
        for seed in 0..<500 as Range<UInt64> {
            var inputs = FuzzInputs(seed: seed)
            let input = inputs.make(for: subject)
            do {
                try ParserFuzzing.run(input)
            } catch {
                Issue.record("\(error): seed \(seed), \(input)")
            }
        }
    }

    @Test("The inputs reach what they are for: messages, violations, answers, URIs")
    func reach() {
        var reached: Set<String> = []
        for seed in 0..<300 as Range<UInt64> {
            var inputs = FuzzInputs(seed: seed)
            do {
                let bytes = Array(inputs.make(for: .compressedFrames).dropFirst(2))
                let outputs = try CompressionTests.outputs(of: [bytes], limit: ParserFuzzing.limit)
                reached.formUnion(outputs.map { String("\($0)".prefix { $0 != "(" }) })
            } catch {
                reached.insert("\(error.code.rawValue)")
            }
            var response = ByteBuffer(bytes: inputs.make(for: .response).dropFirst(2))
            var parser = HTTPResponseHeadParser()
            if let head = try? parser.receive(&response) { reached.insert(head.status == 101 ? "101" : "other") }
            let text = String(decoding: inputs.make(for: .location).dropFirst(2), as: UTF8.self)
            if (try? WebSocketURI(parsing: text)) != nil { reached.insert("uri") }
        }
        #expect(
            reached.isSuperset(of: [
                "text", "binary", "ping", "pong", "close", "1002", "1007", "1009", "101", "other", "uri",
            ]), "\(reached)")
    }
}

/// Inputs that begin as what a subject reads and are then damaged: random bytes alone would not get far.
private struct FuzzInputs {
    private var generator: SeededGenerator

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func make(for subject: ParserFuzzing.Subject) -> [UInt8] {
        var bytes: [UInt8] =
            switch subject {
            case .frames, .compressedFrames, .forgetfulFrames: frames(isMasked: false)
            case .maskedFrames: frames(isMasked: true)
            case .response: response()
            case .extensions: Array(parts.shuffled(using: &generator).prefix(number(6)).joined().utf8)
            case .location: Array(location().utf8)
            }
        for _ in 0..<(chance(2) ? 0 : number(4)) where !bytes.isEmpty {
            let place = number(bytes.count)
            switch number(3) {
            case 0: bytes[place] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: bytes.remove(at: place)
            default: bytes.insert(UInt8.random(in: .min ... .max, using: &generator), at: place)
            }
        }
        return [subject.rawValue, UInt8.random(in: .min ... .max, using: &generator)] + bytes
    }

    private mutating func number(_ count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

    private mutating func chance(_ of: Int) -> Bool { number(of) == 0 }

    private mutating func frames(isMasked: Bool) -> [UInt8] {
        (0...number(5)).flatMap { _ in frame(isMasked: isMasked) }
    }

    private mutating func frame(isMasked: Bool) -> [UInt8] {
        let firsts: [UInt8] = [0x81, 0x82, 0x89, 0x8A, 0x88, 0xC1, 0xC2, 0x41, 0x01, 0x00, 0x80]
        let first = chance(20) ? UInt8.random(in: .min ... .max, using: &generator) : firsts[number(firsts.count)]
        let payload = payload(of: first)
        var head = WebSocketTransportTests.frame(first, payload).dropLast(payload.count)
        // A length in the wrong form, once in a while.
        if chance(30), payload.count < 126 { head = [first, 126, 0, UInt8(payload.count)] }
        guard isMasked else { return head + payload }
        head[1] |= 0x80
        let mask = (0..<4).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        return head + mask + payload.enumerated().map { $1 ^ mask[$0 % 4] }
    }

    private mutating func payload(of first: UInt8) -> [UInt8] {
        if first == 0x88 { return chance(3) ? [] : [0x03, UInt8(0xE6 + number(10))] + Array("bye".utf8) }
        if first & 0x40 != 0 {
            let repeated = String(repeating: "monitoring é€😀 ", count: 1 + number(400))
            let packed = MessageDeflater(.init()).deflate(ByteBuffer(string: repeated))
            return packed.map { Array($0.readableBytesView) } ?? CompressionTests.hello
        }
        let texts = ["", "a", "é€😀", String(repeating: "x", count: 120), String(repeating: "é", count: 900)]
        return chance(4)
            ? (0..<number(60)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            : Array(texts[number(first & 0x08 != 0 ? 3 : texts.count)].utf8)
    }

    private mutating func response() -> [UInt8] {
        let lines = [
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=",
            "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10", "Location: /x",
            "Sec-WebSocket-Protocol: chat", "Sec-WebSocket-Version: 8", "X: \u{1B}[2J", "Retry-After: 99999999999",
        ]
        let status = ["HTTP/1.1 101 Switching Protocols", "HTTP/1.1 302 Found", "HTTP/1.0 503", "HTTP/1.1 "][number(4)]
        let chosen = lines.shuffled(using: &generator).prefix(number(lines.count + 1))
        return Array(([status] + chosen + ["", "rest"]).joined(separator: "\r\n").utf8)
    }

    private let parts = [
        "permessage-deflate", "; ", ";", "=", "\"10\"", "12", "server_max_window_bits", "client_no_context_takeover",
        ",",
        " ", "\"", "server_max_window_bits=15", "permessage-deflate; client_max_window_bits=9",
    ]

    private mutating func location() -> String {
        let scheme = ["ws://", "wss://", "http://", "//", "", "ftp://"][number(6)]
        let user = ["", "", "user:pass@", "a%40b:@"][number(4)]
        let host = ["h", "a.test", "[::1]", "10.0.0.1", "[fe80::1%25eth0]", "é"][number(6)]
        let port = ["", ":8765", ":", ":99999"][number(4)]
        let path = ["", "/", "/a/../b", "/%zz?token=x", "?q=1", "/é#f", "../.."][number(7)]
        return scheme + (scheme.hasSuffix("//") ? user + host + port : "") + path
    }
}
