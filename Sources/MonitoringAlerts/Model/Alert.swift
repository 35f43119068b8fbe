public import MonitoringMessages

/// How bad an alert is.
public enum AlertLevel: String, Sendable, Hashable, Comparable, CaseIterable {
    /// Above its threshold.
    case warning
    /// From `AlertRules.criticalFrom` on, or critical in the server's own words, or a lost link.
    case critical

    /// By how bad they are.
    public static func < (left: AlertLevel, right: AlertLevel) -> Bool {
        left == .warning && right == .critical
    }
}

/// One alert, from its start to its end. A value, as of one moment.
public struct Alert: Sendable, Hashable {
    /// Its number: 1 for the first one raised, and so on.
    public var number: Int
    /// The host that it is about, as the machine was told its name; `AlertMachine.cluster` for all of them.
    public var host: String
    /// The server's own name; nil before a sample told it.
    public var hostname: String?
    /// What it is about.
    public var subject: AlertSubject
    /// The worst it has been.
    public var level: AlertLevel
    /// When the value crossed the threshold, or the link was lost: the hold time before it was raised included.
    public var start: Moment
    /// When it ended: the value fell below the line, or the link came back; nil while it is on.
    public var end: Moment?
    /// The newest known value, in the unit of the subject; nil when it has none.
    public var value: Double?
    /// The highest value from the start on.
    public var peak: Double?
    /// The line that was crossed; nil when there is none.
    public var threshold: Double?
    /// The reason why the link is down, the server's own sentence, or what a mean is of. Not made harmless.
    public var detail: String?
    /// Whether it ended because what it is about is gone from the samples.
    public var isGone = false

    /// An alert from its parts.
    public init(
        number: Int, host: String, hostname: String? = nil, subject: AlertSubject, level: AlertLevel, start: Moment,
        end: Moment? = nil, value: Double? = nil, peak: Double? = nil, threshold: Double? = nil, detail: String? = nil
    ) {
        self.number = number
        self.host = host
        self.hostname = hostname
        self.subject = subject
        self.level = level
        self.start = start
        self.end = end
        self.value = value
        self.peak = peak
        self.threshold = threshold
        self.detail = detail
    }

    /// Its length so far, as of `now` on the monotonic clock.
    public func length(now: Duration) -> Duration {
        max(.zero, (end?.monotonic ?? now) - start.monotonic)
    }
}

/// What happened to an alert: what is to be told, once each.
public enum AlertEvent: Sendable, Hashable {
    /// It is on from now on.
    case raised(Alert)
    /// It is still on, and it is time to say so again.
    case ongoing(Alert)
    /// It is over.
    case cleared(Alert)

    /// The alert as it was then.
    public var alert: Alert {
        switch self {
        case .raised(let alert), .ongoing(let alert), .cleared(let alert): alert
        }
    }
}

/// The alerts that are on, and the newest of those that are over.
public struct AlertList: Sendable, Equatable {
    /// Those that are on: the worst first, of equal ones the oldest.
    public var active: [Alert] = []
    /// Those that are over, the newest first, at most `pastLimit`.
    public var past: [Alert] = []
    /// Alerts raised since the start.
    public var raisedCount = 0
    /// Alerts that have ended since the start.
    public var clearedCount = 0

    /// Alerts that are over and still listed: what one looks back on after a night.
    public static let pastLimit = 200

    /// No alerts yet.
    public init() {}
}
