import MonitoringMessages

/// A figure over time, one slot a sample; a time without data takes as many empty slots as samples are missing.
struct GraphSeries {
    /// Newest last; nil where there is no data. Shorter than asked for when the history is.
    let slots: [Double?]
    /// When the oldest slot was, if that is from before the start.
    private(set) var rememberedSince: WallTime?
    /// Slots of a time between two runs, which may have been days: enough for one sign of every kind.
    static let gapBetweenRuns = 4

    init(slots: [Double?]) {
        self.slots = slots
    }

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
        let interval = max(history.usualInterval ?? .seconds(1), .milliseconds(1))
        slots.reserveCapacity(count)
        func addGap(_ missing: Int) {
            for _ in 0..<max(1, min(missing, count - slots.count)) where slots.count < count { slots.append(nil) }
        }
        func missing(in silence: Duration) -> Int {
            Int(min(Double(count), (silence / interval).rounded() - 1))
        }
        if let silence { addGap(missing(in: silence)) }
        for entry in history.entries.reversed() {
            guard slots.count < count else { break }
            slots.append(value(entry).flatMap { $0.isFinite ? $0 : nil })
            if let gap = entry.gapBefore { addGap(missing(in: gap)) }
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
    }
}
