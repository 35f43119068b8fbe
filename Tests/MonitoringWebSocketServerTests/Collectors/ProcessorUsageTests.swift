import Testing

@testable import MonitoringWebSocketServer

/// /proc/stat of these lines.
private func reading(_ lines: String...) -> ProcessorReading {
    ProcessorReading(stat: bytes(lines.joined(separator: "\n") + "\nintr 1 2 3\n"))
}

@Suite struct ProcessorUsageTests {
    /// Ten columns: user nice system idle iowait irq softirq steal guest guest_nice.
    @Test(
        arguments: [
            ("user", "50 0 0 50 0 0 0 0 0 0", 50), ("nice", "0 25 0 75 0 0 0 0 0 0", 25),
            ("system, irq, softirq", "0 0 10 70 0 10 10 0 0 0", 30), ("iowait is idle", "10 0 0 50 40 0 0 0 0 0", 10),
            ("steal is busy", "0 0 0 80 0 0 0 20 0 0", 20), ("guests are in user", "30 0 0 70 0 0 0 0 30 0", 30),
            ("guests are in nice", "0 30 0 70 0 0 0 0 0 30", 30), ("all idle", "0 0 0 100 0 0 0 0 0 0", 0),
            ("all busy", "100 0 0 0 0 0 0 0 0 0", 100), ("one decimal", "1 0 0 2 0 0 0 0 0 0", 33.3),
            ("an old kernel", "1 1 1 1", 75),
        ] as [(String, String, Double)])
    func whatCounts(_ name: String, _ columns: String, _ expected: Double) {
        var usage = ProcessorUsage(reading("cpu  0 0 0 0 0 0 0 0 0 0", "cpu0 0 0 0 0 0 0 0 0 0 0"), at: .zero)
        usage.update(reading("cpu  \(columns)", "cpu0 \(columns)"), at: .seconds(1))
        #expect(usage.totalPercent == expected)
        #expect(usage.corePercents == [expected])
    }

    @Test func isUnknownUntilTwoReadingsAreFarEnoughApart() {
        var usage = ProcessorUsage(reading("cpu  900 0 0 100", "cpu0 900 0 0 100"), at: .zero)
        #expect(usage.totalPercent == nil)
        #expect(usage.corePercents == [nil])
        usage.update(reading("cpu  901 0 0 100", "cpu0 901 0 0 100"), at: .milliseconds(99))
        #expect(usage.totalPercent == nil)
        // The first reading is still the one that counts: 10 of 40 ticks.
        usage.update(reading("cpu  910 0 0 130", "cpu0 910 0 0 130"), at: .milliseconds(400))
        #expect(usage.totalPercent == 25)
        #expect(usage.corePercents == [25])
    }

    @Test func keepsItsValueWhileNoTickPasses() {
        var usage = ProcessorUsage(reading("cpu  0 0 0 0", "cpu0 0 0 0 0"), at: .zero)
        usage.update(reading("cpu  10 0 0 10", "cpu0 10 0 0 10"), at: .seconds(1))
        usage.update(reading("cpu  10 0 0 10", "cpu0 10 0 0 10"), at: .seconds(2))
        usage.update(reading("cpu  99 0 0 10", "cpu0 99 0 0 10"), at: .seconds(2))
        #expect(usage.totalPercent == 50)
        #expect(usage.corePercents == [50])
    }

    @Test func isUnknownWhileNoTickHasEverPassed() {
        var usage = ProcessorUsage(reading("cpu  5 0 0 5", "cpu0 5 0 0 5"), at: .zero)
        usage.update(reading("cpu  5 0 0 5", "cpu0 5 0 0 5"), at: .seconds(1))
        #expect(usage.totalPercent == nil)
        #expect(usage.corePercents == [nil])
    }

    @Test func countersThatRunBackwards() {
        var usage = ProcessorUsage(reading("cpu  100 0 0 100 50"), at: .zero)
        // iowait fell: 30 of 40 ticks, not of 20.
        usage.update(reading("cpu  130 0 0 110 30"), at: .seconds(1))
        #expect(usage.totalPercent == 75)
        // All fell, as when a machine is moved to another host: kept, and told apart from the new ones next time.
        usage.update(reading("cpu  1 0 0 1 0"), at: .seconds(2))
        #expect(usage.totalPercent == 75)
        usage.update(reading("cpu  2 0 0 10 0"), at: .seconds(3))
        #expect(usage.totalPercent == 10)
    }

    @Test func coresThatComeAndGo() {
        var usage = ProcessorUsage(reading("cpu  0 0 0 0", "cpu0 0 0 0 0", "cpu1 0 0 0 0"), at: .zero)
        usage.update(reading("cpu  0 0 0 2", "cpu0 1 0 0 1", "cpu1 1 0 0 3"), at: .seconds(1))
        #expect(usage.corePercents == [50, 25])
        usage.update(reading("cpu  0 0 0 4", "cpu1 4 0 0 4"), at: .seconds(2))
        #expect(usage.corePercents == [75])
        usage.update(reading("cpu  0 0 0 6", "cpu0 9 0 0 9", "cpu1 4 0 0 5"), at: .seconds(3))
        #expect(usage.corePercents == [nil, 0])
        usage.update(reading("cpu  0 0 0 8", "cpu0 9 0 0 10", "cpu1 5 0 0 5", "cpu7 1 0 0 1"), at: .seconds(4))
        #expect(usage.corePercents == [0, 100, nil])
    }

    @Test func numbersAtTheirLimits() {
        let most = "\(UInt64.max)"
        var usage = ProcessorUsage(reading("cpu  0 0 0 0"), at: .zero)
        usage.update(reading("cpu  \(most) \(most) \(most) \(most) \(most) \(most) \(most) \(most)"), at: .seconds(1))
        #expect(usage.totalPercent == 75)
    }

    @Test func capturedFile() {
        let reading = ProcessorReading(stat: bytes(CapturedMachine.stat))
        #expect(reading.total != nil)
        #expect(reading.cores.map(\.number) == [0, 1])
    }

    @Test func sixtyFourCores() {
        let start = ["cpu  0 0 0 0"] + (0..<64).map { "cpu\($0) 0 0 0 0 0 0 0 0 0 0" }
        let end = ["cpu  0 0 0 0"] + (0..<64).map { "cpu\($0) \($0) 0 0 \(100 - $0) 0 0 0 0 0 0" }
        var usage = ProcessorUsage(ProcessorReading(stat: bytes(start.joined(separator: "\n"))), at: .zero)
        usage.update(ProcessorReading(stat: bytes(end.joined(separator: "\n"))), at: .seconds(1))
        #expect(usage.corePercents == (0..<64).map { Double($0) })
    }

    @Test(arguments: [
        "", "\n", "cpu", "cpu\n", "cpu  1 2 3\n", "cpux 1 2 3 4\n", "cpu99999999999999999999 1 2 3 4\n", "nocpu",
    ])
    func malformed(_ text: String) {
        let reading = ProcessorReading(stat: bytes(text))
        #expect(reading.total == nil)
        #expect(reading.cores.isEmpty)
    }
}
