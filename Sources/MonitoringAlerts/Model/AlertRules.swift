import MonitoringMessages

/// What is an alert, and how a value that dances on the line is kept from ringing again and again.
public struct AlertRules: Sendable, Equatable {
    /// Percentage above which the processor's usage is an alert; nil is never. Default: 80.
    public var cpu: Double? = 80
    /// The same for main memory. Default: 85.
    public var ram: Double? = 85
    /// The same for each file system. Default: 90.
    public var disk: Double? = 90
    /// The same for each graphics processor. Default: 95.
    public var gpu: Double? = 95
    /// Percentage above which the mean of the processors of all hosts is an alert, once all have answered; nil is never.
    /// Default: the manual's 80.
    public var cluster: Double? = ClusterAlertRule.defaultThreshold
    /// Percentage from which an alert is critical. Default: 90.
    public var criticalFrom = 90.0
    /// Whether what the server's own `alerts[]` say beyond the four figures is an alert. For the four the thresholds above
    /// count, whoever found them crossed. Default: true.
    public var usesServerAlerts = true
    /// How long a link has to be down to be an alert; nil is never. Default: 2 s.
    public var linkHold: Duration? = .seconds(2)
    /// Points below the threshold that a value has to come down to for the alert to end. Default: 5.
    public var hysteresis = 5.0
    /// How long a value has to stay above the threshold to raise an alert, and below the line to end it. Default: 5 s.
    public var hold: Duration = .seconds(5)
    /// How long after its end the same alert is not raised again. Default: 60 s.
    public var coolDown: Duration = .seconds(60)
    /// How long a disk or GPU has to be missing from the samples, while these come, for its alert to end. Default: 60 s.
    public var absence: Duration = .seconds(60)
    /// How often an alert that is still on is told again; nil is never. Default: never.
    public var reminder: Duration?

    /// The manual's thresholds.
    public init() {}
}
