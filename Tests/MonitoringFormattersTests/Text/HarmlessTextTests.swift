import MonitoringFormatters
import Testing

@Suite struct HarmlessTextTests {
    @Test(arguments: [
        ("", "", ""),
        ("plain text ~", "plain text ~", "plain text ~"),
        ("é 漢 👍 a\u{301}", "é 漢 👍 a\u{301}", "? ? ? a?"),
        ("\u{1B}[31mred", "␛[31mred", "?[31mred"),
        ("\u{1B}]0;title\u{7}", "␛]0;title␇", "?]0;title?"),
        ("\u{9B}2J\u{85}", "�2J␤", "?2J?"),
        ("\0\u{8}\u{7F}", "␀␈␡", "???"),
        ("a\tb\nc\r\nd\re\n\nf", "a b␤c␤d␤e␤␤f", "a b?c?d?e??f"),
        ("\r\r\n\n", "␤␤␤", "???"),
        ("a\u{2028}b\u{2029}c", "a␤b␤c", "a?b?c"),
        ("\u{202E}evil\u{2066}\u{2069}\u{200F}\u{61C}", "�evil����", "?evil????"),
        ("a\u{200B}b\u{200D}c\u{FEFF}\u{AD}\u{2060}", "a�b�c���", "a?b?c???"),
        ("\u{E0001}\u{E0041}\u{E0100}\u{FFF9}\u{FFFB}\u{FFFF}", "������", "??????"),
    ])
    func replacements(text: String, expected: String, ascii: String) {
        #expect(HarmlessText.make(text) == expected)
        #expect(HarmlessText.make(text, unicode: false) == ascii)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("abcdef", 1, "…"), ("abcdef", 0, ""), ("", 0, ""),
        ("ééé", 3, "ééé"), ("ééé", 2, "é…"), ("\n\n\n", 2, "␤…"), ("a\r\nb", 3, "a␤b"), ("abc", -1, ""),
    ])
    func limit(text: String, limit: Int, expected: String) {
        #expect(HarmlessText.make(text, limit: limit) == expected)
    }

    @Test func asciiLimit() {
        #expect(HarmlessText.make("abcdef", limit: 3, unicode: false) == "ab>")
    }

    /// 10 MB of anything is cut at the limit; reading it all a thousand times would take minutes.
    @Test(.timeLimit(.minutes(5)), arguments: ["a", "\u{1B}", "é", "\r\n"])
    func longText(unit: String) {
        let long = String(repeating: unit, count: 10_000_000 / unit.utf8.count)
        for _ in 0..<1000 {
            let text = HarmlessText.make(long)
            #expect(text.unicodeScalars.count == HarmlessText.defaultLimit)
            #expect(text.hasSuffix("…"))
        }
    }

    /// Every scalar there is, alone and next to others.
    @Test func noScalarGetsThrough() {
        var unsafe: [Unicode.Scalar] = []
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = "a" + String(scalar) + "\u{301}"
            if !isSafe(HarmlessText.make(text)) || !isSafeASCII(HarmlessText.make(text, unicode: false)) {
                unsafe.append(scalar)
            }
        }
        #expect(unsafe.isEmpty, "\(unsafe)")
    }

    @Test func randomStrings() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...60, using: &random) {
                // Half of them from where controls live.
                let top: UInt32 = Bool.random(using: &random) ? 0x2100 : 0x10FFFF
                if let scalar = Unicode.Scalar(UInt32.random(in: 0...top, using: &random)) { text.append(scalar) }
            }
            let limit = Int.random(in: 0...70, using: &random)
            let made = HarmlessText.make(String(text), limit: limit)
            #expect(isSafe(made), "\(String(text).debugDescription)")
            #expect(made.unicodeScalars.count <= limit)
            #expect(HarmlessText.make(made, limit: limit) == made)
            #expect(isSafeASCII(HarmlessText.make(String(text), limit: limit, unicode: false)))
        }
    }

    /// Judged by Unicode's properties, not by the table under test. The Arabic number signs and the like are Cf, but
    /// visible.
    private func isSafe(_ text: String) -> Bool {
        let visibleFormats: [ClosedRange<UInt32>] = [
            0x600...0x605, 0x6DD...0x6DD, 0x70F...0x70F, 0x890...0x891, 0x8E2...0x8E2, 0x110BD...0x110BD,
            0x110CD...0x110CD, 0x13430...0x1345F,
        ]
        return text.unicodeScalars.allSatisfy { scalar in
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: false
            case .format: visibleFormats.contains { $0.contains(scalar.value) }
            default: !scalar.properties.isNoncharacterCodePoint
            }
        }
    }

    private func isSafeASCII(_ text: String) -> Bool {
        text.utf8.allSatisfy { 0x20 <= $0 && $0 < 0x7F }
    }
}
