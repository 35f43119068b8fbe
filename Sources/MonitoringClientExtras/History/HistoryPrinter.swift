import MonitoringClientCommand
import Glibc
import MonitoringDatabase
import MonitoringFormatters
import MonitoringMessages

/// Prints samples of a database as the formats print live ones, with time and server.
struct HistoryPrinter {
    private let format: OutputFormat
    private let formatter: any MonitoringFormatter
    private let writer: ANSIWriter

    init(format: OutputFormat, options: FormatOptions, writer: ANSIWriter) {
        self.format = format
        self.writer = writer
        var options = options
        // A history needs the day; a format that someone chose stays.
        if options.timeFormat == .standard, let dated = TimeFormat("%Y-%m-%d %H:%M:%S") { options.timeFormat = dated }
        formatter = format.formatter(options)
    }

    /// The sample's lines.
    func text(_ stored: StoredSample) -> String {
        let time = WallTime.local(stored.time)
        var sample = MonitoringSample()
        sample.timestamp = Figures.iso8601(time)
        sample.processor = .init(usagePercent: stored.cpuUsage)
        sample.memory = .init(usagePercent: stored.ramUsage)
        sample.disk = .init(usagePercent: stored.diskUsage)
        // Most machines have no GPU, and a row does not tell one from the other.
        sample.gpus = stored.gpuUsage.map { [.init(usagePercent: $0)] } ?? []
        let received = ReceivedSample(
            moment: Moment(monotonic: .zero, wall: time), sample: sample, raw: Self.json(stored, time))
        guard format == .simple || format == .compact || format == .detailed else {
            return formatter.printed(received, by: writer)
        }
        var text = formatter.format(received)
        add(StyledSpan(HarmlessText.make(stored.server, unicode: formatter.options.unicode), .title), time, to: &text)
        return writer.string(text)
    }

    private func add(_ server: StyledSpan, _ time: WallTime, to text: inout StyledText) {
        switch format {
        case .simple:
            let stamp = String(Figures.iso8601(time).prefix(19)).replacing("T", with: " ")
            text.lines[0].spans.insert(contentsOf: [StyledSpan(stamp + " ", .dim), server, StyledSpan(" ")], at: 0)
        case .compact:
            // Behind the time.
            text.lines[0].spans.insert(contentsOf: [StyledSpan(" "), server], at: 1)
        case .detailed:
            text.lines.insert(StyledLine([StyledSpan("Server: ", .label), server]), at: 1)
            text.lines.append(StyledLine())
        case .json, .jsonl: break
        }
    }

    /// The row, its keys the columns of the table.
    private static func json(_ stored: StoredSample, _ time: WallTime) -> String {
        JSONObjectWriter.object { writer in
            writer.field("id", stored.id)
            writer.field("timestamp", Figures.iso8601(time))
            writer.field("server", stored.server)
            writer.field("cpu_usage", stored.cpuUsage)
            writer.field("ram_usage", stored.ramUsage)
            writer.field("disk_usage", stored.diskUsage)
            writer.field("gpu_usage", stored.gpuUsage)
        }
    }
}

extension WallTime {
    /// The same time in the zone of this machine.
    fileprivate static func local(_ time: WallTime) -> WallTime {
        var local = time
        var seconds = time_t(time.nanosecondsSinceEpoch / 1_000_000_000)
        var parts = tm()
        if localtime_r(&seconds, &parts) != nil {
            local.utcOffsetSeconds = Int32(truncatingIfNeeded: parts.tm_gmtoff)
        }
        return local
    }
}

extension MonitoringSample.Processor {
    fileprivate init(usagePercent: Double?) {
        self.init()
        self.usagePercent = usagePercent
    }
}

extension MonitoringSample.Memory {
    fileprivate init(usagePercent: Double?) {
        self.init()
        self.usagePercent = usagePercent
    }
}

extension MonitoringSample.Disk {
    fileprivate init(usagePercent: Double?) {
        self.init()
        self.usagePercent = usagePercent
    }
}

extension MonitoringSample.GPU {
    fileprivate init(usagePercent: Double?) {
        self.init()
        self.usagePercent = usagePercent
    }
}
