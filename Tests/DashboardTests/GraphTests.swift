import MonitoringMessages
import Testing

@testable import Dashboard

@Suite struct GraphTests {
    private func history(_ steps: [Int]) -> SampleHistory {
        var history = SampleHistory()
        for step in steps {
            var received = Fixtures.sample(step)
            received.sample.processor?.usagePercent = 50
            history.append(received)
        }
        return history
    }

    private func slots(_ history: SampleHistory, silence: Duration? = nil, count: Int = 20) -> [Double?] {
        GraphSeries(history, silence: silence, count: count) { $0.sample.sample.processor?.usagePercent }.slots
    }

    @Test func gapTakesTheSlotsOfTheMissingSamples() {
        let slots = slots(history([0, 1, 2, 8, 9]))
        #expect(slots == [50, 50, 50, nil, nil, nil, nil, nil, 50, 50])
    }

    @Test func lastingSilenceMovesTheGraphOn() {
        let slots = slots(history([0, 1, 2]), silence: .seconds(5))
        #expect(slots == [50, 50, 50, nil, nil, nil, nil])
    }

    @Test func endlessGapFillsNoMoreThanTheGraph() {
        #expect(slots(history([0, 1, 2]), silence: .seconds(1 << 40)).count == 20)
        #expect(slots(history([0, 1, 2, 1 << 29]), count: 5) == [nil, nil, nil, nil, 50])
    }

    @Test func samplesLeftOutAreAGapAndNoSilence() {
        var history = history([0, 1, 2])
        history.leaveOut(2)
        var next = Fixtures.sample(60)
        next.sample.processor?.usagePercent = 50
        history.append(next)
        #expect(slots(history) == [50, 50, 50, nil, nil, 50])
        #expect(history.usualInterval == .seconds(1))
        #expect(history.entries.last?.gapBefore == nil)
    }

    private func remembered(_ seconds: [Int], cpu: Double? = 20) -> [RememberedSample] {
        seconds.map { RememberedSample(time: Fixtures.moment(Double($0)).wall, cpu: cpu) }
    }

    private func series(_ history: SampleHistory, count: Int = 20) -> GraphSeries {
        GraphSeries(
            history, silence: nil, count: count, value: { $0.sample.sample.processor?.usagePercent }, remembered: \.cpu)
    }

    @Test func rememberedSamplesStandBeforeAGapOfFixedSize() {
        var history = history([0, 1])
        history.remember(remembered([-86_000, -85_999]))
        #expect(series(history).slots == [20, 20, nil, nil, nil, nil, 50, 50])
        #expect(series(history).rememberedSince == Fixtures.moment(-86_000).wall)
        // A figure that is not remembered is not drawn as missing.
        #expect(slots(history) == [50, 50])
        #expect(history.count == 2)
    }

    @Test func rememberedRunsHaveGapsOfFixedSizeBetweenThem() {
        var history = SampleHistory()
        history.remember(remembered([-9000, -8999, -8998, -500, -499]))
        #expect(series(history).slots == [20, 20, 20, nil, nil, nil, nil, 20, 20, nil, nil, nil, nil])
    }

    @Test func rememberedSamplesTakeTheRoomThatIsLeft() {
        var history = history([0, 1])
        history.remember(remembered(Array(-2000 ..< -10)))
        #expect(series(history, count: 8).slots == [20, 20, nil, nil, nil, nil, 50, 50])
        #expect(series(history, count: 8).rememberedSince == Fixtures.moment(-12).wall)
        #expect(series(history, count: 5).slots == [nil, nil, nil, 50, 50])
        #expect(series(history, count: 5).rememberedSince == nil)
        #expect(series(history, count: 2).slots == [50, 50])
    }

    @Test func rememberedUnknownFigureIsAGap() {
        var history = SampleHistory()
        history.remember(remembered([0, 1], cpu: nil) + remembered([2], cpu: .infinity))
        #expect(series(history).slots == [nil, nil, nil, nil, nil, nil, nil])
    }

    @Test func rememberedTimesMayBeAnything() {
        var history = SampleHistory()
        let times: [Int64] = [.min, .max, 0, .min]
        history.remember(times.map { RememberedSample(time: WallTime(nanosecondsSinceEpoch: $0), cpu: 20) })
        #expect(series(history).slots.compactMap { $0 }.count == 4)
    }

    @Test func rememberedSamplesGoFirst() {
        var history = SampleHistory()
        history.remember(remembered([-2, -1]))
        for step in 0...history.limits.samples { history.append(Fixtures.sample(step)) }
        #expect(series(history, count: 2000).slots.count == history.limits.samples)
    }

    @Test func unknownFigureIsAGap() {
        let series = GraphSeries(history([0, 1]), silence: nil, count: 4) { _ in nil }
        #expect(series.slots == [nil, nil])
    }

    private func text(_ values: [Double?], columns: Int, rows: Int, _ glyphs: Glyphs) -> [String] {
        let cells = GraphCells(GraphSeries(slots: values), columns: columns, rows: rows, signs: .of(glyphs))
        return (0..<rows).map { row in
            cells.columns.map { $0.isGap ? "'" : cells.text($0, row: row) ?? " " }.joined()
        }
    }

    @Test func brailleFillsFromTheBottomRight() {
        #expect(text([0, 100], columns: 2, rows: 2, .full) == [" ⢸", " ⣸"])
        #expect(text([50, 50], columns: 1, rows: 1, .full) == ["⣤"])
    }

    @Test func asciiHasHalfCells() {
        #expect(text([0, 25, 50, 75, 100], columns: 5, rows: 2, .ascii) == ["   .#", "..###"])
    }

    @Test func blocksHaveEighths() {
        #expect(text([0, 25, 50, 62.5, 100], columns: 5, rows: 2, .blocks) == ["   ▂█", "▁▄███"])
    }

    @Test func gapIsMarkedAndWhatWasBeforeIsBlank() {
        #expect(text([50, nil, 50], columns: 5, rows: 1, .ascii) == ["  .'."])
        #expect(text([50, nil], columns: 1, rows: 1, .full) == ["⡄"])
    }

    @Test func usualIntervalIsTheMedian() {
        #expect(history([0, 2, 4, 6, 7, 9]).usualInterval == .seconds(2))
        #expect(history([0]).usualInterval == nil)
        #expect(history([0, 1, 2, 60, 61]).markerCount == 1)
    }
}
