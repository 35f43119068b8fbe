/// The manual's rule for a whole cluster: once all machines have answered, a mean processor usage above 80 % is an alert.
///
/// It is raised once and cleared once: a mean that dances on the line does not ring twice, because it counts as over only
/// some way below the threshold.
public struct ClusterAlertRule: Sendable, Equatable {
    /// What became of the alert, with the mean processor usage in percent.
    public enum Change: Sendable, Hashable {
        /// The mean rose above the threshold.
        case raised(cpuPercent: Double)
        /// The mean is well below the threshold again.
        case cleared(cpuPercent: Double)
    }

    /// The manual's threshold.
    public static let defaultThreshold = 80.0
    /// How far below the threshold the mean is when the alert is over, in percentage points.
    public static let hysteresis = 5.0

    /// Percent above which it is raised.
    public let threshold: Double
    /// Whether it is on.
    public private(set) var isRaised = false

    /// A rule with the alert off.
    /// - Parameter threshold: Percent above which it is raised. Default: the manual's 80.
    public init(threshold: Double = Self.defaultThreshold) {
        self.threshold = threshold
    }

    /// Whether the mean could change it that `ClusterMean` has, which is rounded, as `percent`.
    package func mayChange(near percent: Double) -> Bool {
        isRaised ? percent <= threshold - Self.hysteresis + 1e-5 : percent > threshold - 1e-5
    }

    /// Takes the newest means in.
    /// - Returns: What became of the alert; nil when it is as it was.
    public mutating func take(_ averages: ClusterAverages) -> Change? {
        guard averages.haveAllAnswered, let percent = averages.cpuPercent else { return nil }
        if !isRaised, percent > threshold {
            isRaised = true
            return .raised(cpuPercent: percent)
        }
        if isRaised, percent <= threshold - Self.hysteresis {
            isRaised = false
            return .cleared(cpuPercent: percent)
        }
        return nil
    }
}
