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
        return lines.reversed()
    }

    /// The compact line behind the sign of its worst level, so that the columns stay in line.
    private func line(_ sample: ReceivedSample) -> StyledLine {
        let left = sample.sample.gpus.count - Self.gpuLimit
        var line = formatter.format(left > 0 ? sample.withGPUs(Self.gpuLimit) : sample).lines.first ?? StyledLine()
        if left > 0 { line.spans.append(StyledSpan(" \(signs.ellipsis) \(left) more", .dim)) }
        let levels = line.spans.compactMap { span in
            if case .level(let level) = span.style { level } else { nil }
        }
        let worst = levels.contains(.critical) ? UsageLevel.critical : levels.contains(.warning) ? .warning : .normal
        let mark = worst.mark.isEmpty ? "   " : TextWidth.fitted(worst.mark, to: 3)
        return StyledLine([StyledSpan(mark, .level(worst))] + line.spans)
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
