package import DequeModule
package import MonitoringMessages

/// The newest samples and the times without any, bounded.
package struct SampleHistory: Sendable, Equatable {
    /// Samples kept: the manual's `MAX_HISTORY_SIZE`.
    package static let limit = 1000
    /// The shortest silence that counts as a gap, whatever the usual interval: a hiccup of the network is none.
    package static let shortestGap = Duration.seconds(3)

    /// A sample and the silence before it.
    package struct Entry: Sendable, Equatable {
        package var sample: ReceivedSample
        /// Time without data right before it; nil when it came in time.
        package var gapBefore: Duration?
    }

    /// Oldest first.
    package private(set) var entries: Deque<Entry> = []
    /// The usual time between two samples; nil before there were two.
    package private(set) var usualInterval: Duration?
    /// Gaps among `entries`.
    package private(set) var gapCount = 0
    private var recentIntervals: Deque<Duration> = []
    /// Enough that one late sample does not move the median.
    private static let recentIntervalLimit = 9

    /// An empty history.
    package init() {}

    package var newest: ReceivedSample? { entries.last?.sample }
    package var count: Int { entries.count }

    /// From what silence on data counts as stale, and a gap is drawn.
    package var gapThreshold: Duration {
        max(Self.shortestGap, (usualInterval ?? .zero) * 3)
    }

    /// Adds a sample and drops the oldest beyond the limit.
    mutating func append(_ sample: ReceivedSample) {
        var gap: Duration?
        if let last = entries.last?.sample {
            let interval = max(.zero, sample.moment.monotonic - last.moment.monotonic)
            if usualInterval != nil && interval > gapThreshold {
                gap = interval
            } else {
                learn(interval)
            }
        }
        entries.append(Entry(sample: sample, gapBefore: gap))
        if gap != nil { gapCount += 1 }
        if entries.count > Self.limit {
            if entries.removeFirst().gapBefore != nil { gapCount -= 1 }
        }
    }

    private mutating func learn(_ interval: Duration) {
        recentIntervals.append(interval)
        if recentIntervals.count > Self.recentIntervalLimit { recentIntervals.removeFirst() }
        usualInterval = recentIntervals.sorted()[recentIntervals.count / 2]
    }

    /// How long ago the newest sample came; nil without one.
    package func age(at now: Moment) -> Duration? {
        newest.map { max(.zero, now.monotonic - $0.moment.monotonic) }
    }

    /// Whether the newest sample is older than it should be.
    package func isLate(at now: Moment) -> Bool {
        age(at: now).map { $0 > gapThreshold } ?? false
    }

    /// The entry `steps` before the newest; nil beyond the oldest.
    package func entry(stepsBack steps: Int) -> Entry? {
        let index = entries.count - 1 - steps
        return entries.indices.contains(index) ? entries[index] : nil
    }
}
