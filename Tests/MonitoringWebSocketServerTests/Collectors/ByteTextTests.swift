import Testing

@testable import MonitoringWebSocketServer

@Suite struct ByteTextTests {
    @Test(
        arguments: [
            ("", []), ("\n", [""]), ("a", ["a"]), ("a\n", ["a"]), ("a\n\nb", ["a", "", "b"]),
        ] as [(String, [String])])
    func lines(_ text: String, _ expected: [String]) {
        var rest = bytes(text)
        var lines: [String] = []
        while let line = rest.nextLine() { lines.append(line.text) }
        #expect(lines == expected)
    }

    @Test func words() {
        var rest = bytes("  one\ttwo \r\n")
        #expect(rest.nextWord()?.text == "one")
        #expect(rest.nextWord()?.text == "two")
        #expect(rest.nextWord() == nil)
    }

    @Test(
        arguments: [
            ("0", 0), ("007", 7), ("18446744073709551615", .max), ("18446744073709551616", nil),
            ("99999999999999999999999", nil), ("", nil), ("-1", nil), ("+1", nil), ("1.5", nil), ("1 ", nil),
            ("0x1", nil),
        ] as [(String, UInt64?)])
    func number(_ text: String, _ expected: UInt64?) {
        #expect(bytes(text).number == expected)
    }

    @Test(
        arguments: [
            ("2596.122", 2596.122), ("-3", -3), ("1e3", 1000), ("inf", nil), ("nan", nil), ("1e999", nil), ("", nil),
            ("1,5", nil),
        ] as [(String, Double?)])
    func decimal(_ text: String, _ expected: Double?) {
        #expect(bytes(text).decimal == expected)
    }

    @Test(arguments: [("", ""), ("  ", ""), (" a b \n", "a b"), ("a", "a")])
    func trimmed(_ text: String, _ expected: String) {
        #expect(bytes(text).trimmed.text == expected)
    }

    @Test func textThatIsNotUTF8() {
        #expect(([0x61, 0xFF, 0x62] as ArraySlice<UInt8>).text == "a\u{FFFD}b")
    }

    @Test func filesThatCannotBeRead() throws {
        let tree = try FixtureTree(["empty": "", "large": String(repeating: "x", count: 100_000), "d/": ""])
        #expect(SystemFiles.read(tree.root + "/absent") == nil)
        #expect(SystemFiles.read(tree.root + "/d") == nil)
        #expect(SystemFiles.read(tree.root + "/empty") == [])
        #expect(SystemFiles.text(tree.root + "/empty") == nil)
        #expect(SystemFiles.read(tree.root + "/large")?.count == 100_000)
        #expect(SystemFiles.names(in: tree.root + "/absent", prefix: "x") == [])
    }

    @Test func namesInTheOrderOfTheirNumbers() throws {
        let tree = try FixtureTree(["card10": "", "card2": "", "card2-DP-1": "", "other": ""])
        #expect(SystemFiles.names(in: tree.root, prefix: "card") == ["card2", "card10", "card2-DP-1"])
    }
}
