import Foundation
import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct JSONFormatterTests {
    private static let raw =
        #"{"timestamp": "2024-01-15T14:30:25.123456", "type":"monitoring_data","#
        + #""data":{"processor":{"usage_percent":45.20},"#
        + #""x":[1,2.50,"é\u00e9",null],"empty":{},"none":[]}}"#

    @Test func pretty() {
        #expect(
            JSONFormatter(.pretty).format(Samples.received(Samples.documented, raw: Self.raw)).plain == #"""
                {
                  "timestamp": "2024-01-15T14:30:25.123456",
                  "type": "monitoring_data",
                  "data": {
                    "processor": {
                      "usage_percent": 45.20
                    },
                    "x": [
                      1,
                      2.50,
                      "éé",
                      null
                    ],
                    "empty": {},
                    "none": []
                  }
                }
                """#
        )
    }

    @Test func prettyIsOneLineAStyledLineAndNeverColoured() {
        let text = JSONFormatter(.pretty, FormatOptions(indent: 4)).format(
            Samples.received(Samples.documented, raw: #"{"a":1}"#)
        )
        #expect(text.lines.map(\.plain) == ["{", #"    "a": 1"#, "}"])
        #expect(text.lines.flatMap(\.spans).allSatisfy { $0.style == .plain })
    }

    @Test func singleLine() {
        let text = JSONFormatter(.singleLine).format(
            Samples.received(Samples.documented, raw: "{\n\t\"a\" :\r\n[1 ,2]}"))
        #expect(text.lines.count == 1)
        #expect(text.plain == #"{"a": [1, 2]}"#)
    }

    /// Escaping makes text harmless and changes no value.
    @Test(arguments: [OutputFormat.json, .jsonl], [true, false]) func hostileStringsKeepTheirValue(
        format: OutputFormat, unicode: Bool
    ) throws {
        let value = "\u{202E}é\u{7F}\u{9B}\u{E0041}\u{200D}😀"
        let received = Samples.received(Samples.documented, raw: "{\"a\": \"\(value)\"}")
        let plain = format.formatter(FormatOptions(unicode: unicode)).format(received).plain
        #expect(plain.contains(#"\u202e"#) && plain.contains(#"\udb40\udc41"#))
        #expect(plain.contains("é😀") == false && plain.contains("é") == unicode)
        #expect(try JSONDecoder().decode([String: String].self, from: Data(plain.utf8)) == ["a": value])
    }

    @Test func messagesThatNeedEscaping() throws {
        let text = "quote \" backslash \\ newline \n nul \0"
        let plain = JSONFormatter(.singleLine).formatError(text, at: Samples.wall()).plain
        #expect(
            try JSONDecoder().decode([String: String].self, from: Data(plain.utf8)) == ["type": "error", "error": text]
        )
    }
}
