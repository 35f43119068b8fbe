import NIOCore
import Testing

@testable import WebSocketTransport

@Suite struct FrameTests {
    struct Violation: CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var code: WebSocketCloseCode
        var testDescription: String { name }
    }

    static let violations: [Violation] = [
        .init(name: "RSV1", bytes: frame(0xC1, "a"), code: .protocolError),
        .init(name: "RSV2", bytes: frame(0xA1, "a"), code: .protocolError),
        .init(name: "RSV3", bytes: frame(0x91, "a"), code: .protocolError),
        .init(name: "opcode 3", bytes: frame(0x83, "a"), code: .protocolError),
        .init(name: "opcode 7", bytes: frame(0x87, "a"), code: .protocolError),
        .init(name: "opcode 11", bytes: frame(0x8B, "a"), code: .protocolError),
        .init(name: "opcode 15", bytes: frame(0x8F, "a"), code: .protocolError),
        .init(name: "masked", bytes: [0x81, 0x81, 1, 2, 3, 4, 5], code: .protocolError),
        .init(name: "fragmented ping", bytes: frame(0x09, ""), code: .protocolError),
        .init(name: "long ping", bytes: [0x89, 126, 0, 126], code: .protocolError),
        .init(name: "very long close", bytes: [0x88, 127], code: .protocolError),
        .init(name: "125 in 16 bits", bytes: [0x81, 126, 0, 125], code: .protocolError),
        .init(name: "65535 in 64 bits", bytes: [0x81, 127, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], code: .protocolError),
        .init(name: "top bit of the length", bytes: [0x81, 127, 0x80, 0, 0, 0, 0, 0, 0, 0], code: .protocolError),
        .init(
            name: "largest length", bytes: [0x82, 127, 0x7F] + [UInt8](repeating: 0xFF, count: 7), code: .messageTooBig),
        .init(name: "one above the limit", bytes: [0x82, 126, 4, 1], code: .messageTooBig),
        .init(
            name: "limit over fragments",
            bytes: frame(0x02, [UInt8](repeating: 0, count: 1000)) + [0x80, 25], code: .messageTooBig),
        .init(name: "continuation of nothing", bytes: frame(0x80, "a"), code: .protocolError),
        .init(name: "continuation after an end", bytes: frame(0x81, "a") + frame(0x80, "a"), code: .protocolError),
        .init(name: "text inside a message", bytes: frame(0x01, "a") + frame(0x81, "b"), code: .protocolError),
        .init(name: "binary inside a message", bytes: frame(0x01, "a") + frame(0x02, "b"), code: .protocolError),
        .init(name: "invalid text", bytes: frame(0x81, [0xC3, 0x28]), code: .invalidPayloadData),
        .init(name: "text cut inside a character", bytes: frame(0x81, [0x61, 0xC3]), code: .invalidPayloadData),
        .init(
            name: "fragments cut inside a character",
            bytes: frame(0x01, [0xE2, 0x82]) + frame(0x80, []), code: .invalidPayloadData),
        .init(name: "first half of a bad text", bytes: [0x01, 100, 0x61, 0xFF], code: .invalidPayloadData),
        .init(name: "close of one byte", bytes: frame(0x88, [3]), code: .protocolError),
        .init(name: "close with a bad reason", bytes: frame(0x88, [3, 0xE8, 0xFF]), code: .invalidPayloadData),
    ]

    @Test("The peer's mistakes have their codes, however the bytes are split", arguments: violations)
    func violates(_ violation: Violation) {
        for chunks in [[violation.bytes], violation.bytes.map { [$0] }] {
            let error = #expect(throws: ProtocolViolation.self) { try outputs(of: chunks, limit: 1024) }
            #expect(error?.code == violation.code)
        }
    }

    static let stream: [UInt8] = [
        frame(0x81, ""), frame(0x81, "héllo"), frame(0x02, [1, 2]), frame(0x89, "p"), frame(0x00, ""), frame(0x80, [3]),
        frame(0x01, [0xE2]), frame(0x8A, "q"), frame(0x80, [0x82, 0xAC]),
        frame(0x82, [UInt8](repeating: 7, count: 126)), frame(0x82, [UInt8](repeating: 8, count: 65_536)),
        closeFrame(1001, "bye"),
    ].flatMap { $0 }

    static let expected: [MessageAssembler.Output] = [
        .text([]), .text(utf8("héllo")), .ping(Array("p".utf8)), .binary([1, 2, 3]), .pong(Array("q".utf8)),
        .text(utf8("€")), .binary(ArraySlice(repeating: 7, count: 126)),
        .binary(ArraySlice(repeating: 8, count: 65_536)), .close(CloseFrame(code: .goingAway, reason: "bye")),
    ]

    @Test("Splitting the stream changes nothing", arguments: [1, 2, 3, 7, 64, 1000, 100_000])
    func anySplit(size: Int) throws {
        let chunks = stride(from: 0, to: Self.stream.count, by: size).map {
            Array(Self.stream[$0..<min($0 + size, Self.stream.count)])
        }
        #expect(try outputs(of: chunks) == Self.expected)
    }

    @Test("A peer that always stops inside a header costs no memory")
    func headersInPieces() throws {
        var parser = FrameParser(role: .client, maximumFrameBytes: 1024)
        let message = frame(0x82, [UInt8](repeating: 7, count: 1000))
        parser.append(ByteBuffer(bytes: message.prefix(1)))
        for _ in 0..<100 {
            parser.append(ByteBuffer(bytes: message.dropFirst() + message.prefix(1)))
            while try parser.next() != nil {}
        }
        let unread = try #require(Mirror(reflecting: parser).descendant("unread") as? ByteBuffer)
        let bytes = try #require(Mirror(reflecting: parser).descendant("bytes") as? [UInt8])
        #expect(unread.capacity + bytes.capacity < 10_000)
    }

    @Test("A message keeps no more alive than some tens of kilobytes that came with it")
    func sharedMemory() throws {
        let messages = try outputs(of: [Array(repeatElement(frame(0x81, "text"), count: 100_000).joined())])
        #expect(messages == Array(repeating: .text(utf8("text")), count: 100_000))
        for case .text(let bytes) in messages { #expect(bytes.endIndex < 64 * 1024) }
    }

    @Test("A message of exactly the limit is accepted")
    func limit() throws {
        let bytes = frame(0x02, [UInt8](repeating: 0, count: 1000)) + frame(0x80, [UInt8](repeating: 0, count: 24))
        #expect(try outputs(of: [bytes], limit: 1024) == [.binary(ArraySlice(repeating: 0, count: 1024))])
    }

    @Test("Every close code is accepted or not as RFC 6455 and the registry say")
    func closeCodes() {
        let legal = Set<UInt16>([1000, 1001, 1002, 1003] + Array(1007...1014) + Array(3000...4999))
        for code in UInt16.min...UInt16.max {
            let payload = [UInt8(code >> 8), UInt8(code & 0xFF)]
            let isAccepted = (try? CloseFrame(parsing: payload)) != nil
            if isAccepted != legal.contains(code) {
                Issue.record("close code \(code): accepted \(isAccepted)")
            }
        }
    }

    @Test func emptyClose() throws {
        #expect(try CloseFrame(parsing: []) == CloseFrame(code: nil))
        #expect(CloseFrame(code: nil).payload.readableBytes == 0)
    }

    @Test("A long reason is cut between characters")
    func longReason() throws {
        let payload = CloseFrame(code: .normalClosure, reason: String(repeating: "€", count: 100)).payload
        #expect(payload.readableBytes == 2 + 41 * 3)
        let parsed = try CloseFrame(parsing: Array(payload.readableBytesView))
        #expect(parsed.reason == String(repeating: "€", count: 41))
    }

    @Test(
        "Client frames carry the key and are masked with it; server frames are not",
        arguments: [0, 5, 125, 126, 65_535, 65_536])
    func writing(length: Int) throws {
        let payload = (0..<length).map { UInt8(truncatingIfNeeded: $0) }
        var server = FrameWriter(role: .server, generator: FixedGenerator(value: 0))
        var plain = ByteBuffer()
        server.write(.binary, payload: ByteBuffer(bytes: payload), into: &plain)
        #expect(Array(plain.readableBytesView) == frame(0x82, payload))

        var client = FrameWriter(role: .client, generator: FixedGenerator(value: 0x0102_0304_0506_0708))
        var masked = ByteBuffer()
        client.write(.binary, payload: ByteBuffer(bytes: payload), into: &masked)
        #expect(masked.readableBytes == plain.readableBytes + 4)
        if length == 5 {
            let key = Array(masked.readableBytesView.dropFirst(2).prefix(4))
            #expect(key == [5, 6, 7, 8])
            #expect(Array(masked.readableBytesView.dropFirst(6)) == [5, 7, 5, 11, 1])
        }
        var parser = FrameParser(role: .server, maximumFrameBytes: 1 << 20)
        var received: [UInt8] = []
        for byte in masked.readableBytesView {
            parser.append(ByteBuffer(bytes: [byte]))
            while let piece = try parser.next() {
                received.append(contentsOf: piece.payload)
            }
        }
        #expect(received == payload)
    }

    @Test func serverRejectsUnmasked() {
        var parser = FrameParser(role: .server, maximumFrameBytes: 1024)
        parser.append(ByteBuffer(bytes: frame(0x81, "a")))
        let error = #expect(throws: ProtocolViolation.self) { try parser.next() }
        #expect(error?.code == .protocolError)
    }
}
