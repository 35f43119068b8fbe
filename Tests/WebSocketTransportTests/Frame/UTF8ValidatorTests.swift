import Testing

@testable import WebSocketTransport

@Suite struct UTF8ValidatorTests {
    private static func isValid(_ chunks: [[UInt8]]) -> Bool {
        var validator = UTF8Validator()
        for chunk in chunks {
            guard chunk.withUnsafeBytes({ validator.receive($0) }) else { return false }
        }
        return validator.isComplete
    }

    @Test("Agrees with the standard library on every pair and on every edge of longer forms")
    func edges() {
        let edges: [UInt8] = [0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1]
        let leads: [UInt8] = [0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF]
        var texts: [[UInt8]] = [[]]
        for first in UInt8.min...UInt8.max {
            texts.append([first])
            texts += (UInt8.min...UInt8.max).map { [first, $0] }
        }
        for lead in leads {
            for second in edges {
                for third in edges {
                    texts.append([lead, second, third])
                    texts += edges.map { [lead, second, third, $0] }
                }
            }
        }
        for text in texts {
            let expected = String(validating: text, as: UTF8.self) != nil
            if Self.isValid([text]) != expected || Self.isValid(text.map { [$0] }) != expected {
                Issue.record("\(text) should be \(expected ? "valid" : "invalid")")
            }
        }
    }

    @Test("Errors behind long ASCII are found at every offset", arguments: 0..<24)
    func fastPath(offset: Int) {
        var text = [UInt8](repeating: 0x61, count: 24)
        #expect(Self.isValid([text]))
        text[offset] = 0xFF
        #expect(!Self.isValid([text]))
    }

    @Test("Fails as soon as no continuation can help")
    func failsFast() {
        var validator = UTF8Validator()
        #expect(![UInt8]([0xF4, 0x90]).withUnsafeBytes { validator.receive($0) })
    }
}
