public import MonitoringMessages

/// One line with a percentage for each part: `CPU: 45.2% | RAM: 62.8% | Disk: 28.5% | GPU: 15.0%`.
public struct SimpleFormatter: MonitoringFormatter {
    /// What is set.
    public var options: FormatOptions

    /// A formatter with its options.
    public init(_ options: FormatOptions = FormatOptions()) {
        self.options = options
    }

    /// Percentages alone.
    public var parts: MessageParts { .usages }

    /// One line; with several GPUs each is numbered (`GPU0: `).
    public func format(_ received: ReceivedSample) -> StyledText {
        var spans: [StyledSpan] = []
        spans.reserveCapacity(12)
        forEachPart(of: received.sample) { label, number, percent in
            if !spans.isEmpty { spans.append(StyledSpan("\(Self.separator)", .separator)) }
            spans.append(StyledSpan("\(label)\(number.map(String.init) ?? ""): ", .label))
            spans.append(options.percent(percent))
        }
        return StyledText([StyledLine(spans)])
    }

    /// The same line, without lists of spans where it has no colour.
    public func write(_ received: ReceivedSample, by writer: ANSIWriter, to output: inout [UInt8]) {
        guard !writer.color else {
            output.append(contentsOf: printed(received, by: writer).utf8)
            return
        }
        let start = output.count
        forEachPart(of: received.sample) { label, number, percent in
            if output.count > start { output.append(Self.separator) }
            output.append(label)
            if let number { output.append(contentsOf: String(number).utf8) }
            output.append(": ")
            if let percent, percent.isFinite {
                Figures.writePercent(percent, to: &output)
            } else {
                output.append(contentsOf: options.unknown.utf8)
            }
        }
        output.append(UInt8(ascii: "\n"))
    }

    private static var separator: StaticString { " | " }

    private func forEachPart(
        of sample: MonitoringSample, _ body: (_ label: StaticString, _ number: Int?, _ percent: Double?) -> Void
    ) {
        if let processor = sample.processor { body("CPU", nil, processor.usagePercent) }
        if let memory = sample.memory { body("RAM", nil, memory.usagePercent) }
        if let disk = sample.disk { body("Disk", nil, disk.usagePercent) }
        for (index, gpu) in sample.gpus.enumerated() {
            body("GPU", sample.gpus.count == 1 ? nil : index, gpu.usagePercent)
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}
