import NIOCore
import WebSocketTransport

/// Frames and messages.
struct FrameFuzzing {
    var role: Role
    /// nil when compression was not agreed on.
    var compression: PerMessageDeflate.Direction?

    private struct Reading {
        var outputs: [MessageAssembler.Output] = []
        var violation: ProtocolViolation?
    }

    func run(_ bytes: [UInt8], size: Int) throws(ParserFuzzing.Finding) {
        let whole = read([bytes])
        let split = read(ParserFuzzing.pieces(of: bytes, size: size))
        try ParserFuzzing.check(whole.outputs == split.outputs, "splitting the stream changes what is read")
        // A message that is both too large when unpacked and no text is the one or the other, as it arrives.
        let codes = [whole, split].map { $0.violation?.code }
        let isEither = codes.allSatisfy { $0 == .messageTooBig || $0 == .invalidPayloadData }
        try ParserFuzzing.check(
            codes[0] == codes[1] || (compression != nil && isEither), "splitting the stream changes its violation")
        for output in whole.outputs { try check(output) }
        if let violation = whole.violation {
            try ParserFuzzing.check(
                violation.code.maySend && !violation.detail.isEmpty, "a violation has no code or no words")
        }
    }

    private func check(_ output: MessageAssembler.Output) throws(ParserFuzzing.Finding) {
        switch output {
        case .text(let bytes):
            try ParserFuzzing.check(bytes.count <= ParserFuzzing.limit, "a text above the limit")
            try ParserFuzzing.check(String(validating: bytes, as: UTF8.self) != nil, "a text that is not UTF-8")
        case .binary(let bytes):
            try ParserFuzzing.check(bytes.count <= ParserFuzzing.limit, "a message above the limit")
        case .ping(let payload), .pong(let payload):
            try ParserFuzzing.check(payload.count <= FrameParser.maximumControlBytes, "a control frame above its limit")
        case .close(let frame):
            try ParserFuzzing.check(frame.code?.maySend ?? true, "a close code that may not be sent")
            try ParserFuzzing.check(
                (try? CloseFrame(parsing: Array(frame.payload.readableBytesView))) == frame, "a close frame is not kept"
            )
        }
    }

    private func read(_ pieces: [[UInt8]]) -> Reading {
        var parser = FrameParser(
            role: role, maximumFrameBytes: ParserFuzzing.limit, allowsCompression: compression != nil)
        var assembler = MessageAssembler(
            maximumMessageBytes: ParserFuzzing.limit, compression: compression ?? .init())
        var reading = Reading()
        do {
            for piece in pieces {
                parser.append(ByteBuffer(bytes: piece))
                while let part = try parser.next() {
                    if let output = try assembler.receive(part) { reading.outputs.append(output) }
                }
            }
        } catch {
            reading.violation = error
        }
        return reading
    }
}
