import MonitoringFormatters
import MonitoringMessages

/// The samples as a log: a compact line each, the newest last, with a line for each time without data.
struct CompactLog {
    let history: SampleHistory
    let formatter: any MonitoringFormatter
    let signs: Signs
    /// The silence that still lasts; nil while data comes in time.
    let presentGap: Duration?

    var rowCount: Int { history.count + history.markerCount + (presentGap == nil ? 0 : 1) }

    /// `count` lines that end `offset` lines before the newest, top first.
    func lines(fromEnd offset: Int, count: Int) -> [StyledLine] {
        var lines: [StyledLine] = []
        var skip = offset
        func add(_ line: () -> StyledLine) {
            if skip > 0 { skip -= 1 } else if lines.count < count { lines.append(line()) }
        }
        if let presentGap { add { gap(presentGap, lasts: true) } }
        for entry in history.entries.reversed() {
            guard lines.count < count else { break }
            add { line(entry.sample) }
            if let silence = entry.gapBefore { add { gap(silence, lasts: false) } }
            if entry.droppedBefore > 0 { add { leftOut(entry.droppedBefore) } }
        }
        return aligned(lines.reversed())
    }

    /// Percentages take four columns and sizes as many as the widest in sight, so that columns stay where they are.
    private func aligned(_ lines: [StyledLine]) -> [StyledLine] {
        let sizes = lines.lazy.flatMap(\.spans).filter { $0.style == .value }.map { TextWidth.columns($0.text) }
        let widest = sizes.max() ?? 0
        return lines.map { line in
            var line = line
            for index in line.spans.indices.dropFirst() {
                let isFigure = line.spans[index - 1].style == .label || line.spans[index - 1].text == "/"
                let columns = isFigure ? 4 : line.spans[index].style == .value ? widest : 0
                let missing = max(0, columns - TextWidth.columns(line.spans[index].text))
                if missing > 0 {
                    line.spans[index].text = String(repeating: " ", count: missing) + line.spans[index].text
                }
            }
            return line
        }
    }

    /// The compact line behind the sign of its worst level, so that the columns stay in line.
    private func line(_ sample: ReceivedSample) -> StyledLine {
        let left = sample.sample.gpus.count - Self.gpuLimit
        var line = formatter.format(left > 0 ? sample.withGPUs(Self.gpuLimit) : sample).lines.first ?? StyledLine()
        // Without a time of its own a sample has that of its arrival.
        if sample.sample.timestamp.flatMap(Figures.timeOfDay(timestamp:)) == nil, !line.spans.isEmpty {
            line.spans[0].text = "[\(Figures.timeOfDay(sample.moment.wall))]"
        }
        if line.spans.count == 1 { line.spans.append(StyledSpan(" \(Self.noFigures)", .dim)) }
        if left > 0 { line.spans.append(StyledSpan(" \(signs.ellipsis) \(left) more", .dim)) }
        let levels = line.spans.compactMap { span in
            if case .level(let level) = span.style { level } else { nil }
        }
        let worst = levels.contains(.critical) ? UsageLevel.critical : levels.contains(.warning) ? .warning : .normal
        // Blanks in the style of what follows: each change of it is bytes on the way.
        let mark =
            worst.mark.isEmpty
            ? StyledSpan("   ", .dim) : StyledSpan(TextWidth.fitted(worst.mark, to: 3), .level(worst))
        return StyledLine([mark] + line.spans)
    }

    private func gap(_ length: Duration, lasts: Bool) -> StyledLine {
        marker("no data for \(Figures.duration(length))\(lasts ? " so far" : "")")
    }

    /// They came faster than they could be taken.
    private func leftOut(_ count: Int) -> StyledLine {
        marker(count == 1 ? "1 sample not shown" : "\(count) samples not shown")
    }

    private func marker(_ text: String) -> StyledLine {
        let rule = signs.horizontal + signs.horizontal
        return StyledLine([StyledSpan("   \(rule) \(text) \(rule)", .error)])
    }

    /// What stands for a message without any.
    static let noFigures = "no figures"

    /// GPUs that a line of a one-line format names; a message may hold thousands.
    static let gpuLimit = 32
}

extension ReceivedSample {
    /// The same with the first GPUs only.
    func withGPUs(_ limit: Int) -> ReceivedSample {
        var sample = self
        sample.sample.gpus = Array(sample.sample.gpus.prefix(limit))
        return sample
    }
}
