import MonitoringMessages

/// A figure over time, one slot a sample; a time without data takes as many empty slots as samples are missing.
struct GraphSeries {
    /// Newest last; nil where there is no data. Shorter than asked for when the history is.
    let slots: [Double?]

    init(slots: [Double?]) {
        self.slots = slots
    }

    /// The newest `count` slots.
    ///
    /// - Parameter silence: Time since the newest sample when it is late; it is drawn as missing samples at the right.
    init(_ history: SampleHistory, silence: Duration?, count: Int, value: (MonitoringSample) -> Double?) {
        var slots: [Double?] = []
        let interval = max(history.usualInterval ?? .seconds(1), .milliseconds(1))
        func addGap(_ length: Duration) {
            let missing = min(Double(count), (length / interval).rounded() - 1)
            for _ in 0..<max(1, Int(missing)) where slots.count < count { slots.append(nil) }
        }
        if let silence { addGap(silence) }
        for entry in history.entries.reversed() {
            guard slots.count < count else { break }
            slots.append(value(entry.sample.sample).flatMap { $0.isFinite ? $0 : nil })
            if let gap = entry.gapBefore { addGap(gap) }
        }
        self.slots = slots.reversed()
    }
}
