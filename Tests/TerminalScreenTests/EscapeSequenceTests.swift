import Testing

@testable import TerminalScreen

/// Sequences that terminfo does not name are taken whole, and nothing behind them.
struct EscapeSequenceTests {
    @Test(
        arguments: [
            ("q", 1), ("[I", 2), ("[27;5;9~", 8), ("OP", 2), ("]0;title\u{7}", 9), ("]8;;x\u{1b}\\", 7),
            ("P1$r\u{1b}\\", 6),
            ("[1;5Aq", 5), ("\u{1b}", 1),
        ])
    func takesAllOfIt(text: String, length: Int) throws {
        let scalars = text.unicodeScalars.map(\.value)
        var sequence = EscapeSequence(introducer: try #require(scalars.first))
        var taken = 1
        for scalar in scalars.dropFirst() where !sequence.isComplete {
            sequence.take(scalar)
            taken += 1
        }
        #expect(sequence.isComplete)
        #expect(taken == length)
    }

    @Test func givesUpOnOneWithoutEnd() {
        var sequence = EscapeSequence(introducer: 0x5d)
        for _ in 0..<256 { sequence.take(0x78) }
        #expect(sequence.isComplete)
    }
}
