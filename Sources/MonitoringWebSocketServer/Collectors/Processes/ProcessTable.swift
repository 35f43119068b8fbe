import MonitoringMessages

/// Makes the table of the busiest processes out of successive readings of all.
struct ProcessTable {
    /// The machine's units, which tests set.
    struct Units {
        var ticksPerSecond: Double
        var pageBytes: UInt64
    }

    /// Number of processes at the last reading; nil when it found none, not even this one.
    private(set) var count: Int?
    /// The busiest, and among equals those with most memory; empty until there are two readings far enough apart, and when
    /// the last one failed.
    private(set) var top: [MonitoringSample.ProcessUsage] = []

    private var units: Units
    private var limit: Int
    private var readings: [UInt64: ProcessReading]
    private var moment: Duration

    /// Starts from a reading; the next one is told apart from it. `limit` is the length of the table.
    init(_ processes: [ProcessReading], at moment: Duration, limit: Int, units: Units) {
        self.units = units
        self.limit = max(0, limit)
        self.moment = moment
        count = processes.isEmpty ? nil : processes.count
        readings = Self.byNumber(processes)
    }

    /// Takes the next reading, unless it comes too soon.
    mutating func update(_ processes: [ProcessReading], at moment: Duration) {
        let interval = moment - self.moment
        guard interval >= .shortestBetweenReadings else { return }
        guard !processes.isEmpty else {
            (count, top) = (nil, [])
            return
        }
        let used = processes.map { process -> (process: ProcessReading, ticks: UInt64) in
            // One that was not there has started since, so that all its time is new.
            guard let earlier = readings[process.pid], earlier.startTicks == process.startTicks else {
                return (process, process.ticks)
            }
            return (process, process.ticks - min(earlier.ticks, process.ticks))
        }
        let busiest = used.sorted {
            ($1.ticks, $1.process.residentPages, $0.process.pid) < ($0.ticks, $0.process.residentPages, $1.process.pid)
        }
        top = busiest.prefix(limit).map { entry in
            var usage = MonitoringSample.ProcessUsage()
            usage.pid = Int(exactly: entry.process.pid)
            usage.name = entry.process.name
            let seconds = Double(entry.ticks) / units.ticksPerSecond
            usage.usagePercent = percentage(seconds, of: interval.seconds)
            let (bytes, isTooLarge) = entry.process.residentPages.multipliedReportingOverflow(by: units.pageBytes)
            usage.memoryBytes = isTooLarge ? nil : bytes
            return usage
        }
        count = processes.count
        readings = Self.byNumber(processes)
        self.moment = moment
    }

    private static func byNumber(_ processes: [ProcessReading]) -> [UInt64: ProcessReading] {
        Dictionary(processes.map { ($0.pid, $0) }) { first, _ in first }
    }
}
