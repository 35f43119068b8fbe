import MonitoringMessages
import Testing

@testable import MonitoringFormatters

@Suite struct TimeFormatTests {
    @Test(arguments: [
        ("%H:%M:%S", "14:05:09"), ("%I:%M %p", "02:05 PM"), ("%d.%m.%Y", "15.01.2024"), ("%y%m%d", "240115"),
        ("100%% %H", "100% 14"), ("%%H", "%H"), ("Uhr", "Uhr"),
    ])
    func timestamp(pattern: String, text: String) {
        #expect(TimeFormat(pattern)?.text(timestamp: "2024-01-15T14:05:09.123456") == text)
    }

    @Test(arguments: [("00", "12 AM"), ("01", "01 AM"), ("11", "11 AM"), ("12", "12 PM"), ("23", "11 PM")])
    func halfDays(hour: String, text: String) {
        #expect(TimeFormat("%I %p")?.text(timestamp: "2024-01-15 \(hour):00:00") == text)
    }

    @Test(arguments: ["", "%", "%Q", "%H%", "%H\u{1B}[2J", "%H\n", String(repeating: "x", count: 65)])
    func patternsThatCannotBe(pattern: String) {
        #expect(TimeFormat(pattern) == nil)
    }

    @Test(arguments: ["", "14:30:25", "2024-01-15", "yesterday at noon, more or less"])
    func timestampsThatTellNothing(timestamp: String) {
        #expect(TimeFormat("%Y")?.text(timestamp: timestamp) == nil)
    }

    @Test func wallTimeIsInItsOwnZone() {
        let time = WallTime(nanosecondsSinceEpoch: 1_705_329_025 * 1_000_000_000, utcOffsetSeconds: 3600)
        #expect(TimeFormat("%H.%M")?.text(time) == "15.30")
    }

    @Test(arguments: [OutputFormat.compact, .detailed])
    func formatsHaveIt(format: OutputFormat) throws {
        var options = FormatOptions()
        options.timeFormat = try #require(TimeFormat("at %H h"))
        var sample = MonitoringSample()
        sample.timestamp = "2024-01-15T14:05:09"
        let received = ReceivedSample(
            moment: Moment(monotonic: .zero, wall: WallTime(nanosecondsSinceEpoch: 0)), sample: sample, raw: "{}")
        let text = ANSIWriter(color: false).string(format.formatter(options).format(received))
        #expect(text.contains("at 14 h"))
    }
}
