import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct HostFormatterTests {
    private static let received: ReceivedSample = {
        var sample = MonitoringSample()
        sample.processor = .init()
        sample.processor?.usagePercent = 45.2
        return ReceivedSample(moment: Samples.moment(0), sample: sample, raw: #"{"type":"monitoring_data","data":{}}"#)
    }()

    private func formatter(_ format: OutputFormat, _ options: FormatOptions = FormatOptions()) -> HostFormatter {
        HostFormatter(host: "web-1", columns: 7, base: format.formatter(options))
    }

    @Test func `Text has the name before each line, in a column of its own`() {
        #expect(formatter(.simple).format(Self.received).plain == "web-1    CPU: 45.2%")
        let lines = formatter(.detailed).format(Self.received).plain.split(separator: "\n")
        #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("web-1    ") })
        #expect(
            formatter(.simple).formatError("refused", at: Samples.moment(0).wall).plain == "web-1    [ERROR] refused")
        let printed = formatter(.simple).printed(Self.received, by: ANSIWriter(color: false))
        #expect(printed == "web-1    CPU: 45.2%\n")
    }

    @Test func `JSON has the name as the last member, in every kind of object`() {
        let data = #"{"type": "monitoring_data", "data": {}, "server": "web-1"}"#
        #expect(formatter(.jsonl).format(Self.received).plain == data)
        #expect(formatter(.jsonl).printed(Self.received, by: ANSIWriter(color: true)) == data + "\n")
        let error = formatter(.jsonl).formatError("refused", at: Samples.moment(0).wall).plain
        #expect(error == #"{"type": "error", "error": "refused", "server": "web-1"}"#)
        let statistics = formatter(.json).formatStatistics(ConnectionStatistics()).plain
        #expect(statistics.hasSuffix("},\n  \"server\": \"web-1\"\n}"))
    }

    @Test func `A name beyond ASCII is made ASCII where the rest is`() {
        var options = FormatOptions()
        options.unicode = false
        let formatter = HostFormatter(host: "Köln", columns: 4, base: OutputFormat.simple.formatter(options))
        #expect(formatter.format(Self.received).plain == "K?ln  CPU: 45.2%")
    }
}
