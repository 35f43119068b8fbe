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
        GraphSeries(history, silence: silence, count: count) { $0.processor?.usagePercent }.slots
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

    @Test func unknownFigureIsAGap() {
        let series = GraphSeries(history([0, 1]), silence: nil, count: 4) { _ in nil }
        #expect(series.slots == [nil, nil])
    }

    private func text(_ values: [Double?], columns: Int, rows: Int, unicode: Bool) -> [String] {
        let cells = GraphCells(GraphSeries(slots: values), columns: columns, rows: rows, unicode: unicode)
        return (0..<rows).map { row in
            (0..<columns).map { column in
                switch cells[column, row] {
                case .blank: " "
                case .gap: "'"
                case .filled(let text, _): text
                }
            }.joined()
        }
    }

    @Test func brailleFillsFromTheBottomRight() {
        #expect(text([0, 100], columns: 2, rows: 2, unicode: true) == [" ⢸", " ⣸"])
        #expect(text([50, 50], columns: 1, rows: 1, unicode: true) == ["⣤"])
    }

    @Test func asciiHasHalfCells() {
        #expect(text([0, 25, 50, 75, 100], columns: 5, rows: 2, unicode: false) == ["   .#", "..###"])
    }

    @Test func gapIsMarkedAndWhatWasBeforeIsBlank() {
        #expect(text([50, nil, 50], columns: 5, rows: 1, unicode: false) == ["  .'."])
        #expect(text([50, nil], columns: 1, rows: 1, unicode: true) == ["⡄"])
    }

    @Test func usualIntervalIsTheMedian() {
        #expect(history([0, 2, 4, 6, 7, 9]).usualInterval == .seconds(2))
        #expect(history([0]).usualInterval == nil)
        #expect(history([0, 1, 2, 60, 61]).gapCount == 1)
    }
}
