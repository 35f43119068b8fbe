import MonitoringFormatters
import MonitoringMessages
import Testing

/// What a user of the library writes: one conformance, one method.
private struct HostFormatter: MonitoringFormatter {
    func format(_ received: ReceivedSample) -> StyledText {
        StyledText([StyledLine([StyledSpan(HarmlessText.make(received.sample.system?.hostname ?? "?"), .value)])])
    }
}

@Suite struct MonitoringFormatterTests {
    @Test func customFormatterNeedsOnlyFormat() {
        var sample = MonitoringSample()
        sample.system = MonitoringSample.System()
        sample.system?.hostname = "vm"
        let formatter: any MonitoringFormatter = HostFormatter()
        #expect(formatter.format(Samples.received(sample)).plain == "vm")
        #expect(formatter.formatConnectionMessage("Connected", at: Samples.wall()).plain == "[CONN] Connected")
        #expect(formatter.formatError("Lost", at: Samples.wall()).plain == "[ERROR] Lost")
        #expect(
            formatter.formatStatistics(Samples.statistics)
                == OutputFormat.simple.formatter().formatStatistics(Samples.statistics)
        )
    }

    static let lines: [(OutputFormat, Bool, String, String)] = [
        (.simple, true, "[CONN] Connected", "[ERROR] Lost"),
        (.compact, true, "► Connected", "✗ Lost"),
        (.compact, false, "> Connected", "x Lost"),
        (.detailed, true, "[14:30:25] CONNECTION: Connected", "[14:30:25] ERROR: Lost"),
        (.jsonl, true, #"{"type": "connection", "message": "Connected"}"#, #"{"type": "error", "error": "Lost"}"#),
        (
            .json, true,
            """
            {
              "type": "connection",
              "message": "Connected"
            }
            """,
            """
            {
              "type": "error",
              "error": "Lost"
            }
            """
        ),
    ]

    @Test(arguments: lines)
    func connectionAndErrorLines(format: OutputFormat, unicode: Bool, connection: String, error: String) {
        let formatter = format.formatter(FormatOptions(unicode: unicode))
        #expect(formatter.formatConnectionMessage("Connected", at: Samples.wall()).plain == connection)
        #expect(formatter.formatError("Lost", at: Samples.wall()).plain == error)
    }

    @Test func stylesOfConnectionAndErrorLines() {
        let formatter = OutputFormat.simple.formatter()
        #expect(
            formatter.formatConnectionMessage("a", at: Samples.wall()).lines[0].spans.map(\.style) == [.connection]
        )
        #expect(formatter.formatError("a", at: Samples.wall()).lines[0].spans.map(\.style) == [.error])
    }

    /// Whatever strings a server sends, nothing that a formatter makes holds a control or format character.
    @Test(arguments: OutputFormat.allCases, [true, false])
    func hostileStrings(format: OutputFormat, unicode: Bool) {
        let hostile = "\u{1B}]0;owned\u{7}\u{9B}2J\r\n\u{202E}txt\u{200B}\u{2028}\u{E0041}\u{FFF9}\"\\\0"
        let json = #"{"a": "\#u{9B}2J\#u{202E}\#u{7F}é", "timestamp": "b"}"#
        var sample = Samples.documented
        sample.timestamp = "2024-01-15T14:30:25" + hostile
        sample.gpus[0].name = hostile
        sample.disk?.path = hostile
        var statistics = Samples.statistics
        statistics.lastError = hostile
        statistics.errorHistory[0].error = hostile
        statistics.errorHistory[0].type = hostile
        statistics.outages[0].reason = hostile

        let formatter = format.formatter(FormatOptions(unicode: unicode))
        let texts = [
            formatter.format(Samples.received(sample, raw: json)),
            formatter.formatConnectionMessage(hostile, at: Samples.wall()),
            formatter.formatError(hostile, at: Samples.wall()),
            formatter.formatStatistics(statistics),
        ]
        for span in texts.flatMap(\.lines).flatMap(\.spans) {
            #expect(!span.text.unicodeScalars.contains { HarmlessText.isHarmful($0) }, "\(span.text.debugDescription)")
            #expect(unicode || span.text.utf8.allSatisfy { $0 < 0x80 }, "\(span.text)")
        }
    }
}
