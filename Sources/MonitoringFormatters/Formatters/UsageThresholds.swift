/// The percentages from which a usage is a warning and critical.
public struct UsageThresholds: Sendable, Equatable {
    /// From this percentage on a usage is a warning. Default: 80.
    public var warning: Double
    /// From this percentage on a usage is critical. Default: 90.
    public var critical: Double

    /// Thresholds in percent.
    public init(warning: Double = 80, critical: Double = 90) {
        self.warning = warning
        self.critical = critical
    }

    /// The level of a percentage.
    public func level(_ percent: Double) -> UsageLevel {
        percent >= critical ? .critical : percent >= warning ? .warning : .normal
    }
}
