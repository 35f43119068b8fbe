import NIOCore
import Testing

@testable import WebSocketTransport

@Suite struct CompressionTests {
    /// What a client that agreed on compression makes of bytes that arrive in pieces.
    static func outputs(
        of chunks: [[UInt8]], server: PerMessageDeflate.Direction = .init(), limit: Int = 1 << 20
    ) throws(ProtocolViolation) -> [MessageAssembler.Output] {
        var parser = FrameParser(role: .client, maximumFrameBytes: limit, allowsCompression: true)
        var assembler = MessageAssembler(maximumMessageBytes: limit, compression: server)
        var outputs: [MessageAssembler.Output] = []
        for chunk in chunks {
            parser.append(ByteBuffer(bytes: chunk))
            while let piece = try parser.next() {
                if let output = try assembler.receive(piece) { outputs.append(output) }
            }
        }
        return outputs
    }

    /// "Hello", as RFC 7692 section 7.2.3.1 packs it.
    static let hello: [UInt8] = [0xF2, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00]

    static let examples: [(name: String, bytes: [UInt8], texts: [String])] = [
        ("7.2.3.1: one block", frame(0xC1, hello), ["Hello"]),
        ("7.2.3.1: fragments", frame(0x41, [0xF2, 0x48, 0xCD]) + frame(0x80, [0xC9, 0xC9, 0x07, 0x00]), ["Hello"]),
        (
            "7.2.3.2: a second message refers to the first",
            frame(0xC1, hello) + frame(0xC1, [0xF2, 0x00, 0x11, 0x00, 0x00]), ["Hello", "Hello"]
        ),
        (
            "7.2.3.3: a block without compression",
            frame(0xC1, [0x00, 0x05, 0x00, 0xFA, 0xFF, 0x48, 0x65, 0x6C, 0x6C, 0x6F, 0x00]), ["Hello"]
        ),
        (
            "7.2.3.4: a final block",
            frame(0xC1, [0xF3, 0x48, 0xCD, 0xC9, 0xC9, 0x07, 0x00, 0x00]) + frame(0xC1, hello), ["Hello", "Hello"]
        ),
        (
            "7.2.3.5: two blocks",
            frame(0xC1, [0xF2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xCA, 0xC9, 0xC9, 0x07, 0x00]), ["Hello"]
        ),
        ("7.2.3.6: nothing", frame(0xC1, [0x00]), [""]),
        (
            "a message as it is between two", frame(0xC1, hello) + frame(0x81, "a") + frame(0xC1, hello),
            ["Hello", "a", "Hello"]
        ),
    ]

    @Test("The examples of RFC 7692, whole and byte by byte", arguments: examples.indices)
    func example(index: Int) throws {
        let example = Self.examples[index]
        let expected = example.texts.map { MessageAssembler.Output.text(utf8($0)) }
        #expect(try Self.outputs(of: [example.bytes]) == expected, "\(example.name)")
        #expect(try Self.outputs(of: example.bytes.map { [$0] }) == expected, "\(example.name)")
    }

