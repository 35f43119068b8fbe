/// Makes usages out of successive readings of /proc/stat.
struct ProcessorUsage {
    /// All cores together in percent; nil until there are two readings far enough apart.
    private(set) var totalPercent: Double?
    /// Each core that is online in percent, in the order of their numbers; nil for one that has only just appeared.
    var corePercents: [Double?] { reading.cores.map { percents[$0.number] } }

    private var percents: [UInt64: Double] = [:]
    private var reading: ProcessorReading
    private var moment: Duration

    /// Starts from a reading; the next one is told apart from it.
    init(_ reading: ProcessorReading, at moment: Duration) {
        self.reading = reading
        self.moment = moment
    }

    /// Takes the next reading. What has seen no tick since the last one keeps its usage, and so does everything when
    /// the reading comes too soon.
    mutating func update(_ next: ProcessorReading, at moment: Duration) {
        guard moment - self.moment >= .shortestBetweenReadings else { return }
        if let total = next.total, let earlier = reading.total {
            totalPercent = total.usagePercent(since: earlier) ?? totalPercent
        }
        let earlier = Dictionary(reading.cores.map { ($0.number, $0.times) }) { first, _ in first }
        let pairs = next.cores.compactMap { core in
            earlier[core.number]
                .flatMap { core.times.usagePercent(since: $0) ?? percents[core.number] }
                .map { (core.number, $0) }
        }
        percents = Dictionary(pairs) { first, _ in first }
        reading = next
        self.moment = moment
    }
}
