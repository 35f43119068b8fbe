import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct SimpleFormatterTests {
    static let table: [(MonitoringSample, String)] = [
        (Samples.documented, "CPU: 45.2% | RAM: 62.8% | Disk: 28.5% | GPU: 15.0%"),
        (Samples.published, "CPU: 45.2% | RAM: 62.8% | Disk: 28.5% | GPU: 15.0%"),
        (Samples.capture, "CPU: 0.0% | RAM: 1.1% | Disk: 15.4%"),
        (Samples.unknown, "CPU: – | RAM: – | Disk: – | GPU: –"),
        (MonitoringSample(), ""),
        (with { $0.processor = nil }, "RAM: 62.8% | Disk: 28.5% | GPU: 15.0%"),
        (with { $0.memory = nil }, "CPU: 45.2% | Disk: 28.5% | GPU: 15.0%"),
        (
            with { $0.gpus.append(Samples.gpu(nil, memory: 3)) },
            "CPU: 45.2% | RAM: 62.8% | Disk: 28.5% | GPU0: 15.0% | GPU1: –"
        ),
        (
            with { $0.processor?.usagePercent = -3.14 },
            "CPU: -3.1% | RAM: 62.8% | Disk: 28.5% | GPU: 15.0%"
        ),
        (
            with { $0.processor?.usagePercent = 180 },
            "CPU: 180.0% | RAM: 62.8% | Disk: 28.5% | GPU: 15.0%"
        ),
        (with { $0.processor?.usagePercent = .nan }, "CPU: – | RAM: 62.8% | Disk: 28.5% | GPU: 15.0%"),
    ]

    @Test(arguments: table) func line(sample: MonitoringSample, expected: String) {
        #expect(SimpleFormatter().format(Samples.received(sample)).plain == expected)
    }

    @Test func asciiUnknown() {
        let formatter = SimpleFormatter(FormatOptions(unicode: false))
        #expect(formatter.format(Samples.received(Samples.unknown)).plain == "CPU: - | RAM: - | Disk: - | GPU: -")
    }

    @Test func spansTellTheirMeaning() {
        let sample = with {
            $0.disk = nil
            $0.gpus = []
            $0.memory?.usagePercent = nil
        }
        #expect(
            SimpleFormatter().format(Samples.received(sample)).lines == [
                StyledLine([
                    StyledSpan("CPU: ", .label), StyledSpan("45.2%", .level(.normal)), StyledSpan(" | ", .separator),
                    StyledSpan("RAM: ", .label), StyledSpan("–", .dim),
                ])
            ]
        )
    }

    @Test(arguments: [
        (79.9, UsageLevel.normal), (80, .warning), (89.9, .warning), (90, .critical), (1000, .critical), (-1, .normal),
    ])
    func level(percent: Double, expected: UsageLevel) {
        let sample = with { $0.processor?.usagePercent = percent }
        let line = SimpleFormatter().format(Samples.received(sample)).lines[0]
        #expect(line.spans[1].style == .level(expected))
    }

    @Test func ownThresholds() {
        let formatter = SimpleFormatter(FormatOptions(thresholds: UsageThresholds(warning: 10, critical: 45.2)))
        let line = formatter.format(Samples.received(Samples.documented)).lines[0]
        #expect(
            line.spans.map(\.style).filter { $0 != .separator && $0 != .label } == [
                .level(.critical), .level(.critical), .level(.warning), .level(.warning),
            ])
    }

    static func with(_ change: (inout MonitoringSample) -> Void) -> MonitoringSample {
        var sample = Samples.documented
        change(&sample)
        return sample
    }

    private func with(_ change: (inout MonitoringSample) -> Void) -> MonitoringSample { Self.with(change) }
}