    @Test("Without context takeover a message cannot refer to the one before")
    func noContext() {
        let error = #expect(throws: ProtocolViolation.self) {
            try Self.outputs(
                of: [frame(0xC1, Self.hello) + frame(0xC1, [0xF2, 0x00, 0x11, 0x00, 0x00])],
                server: .init(windowBits: 15, keepsContext: false))
        }
        #expect(error?.code == .invalidPayloadData)
    }

    static let violations: [FrameTests.Violation] = [
        .init(name: "RSV1 on a ping", bytes: frame(0xC9, ""), code: .protocolError),
        .init(name: "RSV1 on a close", bytes: frame(0xC8, ""), code: .protocolError),
        .init(name: "RSV1 on a continuation", bytes: frame(0x41, hello) + frame(0xC0, ""), code: .protocolError),
        .init(name: "RSV2", bytes: frame(0xA1, "a"), code: .protocolError),
        .init(name: "RSV1 and RSV3", bytes: frame(0xD1, hello), code: .protocolError),
        .init(name: "no DEFLATE block", bytes: frame(0xC1, [0xFF, 0xFF]), code: .invalidPayloadData),
        .init(name: "not even an empty block", bytes: frame(0xC1, ""), code: .invalidPayloadData),
        .init(name: "cut inside a block", bytes: frame(0xC1, [0xF2, 0x48]), code: .invalidPayloadData),
        // "\u{FF}" in a stored block, and the message goes on.
        .init(
            name: "not UTF-8, before the end", bytes: frame(0x41, [0x00, 0x01, 0x00, 0xFE, 0xFF, 0xFF]),
            code: .invalidPayloadData),
        .init(
            name: "UTF-8 cut at the end", bytes: frame(0xC1, [0x00, 0x01, 0x00, 0xFE, 0xFF, 0xC3, 0x00]),
            code: .invalidPayloadData),
    ]

    @Test("Broken rules have their codes, however the bytes are split", arguments: violations)
    func violates(_ violation: FrameTests.Violation) {
        for chunks in [[violation.bytes], violation.bytes.map { [$0] }] {
            let error = #expect(throws: ProtocolViolation.self) { try Self.outputs(of: chunks) }
            #expect(error?.code == violation.code)
        }
    }

    private static func pack(_ message: [UInt8]) throws -> [UInt8] {
        let packed = try #require(MessageDeflater(.init()).deflate(ByteBuffer(bytes: message)))
        return Array(packed.readableBytesView)
    }

    @Test("A message may unpack to the limit, and not to a byte more")
    func limit() throws {
        let limit = 100_000
        let zeros = [UInt8](repeating: 0, count: limit)
        #expect(try Self.outputs(of: [frame(0xC2, Self.pack(zeros))], limit: limit) == [.binary(zeros[...])])
        // Fragments count together.
        let half = frame(0x42, try Self.pack(zeros)) + frame(0x80, [0x02])
        for bytes in [frame(0xC2, try Self.pack(zeros + [0])), half + half] {
            let error = #expect(throws: ProtocolViolation.self) { try Self.outputs(of: [bytes], limit: limit) }
            #expect(error?.code == .messageTooBig || error?.code == .invalidPayloadData)
        }
    }

    @Test("A bomb is noticed before it has unpacked much more than the limit")
    func bomb() throws {
        // 64 MiB of zeros pack to 64 KiB.
        let bytes = try Self.pack([UInt8](repeating: 0, count: 1 << 26))
        #expect(bytes.count < 1 << 17)
        var unpacked = 0
        let inflater = try MessageInflater(.init())
        let error = #expect(throws: ProtocolViolation.self) {
            try inflater.inflate(bytes[...], endsMessage: true) { chunk throws(ProtocolViolation) in
                unpacked += chunk.count
                guard unpacked <= 1 << 20 else { throw .messageTooBig(limit: 1 << 20) }
            }
        }
        #expect(error?.code == .messageTooBig)
        #expect(unpacked < 1 << 21)
    }

    @Test(
        "What is packed is unpacked again, with and without context, at any window",
        arguments: [8, 9, 12, 15], [true, false])
    func roundTrip(windowBits: Int, keepsContext: Bool) throws {
        let direction = PerMessageDeflate.Direction(windowBits: windowBits, keepsContext: keepsContext)
        let deflater = MessageDeflater(direction)
        var generator = SeededGenerator(seed: 1)
        let samples: [[UInt8]] = [
            Array("short".utf8), Array(String(repeating: #"{"type":"monitoring_data"}"#, count: 40).utf8),
            (0..<5000).map { _ in UInt8.random(in: .min ... .max, using: &generator) },
            [UInt8](repeating: 7, count: 200_000),
            Array(String(repeating: #"{"type":"monitoring_data"}"#, count: 40).utf8),
        ]
        var bytes: [UInt8] = []
        var packedCount = 0
        for sample in samples {
            let packed = deflater.deflate(ByteBuffer(bytes: sample))
            packedCount += packed == nil ? 0 : 1
            bytes += packed.map { frame(0xC2, Array($0.readableBytesView)) } ?? frame(0x82, sample)
        }
        // zlib has no window of 256 bytes; what is short or random goes as it is.
        #expect(packedCount == (windowBits == 8 ? 0 : 3))
        #expect(try Self.outputs(of: [bytes], server: direction) == samples.map { .binary($0[...]) })
    }
}
