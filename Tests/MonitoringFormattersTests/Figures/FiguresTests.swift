import MonitoringFormatters
import MonitoringMessages
import Testing

@Suite struct FiguresTests {
    @Test(arguments: [
        (0, "0 B"), (1, "1 B"), (1023, "1023 B"), (1024, "1.0 KB"), (1536, "1.5 KB"), (8192, "8.0 KB"),
        (2_048_576, "2.0 MB"),
        (1_048_524, "1023.9 KB"), (1_048_525, "1.0 MB"), (1 << 30, "1.0 GB"), (1 << 40, "1.0 TB"), (1 << 50, "1.0 PB"),
        (Int.max, "8.0 EB"), (-1, "-1 B"), (-2048, "-2.0 KB"), (Int.min, "-8.0 EB"),
    ])
    func bytes(count: Int, expected: String) {
        #expect(Figures.bytes(count) == expected)
    }

    @Test(arguments: [
        (UInt64(0), "0", "0"), (8_804_682_956, "8.2", "8"), (14_066_017_894, "13.1", "13"), (500 << 30, "500", "500"),
        (276_860_928, "0.3", "0"), (53_687_090, "0", "0"), (53_687_092, "0.1", "0"), (1_073_741_823, "1", "1"),
        (UInt64.max, "17179869184", "17179869184"),
    ])
    func gigabytes(bytes: UInt64, expected: String, whole: String) {
        #expect(Figures.gigabytes(bytes) == expected)
        #expect(Figures.wholeGigabytes(bytes) == whole)
    }

    @Test(arguments: [
        (45.2, "45.2%", "45%"), (28.5, "28.5%", "29%"), (0, "0.0%", "0%"), (-0.0, "0.0%", "0%"), (-0.04, "0.0%", "0%"),
        (0.05, "0.1%", "0%"), (99.95, "100.0%", "100%"), (99.94, "99.9%", "100%"), (100, "100.0%", "100%"),
        (62.85, "62.9%", "63%"), (0.15, "0.2%", "0%"), (-12.34, "-12.3%", "-12%"), (1e-300, "0.0%", "0%"),
        (.leastNonzeroMagnitude, "0.0%", "0%"), (123_456_789_012.5, "123456789012.5%", "123456789013%"),
        (999_999_999_999_999, "999999999999999.0%", "999999999999999%"),
        (1e15, "1000000000000000.0%", "1000000000000000%"), (1e16, "1e+16%", "1e+16%"),
        (-1e300, "-1e+300%", "-1e+300%"),
        (.greatestFiniteMagnitude, "1.7976931348623157e+308%", "1.7976931348623157e+308%"),
        (.nan, "–", "–"), (.infinity, "–", "–"), (-.infinity, "–", "–"),
    ])
    func percent(value: Double, expected: String, whole: String) {
        #expect(Figures.percent(value) == expected)
        #expect(Figures.wholePercent(value) == whole)
    }

    @Test(arguments: [(3, "3.142"), (2, "3.14"), (0, "3"), (-5, "3"), (100, "3.142")])
    func places(count: Int, expected: String) {
        #expect(Figures.decimal(3.14159, places: count) == expected)
    }

    @Test func trimming() {
        #expect(Figures.decimal(500.04, places: 1, trimmed: true) == "500")
        #expect(Figures.decimal(10.5, places: 1, trimmed: true) == "10.5")
        #expect(Figures.decimal(999_999_999_999_999, places: 3, suffix: " units") == "999999999999999.0 units")
    }
}

@Suite struct BarTests {
    @Test(arguments: [
        (45.2, 9), (62.8, 13), (28.5, 6), (15, 3), (0, 0), (2.4, 0), (2.5, 1), (97.4, 19), (97.5, 20), (100, 20),
        (1e300, 20),
        (.infinity, 20), (-5, 0), (-.infinity, 0), (.nan, 0),
    ])
    func filled(percent: Double, expected: Int) {
        #expect(Bar(percent: percent, length: 20).filled == expected)
    }

    @Test func spans() {
        #expect(
            Bar(percent: 50, length: 4).spans(.warning) == [
                StyledSpan("██", .bar(.warning)), StyledSpan("▒▒", .barEmpty),
            ]
        )
        #expect(Bar(percent: 0, length: 2).spans(.normal, unicode: false) == [StyledSpan("..", .barEmpty)])
        #expect(Bar(percent: 100, length: 2).spans(.critical, unicode: false) == [StyledSpan("##", .bar(.critical))])
        #expect(Bar(percent: 100, length: -3).spans(.critical) == [])
    }
}
