import MonitoringFormatters
import MonitoringMessages

/// What is to be told of a line that is out of sight.
enum MetricsNote {
    case figure(WorstFigure)
    case alerts(Int)
}

/// The metrics as lines, with what the last line in sight says about those below it.
struct MetricsLines {
    let lines: [StyledLine]
    /// For each line.
    let notes: [[MetricsNote]]
    let columns: Int
    let signs: Signs

    /// The lines in sight; when there are more below, the last one sums them up.
    func visible(from first: Int, rows: Int) -> [StyledLine] {
        guard rows > 0, first + rows < lines.count else { return Array(lines.dropFirst(first).prefix(rows)) }
        return Array(lines[first..<(first + rows - 1)]) + [summary(of: notes.dropFirst(first + rows - 1))]
    }

    /// `… 3 more: GPU 7 100% Critical · 2 alerts`, shorter where columns are few.
    private func summary(of hidden: some Sequence<[MetricsNote]>) -> StyledLine {
        var figures: [WorstFigure] = []
        var alertCount = 0
        for note in hidden.joined() {
            switch note {
            case .figure(let figure): figures.append(figure)
            case .alerts(let count): alertCount += count
            }
        }
        let alerts = alertCount > 0 ? StyledSpan(AlertCount.text(alertCount), .level(.warning)) : nil
        guard let worst = figures.max(by: { $0.percent < $1.percent }) else {
            return StyledLine([StyledSpan("\(signs.ellipsis) ", .dim)] + (alerts.map { [$0] } ?? []))
        }
        let style = TextStyle.level(worst.level)
        let whole = StyledSpan("\(worst.text) \(worst.level.rawValue)", style)
        let short = StyledSpan(worst.text + worst.level.mark, style)
        let end = alerts.map { [StyledSpan(signs.dot, .separator), $0] } ?? []
        let forms = [
            [StyledSpan("\(signs.ellipsis) \(figures.count) more: ", .dim), whole] + end,
            [StyledSpan("\(signs.ellipsis) \(figures.count): ", .dim), short] + end,
            [StyledSpan("\(signs.ellipsis) \(figures.count): ", .dim), short],
            [StyledSpan("\(signs.ellipsis) ", .dim), short],
        ].map { StyledLine($0) }
        return forms.first { $0.columns <= columns } ?? StyledLine([short])
    }
}
