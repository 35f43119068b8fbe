import Dashboard
import Testing

@testable import TerminalScreen

@Suite struct TerminalTextTests {
    @Test func plainLinesHaveNoTrailingBlanksOrEmptyRows() {
        let text = PlainLines.text(frame(["日本  ", "", " b   ", "     "]), colorDepth: .none)
        #expect(text == "日本\n\n b\n")
    }

    @Test(
        "Colours of the frame left behind",
        arguments: [
            (.none, "ab\n"),
            (.ansi8, "\u{1b}[0;1;31ma\u{1b}[0;7mb\u{1b}[m\n"),
            (.ansi16, "\u{1b}[0;91ma\u{1b}[0;7mb\u{1b}[m\n"),
            (.indexed256, "\u{1b}[0;38;5;196ma\u{1b}[0;7mb\u{1b}[m\n"),
        ] as [(TerminalCapabilities.ColorDepth, String)])
    func plainLinesInColor(depth: TerminalCapabilities.ColorDepth, expected: String) {
        var frame = Frame(size: size(2, 1))
        frame[0, 0] = cell("a", CellStyle(foreground: .indexed(196)))
        frame[1, 0] = cell("b", CellStyle(attributes: .reverse))
        #expect(PlainLines.text(frame, colorDepth: depth) == expected)
    }

    @Test(
        "Terminfo strings without their delays",
        arguments: [
            ("\u{1b}[m$<2>", "\u{1b}[m"), ("a$<5*/>b$<1>", "ab"), ("cost: 5$", "cost: 5$"),
            ("$<unclosed", "$<unclosed"),
            ("$$<1>x", "$x"), ("", ""),
        ])
    func padding(capability: String, bytes: String) {
        #expect(RestoreSequence.withoutPadding(capability) == Array(bytes.utf8))
    }

    @Test(
        "Names of UTF-8 locales",
        arguments: [
            ("en_US.UTF-8", true), ("C.utf8", true), ("de_DE.UTF-8@euro", true), ("C", false), ("POSIX", false),
            ("de_DE.ISO-8859-1", false), ("de_DE@utf8", false), ("", false),
        ])
    func locales(name: String, isUTF8: Bool) {
        #expect(LocaleSetup.namesUTF8(name) == isUTF8)
    }

    @Test("Errors are sentences that say what to do, and pass no control characters on")
    func errors() {
        let dumb = TerminalError.cannotPlaceCursor("dumb")
        #expect(dumb.description == "TERM \"dumb\" cannot place the cursor; use --stream")
        #expect(!TerminalError.unknownTerminal("\u{1b}[2J").description.contains("\u{1b}"))
    }
}
