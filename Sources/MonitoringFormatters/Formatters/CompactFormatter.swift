public import MonitoringMessages

/// One short line with the server's time of day: `[14:30:25] CPU:45% │ RAM:63%(8.2/13G) │ DSK:29% │ GPU:15%/45%`.
public struct CompactFormatter: MonitoringFormatter {
    /// What is set.
    public var options: FormatOptions

    /// A formatter with its options.
    public init(_ options: FormatOptions = FormatOptions()) {
        self.options = options
    }

    /// Its figures, not its text.
    public var parts: MessageParts { [.usages, .details] }

    /// One line: whole percentages, memory used and in all in GB, a GPU's usage and its memory's.
    public func format(_ received: ReceivedSample) -> StyledText {
        let sample = received.sample
        var spans: [StyledSpan] = []
        spans.reserveCapacity(16)
        spans.append(StyledSpan("[" + sample.time(options.timeFormat) + "]", .dim))
        var separator = " "
        func add(_ label: String, _ percent: Double?) {
            spans.append(StyledSpan(separator, .separator))
            spans.append(StyledSpan(label, .label))
            spans.append(options.percent(percent, whole: true))
            separator = options.unicode ? " │ " : " | "
        }
        if let processor = sample.processor { add("CPU:", processor.usagePercent) }
        if let memory = sample.memory {
            add("RAM:", memory.usagePercent)
            if memory.usedBytes != nil || memory.totalBytes != nil {
                let used = memory.usedBytes.map(Figures.gigabytes) ?? options.unknown
                let total = memory.totalBytes.map(Figures.wholeGigabytes) ?? options.unknown
                spans.append(StyledSpan("(" + used + "/" + total + "G)", .value))
            }
        }
        if let disk = sample.disk { add("DSK:", disk.usagePercent) }
        for (index, gpu) in sample.gpus.enumerated() {
            add(sample.gpus.count == 1 ? "GPU:" : "GPU\(index):", gpu.usagePercent)
            if let memoryPercent = gpu.memoryPercent {
                spans.append(StyledSpan("/", .separator))
                spans.append(options.percent(memoryPercent, whole: true))
            }
        }
        return StyledText([StyledLine(spans)])
    }

    /// `► message`.
    public func formatConnectionMessage(_ message: String, at time: WallTime) -> StyledText {
        .connection(options.unicode ? "► " : "> ", message, options)
    }

    /// `✗ error`.
    public func formatError(_ error: String, at time: WallTime) -> StyledText {
        .error(options.unicode ? "✗ " : "x ", error, options)
    }
}

extension MonitoringSample {
    /// The server's time, `--:--:--` when the timestamp does not tell it.
    func time(_ format: TimeFormat) -> String {
        timestamp.flatMap(format.text(timestamp:)) ?? "--:--:--"
    }
}
