package import DequeModule
package import MonitoringMessages

/// The newest samples and the times without any, bounded.
package struct SampleHistory: Sendable, Equatable {
    /// What a history keeps at most.
    package struct Limits: Sendable, Equatable {
        package var samples: Int
        /// Of the messages of the samples.
        package var bytes: Int

        /// What each of several hosts keeps: the more there are, the less, down to four minutes of a sample a second.
        ///
        /// The manual's `MAX_HISTORY_SIZE` is for one.
        package init(hostCount: Int = 1) {
            let hostCount = max(1, hostCount)
            samples = max(240, min(1000, 24_000 / hostCount))
            bytes = max(1_048_576, MessageLimits.historyBytes / hostCount)
        }
    }

    package let limits: Limits
    /// The shortest silence that counts as a gap, whatever the usual interval: a hiccup of the network is none.
    package static let shortestGap = Duration.seconds(3)

    /// A sample and what is missing before it. A class, so that walking the history copies no samples.
    package final class Entry: Sendable, Equatable {
        package let sample: ReceivedSample
        /// Time without data right before it; nil when it came in time.
        package let gapBefore: Duration?
        /// Samples right before it that came and were left out, because they came faster than they could be taken.
        package let droppedBefore: Int

        init(_ sample: ReceivedSample, gapBefore: Duration?, droppedBefore: Int) {
            self.sample = sample
            self.gapBefore = gapBefore
            self.droppedBefore = droppedBefore
        }

        /// Lines that the log shows for what is missing.
        var markerCount: Int { (gapBefore == nil ? 0 : 1) + (droppedBefore == 0 ? 0 : 1) }

        package static func == (left: Entry, right: Entry) -> Bool {
            left === right
                || (left.sample == right.sample && left.gapBefore == right.gapBefore
                    && left.droppedBefore == right.droppedBefore)
        }
    }

    /// What a database remembers from before the start.
    private(set) var remembered = RememberedSamples()
    /// Oldest first. While the history is packed, the newest only.
    package private(set) var entries: Deque<Entry> = []
    /// The entries before those; nil while the history is not packed.
    private var packed: PackedEntries?
    /// The usual time between two samples; nil before there were two.
    package private(set) var usualInterval: Duration?
    /// Lines that the log shows for what is missing among the entries.
    package private(set) var markerCount = 0
    /// Samples left out since the newest entry.
    private var dropped = 0
    /// Bytes of the messages of the entries, as they were received.
    private var bytes = 0
    private var recentIntervals: Deque<Duration> = []
    /// Enough that one late sample does not move the median.
    private static let recentIntervalLimit = 9

    /// An empty history.
    package init(limits: Limits = Limits()) {
        self.limits = limits
    }

    package var newest: ReceivedSample? { entries.last?.sample }
    package var count: Int { entries.count + (packed?.count ?? 0) }

    /// From what silence on data counts as stale, and a gap is drawn.
    package var gapThreshold: Duration {
        max(Self.shortestGap, (usualInterval ?? .zero) * 3)
    }

    /// Takes what a database remembers from before the start, oldest first.
    mutating func remember(_ samples: [RememberedSample]) {
        remembered = RememberedSamples(samples.suffix(limits.samples))
    }

    /// Notes that samples were left out before the next one.
    mutating func leaveOut(_ count: Int) {
        dropped += count
    }

    /// Adds a sample and drops the oldest beyond the limits; the newest stays, however large.
    mutating func append(_ sample: ReceivedSample) {
        var sample = sample
        // Of what arrived together with it, only itself is to be kept.
        if packed != nil { sample.rawBytes = Array(sample.rawBytes)[...] }
        var gap: Duration?
        // Where samples were left out, the time between two says nothing.
        if dropped == 0, let last = entries.last?.sample {
            let interval = max(.zero, sample.moment.monotonic - last.moment.monotonic)
            if usualInterval != nil && interval > gapThreshold {
                gap = interval
            } else {
                learn(interval)
            }
        }
        let entry = Entry(sample, gapBefore: gap, droppedBefore: dropped)
        dropped = 0
        entries.append(entry)
        markerCount += entry.markerCount
        bytes += sample.rawBytes.count
        packOlder()
        while count > limits.samples || (bytes > limits.bytes && count > 1) {
            // The oldest of all go first.
            remembered = RememberedSamples()
            removeFirst()
        }
    }

    private mutating func removeFirst() {
        if let oldest = packed?.removeFirst() {
            markerCount -= oldest.markerCount
            bytes -= oldest.messageBytes
        } else {
            let oldest = entries.removeFirst()
            markerCount -= oldest.markerCount
            bytes -= oldest.sample.rawBytes.count
        }
    }

    // MARK: - Packing

    /// Keeps all but the newest entry in a tenth of the memory until `unpack`, as what comes until then.
    mutating func pack() {
        packed = packed ?? PackedEntries()
        packOlder()
    }

    /// Makes `entries` all of them again.
    mutating func unpack() {
        if let packed, let newest = entries.first {
            entries.prepend(contentsOf: packed.entries(before: newest))
        }
        packed = nil
    }

    private mutating func packOlder() {
        guard packed != nil else { return }
        while entries.count > 1 {
            let entry = entries.removeFirst()
            packed?.append(entry, before: entries[0])
        }
    }

    private mutating func learn(_ interval: Duration) {
        recentIntervals.append(interval)
        if recentIntervals.count > Self.recentIntervalLimit { recentIntervals.removeFirst() }
        usualInterval = recentIntervals.sorted()[recentIntervals.count / 2]
    }

    /// How long ago the newest sample came; nil without one.
    package func age(at now: Moment) -> Duration? {
        entries.last.map { max(.zero, now.monotonic - $0.sample.moment.monotonic) }
    }

    /// Whether the newest sample is older than it should be.
    package func isLate(at now: Moment) -> Bool {
        age(at: now).map { $0 > gapThreshold } ?? false
    }

    /// The entry `steps` before the newest, of a history that is not packed; nil beyond the oldest.
    package func entry(stepsBack steps: Int) -> Entry? {
        let index = entries.count - 1 - steps
        return entries.indices.contains(index) ? entries[index] : nil
    }
}
