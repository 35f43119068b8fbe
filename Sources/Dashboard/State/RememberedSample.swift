package import MonitoringMessages

/// What is known of a sample from before the start. The graphs begin with it; no other pane shows it.
package struct RememberedSample: Sendable, Equatable {
    /// When it arrived.
    package var time: WallTime
    /// Usage of the processor in percent; nil where it is not known, as for those that follow.
    package var cpu: Double?
    /// Usage of main memory in percent.
    package var ram: Double?
    /// Usage of the disk in percent.
    package var disk: Double?
    /// Usage of the first GPU in percent.
    package var gpu: Double?

    /// A sample from its parts.
    package init(time: WallTime, cpu: Double? = nil, ram: Double? = nil, disk: Double? = nil, gpu: Double? = nil) {
        self.time = time
        self.cpu = cpu
        self.ram = ram
        self.disk = disk
        self.gpu = gpu
    }
}

/// Samples from before the start, and where there were none in between.
struct RememberedSamples: Sendable, Equatable {
    /// A sample, and whether samples are missing right before it.
    struct Entry: Sendable, Equatable {
        var sample: RememberedSample
        var isAfterGap: Bool
    }

    /// Oldest first.
    private(set) var entries: [Entry] = []

    /// None.
    init() {}

    /// - Parameter samples: Oldest first.
    init(_ samples: [RememberedSample]) {
        let intervals = zip(samples.dropFirst(), samples).map { later, earlier in
            Duration.nanoseconds(
                later.time.nanosecondsSinceEpoch.subtractingClamped(earlier.time.nanosecondsSinceEpoch))
        }
        let usual = intervals.sorted().dropFirst(intervals.count / 2).first ?? .zero
        let threshold = max(SampleHistory.shortestGap, usual * 3)
        entries = zip(samples, [.zero] + intervals).map { Entry(sample: $0, isAfterGap: $1 > threshold) }
    }
}

extension Int64 {
    /// Times out of a file may be anything.
    func subtractingClamped(_ other: Int64) -> Int64 {
        let (difference, isOverflow) = subtractingReportingOverflow(other)
        return isOverflow ? (self < other ? .min : .max) : difference
    }
}
