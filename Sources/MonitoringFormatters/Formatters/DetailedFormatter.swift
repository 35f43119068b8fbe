public import MonitoringMessages

/// A heading with the server's time of day, and a block with a bar for each part.
public struct DetailedFormatter: MonitoringFormatter {
    /// What is set.
    public var options: FormatOptions

    /// A formatter with its options.
    public init(_ options: FormatOptions = FormatOptions()) {
        self.options = options
    }

    /// Its figures, not its text.
    public var parts: MessageParts { [.usages, .details] }

    /// Two lines for each part, with an empty line between parts. Memory and disk show their sizes in GB, processor and
    /// GPU their level in a word.
    public func format(_ received: ReceivedSample) -> StyledText {
        let sample = received.sample
        var lines: [StyledLine] = []
        lines.reserveCapacity(12)
        lines.append(
            StyledLine([StyledSpan("=== Monitoring System - " + sample.time(options.timeFormat) + " ===", .title)]))
        func add(_ icon: String, _ heading: String, _ usage: StyledLine) {
            if lines.count > 1 { lines.append(StyledLine()) }
            let withIcon = options.icons && options.unicode
            lines.append(StyledLine([StyledSpan(withIcon ? icon + heading : heading, .title)]))
            lines.append(usage)
        }
        if let processor = sample.processor {
            add("🖥️  ", "Processor:", usage(processor.usagePercent))
        }
        if let memory = sample.memory {
            add("💾 ", "Memory:", usage(memory.usagePercent, used: memory.usedBytes, total: memory.totalBytes))
        }
        if let disk = sample.disk {
            add("💿 ", "Disk:", usage(disk.usagePercent, used: disk.usedBytes, total: disk.totalBytes))
        }
        for (index, gpu) in sample.gpus.enumerated() {
            add("🎮 ", sample.gpus.count == 1 ? "GPU:" : "GPU \(index):", usage(gpu.usagePercent))
        }
        return StyledText(lines)
    }

    /// `[14:30:25] CONNECTION: message`.
    public func formatConnectionMessage(_ message: String, at time: WallTime) -> StyledText {
        .connection("[" + options.timeFormat.text(time) + "] CONNECTION: ", message, options)
    }

    /// `[14:30:25] ERROR: error`.
    public func formatError(_ error: String, at time: WallTime) -> StyledText {
        .error("[" + options.timeFormat.text(time) + "] ERROR: ", error, options)
    }

    /// `    Usage: 45.2% [█████████▒▒▒▒▒▒▒▒▒▒▒] (Normal)`. Nothing but the sign stands for an unknown percentage.
    private func usage(_ percent: Double?) -> StyledLine {
        var line = percentAndBar(percent)
        if let percent, percent.isFinite {
            let level = options.thresholds.level(percent)
            line.spans.append(StyledSpan(" (" + level.rawValue + ")", .level(level)))
        }
        return line
    }

    /// `    Usage: 62.8% [█████████████▒▒▒▒▒▒▒] (8.2/13.1 GB)`. The sizes stand there whenever one of them is known.
    private func usage(_ percent: Double?, used: UInt64?, total: UInt64?) -> StyledLine {
        var line = percentAndBar(percent)
        if used != nil || total != nil {
            let used = used.map(Figures.gigabytes) ?? options.unknown
            let total = total.map(Figures.gigabytes) ?? options.unknown
            line.spans.append(StyledSpan(" (" + used + "/" + total + " GB)", .value))
        }
        return line
    }

    private func percentAndBar(_ percent: Double?) -> StyledLine {
        var spans: [StyledSpan] = []
        spans.reserveCapacity(7)
        spans.append(StyledSpan("    Usage: ", .label))
        spans.append(options.percent(percent))
        if let percent, percent.isFinite, options.barLength > 0 {
            let bar = Bar(percent: percent, length: options.barLength)
            spans.append(StyledSpan(" [", .separator))
            spans += bar.spans(options.thresholds.level(percent), unicode: options.unicode)
            spans.append(StyledSpan("]", .separator))
        }
        return StyledLine(spans)
    }
}
