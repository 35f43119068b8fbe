import MonitoringFormatters
import Testing

@Suite struct TextWidthTests {
    static let table: [(String, Int)] = [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("\u{301}", 1), ("漢字", 4), ("ｱ", 1), ("Ａ", 2), ("│█▒►", 4),
        ("…", 1),
        ("💾", 2), ("🖥️", 1), ("🖥\u{FE0F}", 1), ("✗", 1), ("⚡", 2), ("👍🏽", 4), ("👨\u{200D}👩\u{200D}👧", 6), ("🇫🇷", 2),
        // Hangul: a syllable, and the same as leading consonant, vowel and final consonant.
        ("한", 2), ("\u{1112}\u{1161}\u{11AB}", 2), ("가각", 4),
        ("नमस्ते", 4), ("ภาษา", 4), ("ไม้", 2), ("\u{AD}", 1), ("؀", 1), ("䷀", 2), ("�", 1),
        ("a\u{300}\u{301}\u{302}b", 2),
        // Harmless text has no tabs; one that is there takes a column, as a cell does.
        ("a\tb", 3), ("\u{E000}", 1), ("\u{20000}", 2),
    ]

    @Test(arguments: table) func columns(text: String, expected: Int) {
        #expect(TextWidth.columns(text) == expected)
        #expect(TextWidth.cells(text).reduce(0) { $0 + $1.columns } == expected)
    }

    @Test func cells() {
        #expect(
            TextWidth.cells("ae\u{301}漢🖥\u{FE0F}🇫🇷") == [
                TextCell(text: "a", columns: 1), TextCell(text: "e\u{301}", columns: 1),
                TextCell(text: "漢", columns: 2),
                TextCell(text: "🖥\u{FE0F}", columns: 1), TextCell(text: "🇫", columns: 1),
                TextCell(text: "🇷", columns: 1),
            ]
        )
    }

    @Test func combiningScalarsNeedACellAndAreLimited() {
        #expect(
            TextWidth.cells("\u{301}a") == [TextCell(text: " \u{301}", columns: 1), TextCell(text: "a", columns: 1)])
        let zalgo = TextWidth.cells("a" + String(repeating: "\u{301}", count: 100) + "b")
        #expect(zalgo.map(\.text.unicodeScalars.count) == [1 + TextWidth.combiningLimit, 1])
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("abcdef", -1, ""),
        ("漢字漢", 6, "漢字漢"), ("漢字漢", 5, "漢字…"), ("漢字漢", 4, "漢…"), ("漢字漢", 2, "…"), ("漢", 1, "…"),
        ("ae\u{301}i", 2, "a…"), ("ab\u{301}", 2, "ab\u{301}"), ("漢a", 3, "漢a"),
    ])
    func clipped(text: String, columns: Int, expected: String) {
        #expect(TextWidth.clipped(text, to: columns) == expected)
    }

    @Test func clippedWithAnotherMark() {
        #expect(TextWidth.clipped("abcdef", to: 4, mark: ">") == "abc>")
        #expect(TextWidth.clipped("abcdef", to: 4, mark: "") == "abcd")
        #expect(TextWidth.clipped("abcdef", to: 2, mark: "...") == "")
    }

    @Test(arguments: [("ab", 4, "ab  "), ("漢字漢", 4, "漢… "), ("abc", 3, "abc"), ("abc", 0, ""), ("", 2, "  ")])
    func fitted(text: String, columns: Int, expected: String) {
        #expect(TextWidth.fitted(text, to: columns) == expected)
    }

    @Test(arguments: table) func neverExceeds(text: String, width: Int) {
        for columns in 0...(width + 2) {
            #expect(TextWidth.columns(TextWidth.clipped(text, to: columns)) <= columns)
            #expect(TextWidth.columns(TextWidth.fitted(text, to: columns)) == columns)
        }
    }
}
