import MonitoringMessages

/// A figure over time, one slot a sample; a time without data takes as many empty slots as samples are missing, up to a part of
/// the graph.
struct GraphSeries {
    /// A time without data that takes less room than it should.
    struct Cut: Equatable {
        /// Its slots.
        var slots: Range<Int>
        /// How long it lasted.
        var length: Duration
    }

    /// Newest last; nil where there is no data. Shorter than asked for when the history is.
    let slots: [Double?]
    /// When the oldest slot was, if that is from before the start.
    private(set) var rememberedSince: WallTime?
    /// Slots of a time between two runs, which may have been days: enough for one sign of every kind.
    static let gapBetweenRuns = 4
    /// In no order.
    let cuts: [Cut]
    /// When the oldest sample in it came, on the monotonic clock; nil without any.
    let begin: Duration?

    init(slots: [Double?]) {
        self.slots = slots
        cuts = []
        begin = nil
    }

    /// Slots that a gap takes at most, so that what was before it stays in sight however long it lasts. Twelve have room for its
    /// length.
    private static func widestGap(of count: Int) -> Int { max(1, min(count / 2, max(12, count / 6))) }

    /// The newest `count` slots.
    ///
    /// - Parameters:
    ///   - silence: Time since the newest sample when it is late; it is drawn as missing samples at the right.
    ///   - remembered: The figure in samples from before the start; nil when it is not known whether they have it.
    init(
        _ history: SampleHistory, silence: Duration?, count: Int, value: (SampleHistory.Entry) -> Double?,
        remembered: ((RememberedSample) -> Double?)? = nil
    ) {
        var slots: [Double?] = []
        var cuts: [(from: Int, to: Int, length: Duration)] = []
        var begin: Duration?
        let interval = max(history.usualInterval ?? .seconds(1), .milliseconds(1))
        slots.reserveCapacity(count)
        func addGap(_ missing: Int) {
            for _ in 0..<max(1, min(missing, count - slots.count)) where slots.count < count { slots.append(nil) }
        }
        func addGap(_ silence: Duration) {
            let missing = Int(min(Double(Int32.max), (silence / interval).rounded() - 1))
            let widest = Self.widestGap(of: count)
            let from = slots.count
            addGap(min(missing, widest))
            if missing > widest { cuts.append((from, slots.count, silence)) }
        }
        if let silence { addGap(silence) }
        for entry in history.entries.reversed() {
            guard slots.count < count else { break }
            slots.append(value(entry).flatMap { $0.isFinite ? $0 : nil })
            begin = entry.sample.moment.monotonic
            if let gap = entry.gapBefore { addGap(gap) }
            if entry.droppedBefore > 0 { addGap(entry.droppedBefore) }
        }
        if let remembered, !history.remembered.entries.isEmpty {
            addGap(Self.gapBetweenRuns)
            for entry in history.remembered.entries.reversed() where slots.count < count {
                slots.append(remembered(entry.sample).flatMap { $0.isFinite ? $0 : nil })
                rememberedSince = entry.sample.time
                if entry.isAfterGap { addGap(Self.gapBetweenRuns) }
            }
        }
        self.slots = slots.reversed()
        self.cuts = cuts.map { Cut(slots: slots.count - $0.to..<slots.count - $0.from, length: $0.length) }
        self.begin = begin
    }
}
