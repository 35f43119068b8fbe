import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct DetailedFormatterTests {
    static let documented = """
        === Monitoring System - 14:30:25 ===
        🖥️  Processor:
            Usage: 45.2% [█████████▒▒▒▒▒▒▒▒▒▒▒] (Normal)

        💾 Memory:
            Usage: 62.8% [█████████████▒▒▒▒▒▒▒] (8.2/13.1 GB)

        💿 Disk:
            Usage: 28.5% [██████▒▒▒▒▒▒▒▒▒▒▒▒▒▒] (142.5/500 GB)

        🎮 GPU:
            Usage: 15.0% [███▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒] (Normal)
        """

    @Test(arguments: [Samples.documented, Samples.published]) func asDocumented(sample: MonitoringSample) {
        #expect(DetailedFormatter().format(Samples.received(sample)).plain == Self.documented)
    }

    @Test func capture() {
        #expect(
            DetailedFormatter().format(Samples.received(Samples.capture)).plain == """
                === Monitoring System - 06:17:36 ===
                🖥️  Processor:
                    Usage: 0.0% [▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒] (Normal)

                💾 Memory:
                    Usage: 1.1% [▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒] (0.3/23.5 GB)

                💿 Disk:
                    Usage: 15.4% [███▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒] (14.6/252 GB)
                """
        )
    }

    @Test func unknownFigures() {
        var sample = Samples.unknown
        sample.memory?.usedBytes = Samples.gigabytes(8.2)
        sample.disk?.totalBytes = Samples.gigabytes(500)
        sample.gpus.append(Samples.gpu(7, memory: nil))
        #expect(
            DetailedFormatter().format(Samples.received(sample)).plain == """
                === Monitoring System - --:--:-- ===
                🖥️  Processor:
                    Usage: –

                💾 Memory:
                    Usage: – (8.2/– GB)

                💿 Disk:
                    Usage: – (–/500 GB)

                🎮 GPU 0:
                    Usage: –

                🎮 GPU 1:
                    Usage: 7.0% [█▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒] (Normal)
                """
        )
    }

    @Test func nothingSent() {
        #expect(
            DetailedFormatter().format(Samples.received(MonitoringSample())).plain
                == "=== Monitoring System - --:--:-- ==="
        )
    }

    @Test func ascii() {
        var sample = Samples.documented
        sample.gpus = []
        sample.disk = Samples.disk(nil, used: nil, total: 1 << 30)
        let formatter = DetailedFormatter(FormatOptions(barLength: 10, unicode: false))
        #expect(
            formatter.format(Samples.received(sample)).plain == """
                === Monitoring System - 14:30:25 ===
                Processor:
                    Usage: 45.2% [#####.....] (Normal)

                Memory:
                    Usage: 62.8% [######....] (8.2/13.1 GB)

                Disk:
                    Usage: - (-/1 GB)
                """
        )
    }

    @Test func withoutIconsAndBars() {
        var sample = MonitoringSample()
        sample.processor = Samples.processor(95)
        let formatter = DetailedFormatter(FormatOptions(barLength: 0, icons: false))
        #expect(
            formatter.format(Samples.received(sample)).plain == """
                === Monitoring System - --:--:-- ===
                Processor:
                    Usage: 95.0% (Critical)
                """
        )
    }

    @Test(arguments: [
        (79.9, "79.9% [████████████████▒▒▒▒] (Normal)"),
        (80, "80.0% [████████████████▒▒▒▒] (Warning)"),
        (89.9, "89.9% [██████████████████▒▒] (Warning)"),
        (90, "90.0% [██████████████████▒▒] (Critical)"),
        (100, "100.0% [████████████████████] (Critical)"),
        (250.25, "250.3% [████████████████████] (Critical)"),
        (-20, "-20.0% [▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒] (Normal)"),
        (1e300, "1e+300% [████████████████████] (Critical)"),
        (.infinity, "–"),
    ])
    func usage(percent: Double, expected: String) {
        var sample = MonitoringSample()
        sample.processor = Samples.processor(percent)
        let text = DetailedFormatter().format(Samples.received(sample))
        #expect(text.lines.last?.plain == "    Usage: " + expected)
    }

    @Test func spansTellTheirMeaning() {
        var sample = MonitoringSample()
        sample.memory = Samples.memory(85, used: 1 << 30, total: 1 << 31)
        #expect(
            DetailedFormatter(FormatOptions(barLength: 4)).format(Samples.received(sample)).lines == [
                StyledLine([StyledSpan("=== Monitoring System - --:--:-- ===", .title)]),
                StyledLine([StyledSpan("💾 Memory:", .title)]),
                StyledLine([
                    StyledSpan("    Usage: ", .label), StyledSpan("85.0%", .level(.warning)),
                    StyledSpan(" [", .separator), StyledSpan("███", .bar(.warning)), StyledSpan("▒", .barEmpty),
                    StyledSpan("]", .separator), StyledSpan(" (1/2 GB)", .value),
                ]),
            ]
        )
    }
}
