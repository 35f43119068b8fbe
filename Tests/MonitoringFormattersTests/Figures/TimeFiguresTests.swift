import Foundation
import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct TimeFiguresTests {
    @Test(arguments: [
        (0, "0s", "00:00:00"), (45, "45s", "00:00:45"), (59, "59s", "00:00:59"), (60, "1m 0s", "00:01:00"),
        (90, "1m 30s", "00:01:30"),
        (751, "12m 31s", "00:12:31"), (3599, "59m 59s", "00:59:59"), (3600, "1h 0m", "01:00:00"),
        (7140, "1h 59m", "01:59:00"),
        (86_399, "23h 59m", "23:59:59"), (86_400, "1d 0h", "24:00:00"), (273_600, "3d 4h", "76:00:00"),
        (363_599, "4d 4h", "100:59:59"), (-5, "0s", "00:00:00"),
        (Int64.max, "106751991167300d 15h", "2562047788015215:30:07"),
    ])
    func durations(seconds: Int64, expected: String, clock: String) {
        #expect(Figures.duration(.seconds(seconds)) == expected)
        #expect(Figures.clock(.seconds(seconds)) == clock)
    }

    @Test func fractionsOfASecondAreCut() {
        #expect(Figures.duration(.milliseconds(59_999)) == "59s")
        #expect(Figures.clock(.milliseconds(59_999)) == "00:00:59")
        #expect(Figures.milliseconds(.microseconds(3240)) == "3.2 ms")
        #expect(Figures.milliseconds(.microseconds(99_949)) == "99.9 ms")
        #expect(Figures.milliseconds(.microseconds(99_950)) == "100 ms")
        #expect(Figures.milliseconds(.seconds(2)) == "2000 ms")
    }

    @Test(arguments: [
        (Int64(0), Int32(0), "1970-01-01T00:00:00.000000+00:00"),
        (1_705_325_425_123_456_789, 3600, "2024-01-15T14:30:25.123456+01:00"),
        (1_705_325_425_123_456_789, -12_600, "2024-01-15T10:00:25.123456-03:30"),
        (-1, 0, "1969-12-31T23:59:59.999999+00:00"),
        (951_782_400_000_000_000, 0, "2000-02-29T00:00:00.000000+00:00"),
        (951_868_799_000_001_000, 1, "2000-03-01T00:00:00.000001+00:00"),
        (.max, .max, "2330-05-01T03:01:23.854775+596523:14"),
        (.min, 0, "1677-09-21T00:12:43.145224+00:00"),
    ])
    func iso8601(nanoseconds: Int64, offset: Int32, expected: String) {
        #expect(Figures.iso8601(WallTime(nanosecondsSinceEpoch: nanoseconds, utcOffsetSeconds: offset)) == expected)
    }

    /// Days over four centuries, with all their leap years, against Foundation's calendar.
    @Test func datesAgreeWithFoundation() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for day in stride(from: Int64(-100_000), to: 100_000, by: 61) {
            let parts = calendar.dateComponents(
                [.year, .month, .day],
                from: Date(timeIntervalSince1970: Double(day) * 86_400)
            )
            let expected = try String(
                format: "%04d-%02d-%02dT12:00:00",
                #require(parts.year),
                #require(parts.month),
                #require(parts.day)
            )
            let time = WallTime(nanosecondsSinceEpoch: (day * 86_400 + 43_200) * 1_000_000_000)
            #expect(Figures.iso8601(time).hasPrefix(expected))
        }
    }

    @Test func timeOfDayIsInItsOwnZone() {
        #expect(Figures.timeOfDay(Samples.wall()) == "14:30:25")
        #expect(Figures.timeOfDay(WallTime(nanosecondsSinceEpoch: 0, utcOffsetSeconds: -1)) == "23:59:59")
    }

    @Test(arguments: [
        ("2024-01-15T14:30:25.123456", "14:30:25"), ("2024-01-15T14:30:25", "14:30:25"),
        ("2024-01-15 14:30:25,5", "14:30:25"),
        ("2024-01-15T14:30:25Z", "14:30:25"), ("2024-01-15T14:30:25+02:00", "14:30:25"),
        ("2016-12-31T23:59:60", "23:59:60"),
        ("", nil), ("14:30:25", nil), ("2024-01-15T14:30", nil), ("2024-01-15T14:30:2", nil),
        ("2024-01-15T24:00:00", nil),
        ("2024-01-15T14:60:25", nil), ("2024-01-15T14:30:61", nil), ("2024-01-15X14:30:25", nil),
        ("2024/01/15T14:30:25", nil),
        ("2024-01-15T14:30:25x", nil), ("2024-01-15T1\u{1B}:30:25", nil), ("２024-01-15T14:30:25", nil),
        ("1705325425", nil),
    ])
    func serverTimestamps(timestamp: String, expected: String?) {
        #expect(Figures.timeOfDay(timestamp: timestamp) == expected)
    }
}
