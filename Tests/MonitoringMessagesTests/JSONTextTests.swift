import Foundation
import MonitoringMessages
import Testing

@Suite struct JSONTextTests {
    /// Expected texts are what Python's `json.dumps(json.loads(text), indent=2, ensure_ascii=False)` prints.
    @Test(arguments: [
        ("{}", "{}"), ("[ ]", "[]"), (" { \n } ", "{}"), ("12", "12"), (#""a""#, #""a""#), ("null", "null"),
        (#"{"a":1,"b":[1,2]}"#, "{\n  \"a\": 1,\n  \"b\": [\n    1,\n    2\n  ]\n}"),
        (#"{"a":{},"b":[],"c":[{}]}"#, "{\n  \"a\": {},\n  \"b\": [],\n  \"c\": [\n    {}\n  ]\n}"),
        (#"[[],[[]]]"#, "[\n  [],\n  [\n    []\n  ]\n]"),
        (#"[true , false,null]"#, "[\n  true,\n  false,\n  null\n]"),
        (#"["{}[]:, "]"#, "[\n  \"{}[]:, \"\n]"),
    ])
    func pretty(_ raw: String, _ expected: String) {
        #expect(JSONText(raw).pretty() == expected)
    }

    @Test func prettyCapture() {
        #expect(
            JSONText(Captures.status).pretty() == """
                {
                  "type": "status",
                  "connected_clients": 1,
                  "monitoring_active": true,
                  "timestamp": "2026-11-21T06:17:36.528763"
                }
                """)
    }

    @Test(arguments: [(0, "[\n1\n]"), (4, "[\n    1\n]"), (-9, "[\n1\n]"), (Int.max, "[\n                1\n]")])
    func indentation(_ indent: Int, _ expected: String) {
        #expect(JSONText("[1]").pretty(indent: indent) == expected)
    }

    @Test(arguments: [
        (#"{"a":1,"b":[1,2]}"#, #"{"a": 1, "b": [1, 2]}"#), ("{\n}", "{}"), ("[ [ ] , { } ]", "[[], {}]"),
        (#"{ "a" : "x : , y" }"#, #"{"a": "x : , y"}"#),
        // Order, repetition and digits are the sender's.
        (
            #"{"b":1.10,"a":1E5,"b":-0,"c":123456789012345678901234567890}"#,
            #"{"b": 1.10, "a": 1E5, "b": -0, "c": 123456789012345678901234567890}"#
        ),
    ])
    func singleLine(_ raw: String, _ expected: String) {
        #expect(JSONText(raw).singleLine() == expected)
    }

    @Test(arguments: Captures.all)
    func capturesAreOnOneLineAlready(_ text: String) {
        #expect(JSONText(text).singleLine() == text)
    }

    /// Inside of a string: as sent, and as written.
    @Test(arguments: [
        (#"\u00e9\u20AC"#, "é€"), (#"\ud83d\udcbb"#, "\u{1F4BB}"), (#"\uD83D\uDCBB!"#, "\u{1F4BB}!"), ("é€", "é€"),
        (#"\u0041\/"#, "A/"), (#"\"\\\b\f\n\r\t"#, #"\"\\\b\f\n\r\t"#), (#"\u0022\u005c\u000A"#, #"\"\\\n"#),
        (#"\u001b[31m\u0000"#, #"\u001b[31m\u0000"#), ("\u{7F}", #"\u007f"#), ("\u{9B}2J", #"\u009b2J"#),
        (#"\u009B"#, #"\u009b"#), ("\u{61C}\u{200E}\u{200F}", #"\u061c\u200e\u200f"#),
        ("\u{202A}\u{202E}", #"\u202a\u202e"#), ("\u{2066}\u{2069}", #"\u2066\u2069"#),
        ("\u{200B}\u{200D}\u{2060}\u{FEFF}", #"\u200b\u200d\u2060\ufeff"#), ("\u{2028}\u{2029}", #"\u2028\u2029"#),
        ("\u{FFF9}\u{FFFB}", #"\ufff9\ufffb"#), ("\u{E0001}\u{E007F}", #"\udb40\udc01\udb40\udc7f"#),
        (#"\udb40\udc41"#, #"\udb40\udc41"#), (#"\ud800"#, #"\ud800"#), (#"\uDC00x"#, #"\udc00x"#),
        (#"\ud800\ud83d\udcbb"#, "\\ud800\u{1F4BB}"), (#"\ud800\n"#, #"\ud800\n"#), ("", ""),
        ("\u{2027}\u{202F}\u{2065}\u{FFFC}\u{FFFD}\u{A0}", "\u{2027}\u{202F}\u{2065}\u{FFFC}\u{FFFD}\u{A0}"),
    ])
    func strings(_ sent: String, _ written: String) {
        let text = JSONText(#"{"\#(sent)":"\#(sent)"}"#).singleLine()
        #expect(Array(text.unicodeScalars) == Array(#"{"\#(written)": "\#(written)"}"#.unicodeScalars))
    }

    /// What is written is the same JSON, and reading it again changes nothing more.
    @Test(arguments: 0..<200)
    func sameValue(_ seed: UInt64) throws {
        var generator = SampleGenerator(seed: seed)
        let raw = MessageWriter.text(.monitoringData(generator.sample()))
        let text = JSONText(raw)
        for written in [text.pretty(), text.pretty(indent: 0), text.singleLine()] {
            #expect(try readSample(written) == readSample(raw))
            #expect(JSONText(written).singleLine() == text.singleLine())
            #expect(JSONText(written).pretty() == text.pretty())
        }
    }

    /// Any text at all: no trap, and nothing that could harm the terminal.
    @Test(arguments: 0..<8)
    func totalOnRandomText(_ seed: UInt64) {
        var generator = SeededGenerator(state: seed)
        let pieces = [
            "{", "}", "[", "]", "\"", "\\", "\\u", "\\ud83d", "dcbb", ":", ",", "1", " ", "\u{1B}", "é", "\u{202E}",
        ]
        for _ in 0..<500 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...40, using: &generator) {
                if Bool.random(using: &generator) {
                    bytes.append(UInt8.random(in: 0...255, using: &generator))
                } else {
                    bytes.append(contentsOf: (pieces.randomElement(using: &generator) ?? "").utf8)
                }
            }
            let text = JSONText(String(decoding: bytes, as: UTF8.self))
            #expect(text.singleLine().unicodeScalars.allSatisfy { !$0.isUnsafeToPrint })
            #expect(text.pretty().unicodeScalars.allSatisfy { $0 == "\n" || !$0.isUnsafeToPrint })
        }
    }

    @Test func deepTextStaysLinear() {
        let text = JSONText(String(repeating: "[", count: 20_000))
        #expect(text.pretty().utf8.count <= 20_000 * (256 * 2 + 2))
        #expect(text.singleLine().utf8.count == 20_000)
    }

    /// Strings are copied eight bytes at a time: what stops that is seen at each place.
    @Test(arguments: 0..<20) func `A scalar anywhere in a string`(_ place: Int) {
        let scalars = (0...0x2FF).map { UInt32($0) } + [0x202E, 0x2028, 0x2066, 0xFEFF, 0x20AC, 0x1F4BB, 0xE0022]
        for scalar in scalars.compactMap(Unicode.Scalar.init) {
            // Of letters whose lowest bit is not set, and so are many bytes of what is unsafe.
            let before = String(repeating: "b", count: place)
            let sent = scalar == "\"" || scalar == "\\" ? "\\\(scalar)" : "\(scalar)"
            let text = JSONText("[\"\(before)\(sent)bb\", \"bbbbbbbbbbbbbbbb\"]").singleLine()
            let inside = text.dropFirst(2 + place).dropLast(#"bb", "bbbbbbbbbbbbbbbb"]"#.count)
            #expect(!inside.unicodeScalars.contains { $0.isUnsafeToPrint }, "\(scalar.value)")
            let isPlain = !scalar.isUnsafeToPrint && scalar != "\"" && scalar != "\\"
            #expect(isPlain ? inside == "\(scalar)" : inside.hasPrefix("\\"), "\(scalar.value)")
        }
    }
}
