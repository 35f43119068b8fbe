import NIOCore
import Testing

@testable import WebSocketTransport

@Suite struct FragmentLimitTests {
    /// A text message in `count` frames, the last of which is final.
    private func message(_ count: Int) -> [[UInt8]] {
        (0..<count).map { frame(($0 == count - 1 ? 0x80 : 0) | ($0 == 0 ? 1 : 0), "") }
    }

    @Test func `A message has an end of its fragments, whatever is in them`() throws {
        #expect(try outputs(of: message(1000), fragments: 1000) == [.text([])])
        let violation = try #require(throws: ProtocolViolation.self) {
            try outputs(of: message(1001), fragments: 1000)
        }
        #expect(violation.code == .messageTooBig)
        #expect(violation.detail == "a message has more than 1000 fragments")
    }

    @Test func `The count is of one message`() throws {
        #expect(try outputs(of: message(3) + message(3), fragments: 3).count == 2)
    }

    @Test func `A declared length is not believed, and nothing is made ready for it`() throws {
        var parser = FrameParser(role: .client, maximumFrameBytes: .max)
        var assembler = MessageAssembler(maximumMessageBytes: .max)
        parser.append(ByteBuffer(bytes: [0x82, 127, 0x3F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3]))
        let piece = try #require(try parser.next())
        #expect(piece.declaredLength == 0x3FFF_FFFF_FFFF_FFFF)
        #expect(try assembler.receive(piece) == nil)
    }
}
