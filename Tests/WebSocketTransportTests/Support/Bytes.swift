import NIOCore

@testable import WebSocketTransport

/// A server's frame; `first` is FIN, reserved bits and opcode.
func frame(_ first: UInt8, _ payload: [UInt8]) -> [UInt8] {
    switch payload.count {
    case ...125: [first, UInt8(payload.count)] + payload
    case ...0xFFFF: [first, 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)] + payload
    default: [first, 127] + (0..<8).map { UInt8(truncatingIfNeeded: payload.count >> (56 - 8 * $0)) } + payload
    }
}

func frame(_ first: UInt8, _ text: String) -> [UInt8] {
    frame(first, Array(text.utf8))
}

/// A server's close frame.
func closeFrame(_ code: UInt16, _ reason: String = "") -> [UInt8] {
    frame(0x88, [UInt8(code >> 8), UInt8(code & 0xFF)] + Array(reason.utf8))
}

/// A text as events have it.
func utf8(_ text: String) -> ArraySlice<UInt8> {
    Array(text.utf8)[...]
}

/// What a client makes of bytes that arrive in pieces.
func outputs(
    of chunks: [[UInt8]], limit: Int = 1 << 20, fragments: Int = MessageAssembler.maximumFragments
) throws(ProtocolViolation) -> [MessageAssembler.Output] {
    var parser = FrameParser(role: .client, maximumFrameBytes: limit)
    var assembler = MessageAssembler(maximumMessageBytes: limit, maximumFragments: fragments)
    var outputs: [MessageAssembler.Output] = []
    for chunk in chunks {
        parser.append(ByteBuffer(bytes: chunk))
        while let piece = try parser.next() {
            if let output = try assembler.receive(piece) {
                outputs.append(output)
            }
        }
    }
    return outputs
}

/// The same number again and again.
struct FixedGenerator: RandomNumberGenerator {
    var value: UInt64
    mutating func next() -> UInt64 { value }
}
