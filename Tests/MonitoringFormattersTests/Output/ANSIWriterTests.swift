import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct ANSIWriterTests {
    @Test func colour() {
        var sample = Samples.documented
        sample.processor?.usagePercent = 85
        sample.memory?.usagePercent = 95
        sample.gpus = []
        let text = SimpleFormatter().format(Samples.received(sample))
        #expect(
            ANSIWriter(color: true).string(text)
                == "CPU: \u{1B}[33m85.0%\u{1B}[0m\u{1B}[90m | \u{1B}[0mRAM: \u{1B}[1;31m95.0%\u{1B}[0m"
                + "\u{1B}[90m | \u{1B}[0mDisk: \u{1B}[32m28.5%\u{1B}[0m\n"
        )
        #expect(ANSIWriter(color: false).string(text) == "CPU: 85.0% | RAM: 95.0% | Disk: 28.5%\n")
    }

    @Test func spansOfOneColourShareItsSequences() {
        let text = StyledText([
            StyledLine([
                StyledSpan("a", .title), StyledSpan("", .error), StyledSpan("b", .connection), StyledSpan("c", .plain),
            ]), StyledLine(), StyledLine([StyledSpan("d", .error)]),
        ])
        #expect(ANSIWriter(color: true).string(text) == "\u{1B}[36mab\u{1B}[0mc\n\n\u{1B}[31md\u{1B}[0m\n")
    }

    @Test(arguments: OutputFormat.allCases) func withoutColourNotOneEscapeByte(format: OutputFormat) {
        let formatter = format.formatter()
        for text in [
            formatter.format(Samples.received(Samples.documented)), formatter.formatError("e", at: Samples.wall()),
            formatter.formatConnectionMessage("c", at: Samples.wall()), formatter.formatStatistics(Samples.statistics),
        ] {
            let plain = ANSIWriter(color: false).string(text)
            #expect(plain == text.plain + "\n")
            #expect(!plain.utf8.contains(0x1B))
            // Colour adds sequences and changes nothing else.
            #expect(withoutSequences(ANSIWriter(color: true).string(text)) == plain)
        }
    }

    @Test(arguments: OutputFormat.allCases, [true, false]) func whatIsPrintedIsTheFormat(
        format: OutputFormat, unicode: Bool
    ) {
        var options = FormatOptions()
        options.unicode = unicode
        let formatter = format.formatter(options)
        var received = Samples.received(Samples.documented)
        received.raw = #"{"type": "monitoring_data", "data": {"é": ["\n", {}, 1]}}"#
        for color in [true, false] {
            let writer = ANSIWriter(color: color)
            #expect(formatter.printed(received, by: writer) == writer.string(formatter.format(received)))
        }
    }

    @Test(arguments: [OutputFormat.json, .jsonl]) func jsonIsNeverColoured(format: OutputFormat) {
        let formatter = format.formatter()
        for text in [
            formatter.format(Samples.received(Samples.documented)), formatter.formatError("e", at: Samples.wall()),
            formatter.formatStatistics(Samples.statistics),
        ] {
            #expect(!ANSIWriter(color: true).string(text).utf8.contains(0x1B))
        }
    }

    private func withoutSequences(_ text: String) -> String {
        var result = ""
        var inside = false
        for scalar in text.unicodeScalars {
            if scalar == "\u{1B}" { inside = true }
            if !inside { result.unicodeScalars.append(scalar) }
            if inside && scalar == "m" { inside = false }
        }
        return result
    }
}
