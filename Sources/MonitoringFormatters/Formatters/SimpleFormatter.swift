public import MonitoringMessages

/// One line with a percentage for each part: `CPU: 45.2% | RAM: 62.8% | Disk: 28.5% | GPU: 15.0%`.
public struct SimpleFormatter: MonitoringFormatter {
    /// What is set.
    public var options: FormatOptions

    /// A formatter with its options.
    public init(_ options: FormatOptions = FormatOptions()) {
        self.options = options
    }

    /// One line; with several GPUs each is numbered (`GPU0: `).
    public func format(_ received: ReceivedSample) -> StyledText {
        let sample = received.sample
        var spans: [StyledSpan] = []
        spans.reserveCapacity(12)
        func add(_ label: String, _ percent: Double?) {
            if !spans.isEmpty { spans.append(StyledSpan(" | ", .separator)) }
            spans.append(StyledSpan(label, .label))
            spans.append(options.percent(percent))
        }
        if let processor = sample.processor { add("CPU: ", processor.usagePercent) }
        if let memory = sample.memory { add("RAM: ", memory.usagePercent) }
        if let disk = sample.disk { add("Disk: ", disk.usagePercent) }
        for (index, gpu) in sample.gpus.enumerated() {
            add(sample.gpus.count == 1 ? "GPU: " : "GPU\(index): ", gpu.usagePercent)
        }
        return StyledText([StyledLine(spans)])
    }
}
