import Dashboard
import Testing

@testable import TerminalScreen

@Suite struct ColorTests {
    @Test(
        "Terminfo's number of colours",
        arguments: [
            (-1, .none), (0, .none), (2, .none), (8, .ansi8), (16, .ansi16), (88, .ansi16), (256, .indexed256),
            (16_777_216, .ansi8),
        ] as [(Int, TerminalCapabilities.ColorDepth)])
    func depth(colors: Int, depth: TerminalCapabilities.ColorDepth) {
        #expect(TerminalCapabilities.ColorDepth(terminfoColors: colors) == depth)
    }

    @Test(
        "Colours on terminals with fewer of them",
        arguments: [
            (.standard, [-1, -1, -1, -1]),
            (.ansi(2), [-1, 2, 2, 2]),
            (.ansi(10), [-1, 2, 10, 10]),
            (.ansi(200), [-1, 7, 15, 15]),
            (.indexed(9), [-1, 1, 9, 9]),
            (.indexed(196), [-1, 1, 9, 196]),
            (.indexed(22), [-1, 2, 2, 22]),
            (.indexed(16), [-1, 0, 0, 16]),
            (.indexed(231), [-1, 7, 15, 231]),
            (.indexed(208), [-1, 3, 11, 208]),
            (.indexed(232), [-1, 0, 0, 232]),
            (.indexed(244), [-1, 0, 8, 244]),
            (.indexed(255), [-1, 7, 15, 255]),
        ] as [(CellColor, [Int32])])
    func degrading(color: CellColor, expected: [Int32]) {
        let depths: [TerminalCapabilities.ColorDepth] = [.none, .ansi8, .ansi16, .indexed256]
        let style = CellStyle(foreground: color, background: color)
        #expect(depths.map { $0.degrade(style).foreground } == expected)
        #expect(depths.map { $0.degrade(style).background } == expected)
    }

    @Test func brightForegroundsAreBoldAmongEight() {
        let style = TerminalCapabilities.ColorDepth.ansi8.degrade(CellStyle(foreground: .ansi(9), attributes: .dim))
        #expect(style == TerminalStyle(foreground: 1, background: -1, attributes: [.bold, .dim]))
    }

    @Test func everyIndexHasANearestColor() {
        #expect((UInt8.min...UInt8.max).allSatisfy { TerminalCapabilities.ColorDepth.nearestOf16($0) < 16 })
    }

    @Test func pairsAreGivenOutOnceAndRunOut() {
        var pairs = ColorPairs(terminfoPairs: 3)
        #expect(pairs.pair(foreground: 1, background: -1) == .new(1))
        #expect(pairs.pair(foreground: 2, background: -1) == .new(2))
        #expect(pairs.pair(foreground: 1, background: -1) == .known(1))
        #expect(pairs.pair(foreground: 3, background: -1) == .exhausted)
        #expect(pairs.pair(foreground: -1, background: -1) == .known(0), "the terminal's own are always there")
        pairs.removeAll()
        #expect(pairs.pair(foreground: 3, background: -1) == .new(1))
        #expect(pairs.pair(foreground: -1, background: -1) == .new(2))
    }

    @Test("Few pairs, none, or terminfo's absent number", arguments: [-1, 0, 1])
    func withoutPairs(terminfoPairs: Int) {
        var pairs = ColorPairs(terminfoPairs: terminfoPairs)
        #expect(pairs.pair(foreground: 1, background: 2) == .exhausted)
    }
}
