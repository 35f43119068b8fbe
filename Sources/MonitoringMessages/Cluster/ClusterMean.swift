/// The mean processor usage of machines, kept up as one after the other changes: a change costs the same however many they
/// are.
package struct ClusterMean: Sendable, Equatable {
    /// What one machine adds.
    package struct Share: Sendable, Equatable {
        /// Whether it has sent a sample since the start.
        package var hasAnswered = false
        /// Whether its link is up.
        package var isUp = false
        /// Its usage in percent; nil while it is unknown.
        package var percent: Double?

        package init() {}
    }

    /// Percentages are added up in whole millionths, so that nothing is left when one is taken off again.
    private static let scale = 1e6
    /// Beyond any percentage that means something; a million machines of it fit.
    private static let largest = 1e6

    private var sum: Int64 = 0
    private var counted = 0
    /// Machines that are up and have sent a sample.
    package private(set) var upCount = 0
    /// Machines that have sent a sample.
    package private(set) var answeredCount = 0

    package init() {}

    /// The mean over the machines that are up and tell it, in percent; nil when none does.
    package var percent: Double? { counted > 0 ? Double(sum) / Double(counted) / Self.scale : nil }

    /// Takes what a machine adds now for what it added before.
    package mutating func replace(_ old: Share, with new: Share) {
        add(old, times: -1)
        add(new, times: 1)
    }

    private mutating func add(_ share: Share, times: Int) {
        guard share.hasAnswered else { return }
        answeredCount += times
        guard share.isUp else { return }
        upCount += times
        guard let percent = share.percent, percent.isFinite else { return }
        counted += times
        sum += Int64(times) * Int64((min(max(percent, -Self.largest), Self.largest) * Self.scale).rounded())
    }
}
