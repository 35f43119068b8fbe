import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct CompactFormatterTests {
    static let table: [(MonitoringSample, String)] = [
        (Samples.documented, "[14:30:25] CPU:45% │ RAM:63%(8.2/13G) │ DSK:29% │ GPU:15%/45%"),
        (Samples.published, "[14:30:25] CPU:45% │ RAM:63%(8.2/13G) │ DSK:29% │ GPU:15%/45%"),
        (Samples.capture, "[06:17:36] CPU:0% │ RAM:1%(0.3/24G) │ DSK:15%"),
        (Samples.unknown, "[--:--:--] CPU:– │ RAM:– │ DSK:– │ GPU:–"),
        (MonitoringSample(), "[--:--:--]"),
        (parts(memory: Samples.memory(62.8, used: nil, total: Samples.gigabytes(13.1))), "[--:--:--] RAM:63%(–/13G)"),
        (parts(memory: Samples.memory(62.8, used: Samples.gigabytes(8.2), total: nil)), "[--:--:--] RAM:63%(8.2/–G)"),
        (parts(memory: Samples.memory(nil, used: 0, total: Samples.gigabytes(16))), "[--:--:--] RAM:–(0/16G)"),
        (parts(memory: Samples.memory(5, used: .max, total: .max)), "[--:--:--] RAM:5%(17179869184/17179869184G)"),
        (parts(gpus: [Samples.gpu(15, memory: nil)]), "[--:--:--] GPU:15%"),
        (parts(gpus: [Samples.gpu(nil, memory: 45)]), "[--:--:--] GPU:–/45%"),
        (
            parts(gpus: [Samples.gpu(15, memory: 45), Samples.gpu(99.5, memory: nil)]),
            "[--:--:--] GPU0:15%/45% │ GPU1:100%"
        ),
    ]

    @Test(arguments: table) func line(sample: MonitoringSample, expected: String) {
        #expect(CompactFormatter().format(Samples.received(sample)).plain == expected)
    }

    @Test func ascii() {
        var sample = Samples.documented
        sample.memory?.usedBytes = nil
        let formatter = CompactFormatter(FormatOptions(unicode: false))
        #expect(
            formatter.format(Samples.received(sample)).plain
                == "[14:30:25] CPU:45% | RAM:63%(-/13G) | DSK:29% | GPU:15%/45%"
        )
    }

    @Test func spansTellTheirMeaning() {
        let sample = Self.parts(gpus: [Samples.gpu(85, memory: 95)])
        #expect(
            CompactFormatter().format(Samples.received(sample)).lines == [
                StyledLine([
                    StyledSpan("[--:--:--]", .dim), StyledSpan(" ", .separator), StyledSpan("GPU:", .label),
                    StyledSpan("85%", .level(.warning)), StyledSpan("/", .separator),
                    StyledSpan("95%", .level(.critical)),
                ])
            ]
        )
    }

    static func parts(memory: MonitoringSample.Memory? = nil, gpus: [MonitoringSample.GPU] = []) -> MonitoringSample {
        var sample = MonitoringSample()
        sample.memory = memory
        sample.gpus = gpus
        return sample
    }
}
