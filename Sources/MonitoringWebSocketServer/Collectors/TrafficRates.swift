/// Two counters of bytes that only grow, such as received and sent.
struct TrafficCounters: Equatable {
    var inBytes: UInt64
    var outBytes: UInt64
}

/// Makes rates out of successive readings of named counters: interfaces, disks.
struct TrafficRates {
    /// Whole bytes in a second in each direction; nil until there are two readings far enough apart, and when the last one
    /// failed.
    private(set) var perSecond: (inbound: Double, outbound: Double)?

    private var counters: [String: TrafficCounters]?
    private var moment: Duration

    /// Starts from a reading; the next one is told apart from it.
    /// - Parameter counters: nil when they cannot be read.
    init(_ counters: [String: TrafficCounters]?, at moment: Duration) {
        self.counters = counters
        self.moment = moment
    }

    /// Takes the next reading, unless it comes too soon. What has only just appeared counts from the next reading on,
    /// and a counter that ran backwards stood still.
    /// - Parameter next: nil when they cannot be read.
    mutating func update(_ next: [String: TrafficCounters]?, at moment: Duration) {
        let interval = moment - self.moment
        guard interval >= .shortestBetweenReadings else { return }
        guard let next else { return perSecond = nil }
        defer { (counters, self.moment) = (next, moment) }
        guard let counters else { return }
        var bytes = (inbound: 0.0, outbound: 0.0)
        for (name, later) in next {
            guard let earlier = counters[name] else { continue }
            bytes.inbound += Double(later.inBytes) - Double(min(earlier.inBytes, later.inBytes))
            bytes.outbound += Double(later.outBytes) - Double(min(earlier.outBytes, later.outBytes))
        }
        let seconds = interval.seconds
        perSecond = ((bytes.inbound / seconds).rounded(), (bytes.outbound / seconds).rounded())
    }
}
