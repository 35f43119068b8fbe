public import MonitoringAlerts
public import MonitoringMessages

/// News of an alert, with the moment that it is from.
public struct AlertNotice: Sendable, Hashable {
    /// What happened.
    public var event: AlertEvent
    /// When.
    public var moment: Moment

    /// A notice from its parts.
    public init(_ event: AlertEvent, at moment: Moment) {
        self.event = event
        self.moment = moment
    }
}

/// Tells somebody about alerts.
public protocol AlertNotifier: Sendable {
    /// What it is, for people: `the alert command`, `the webhook`, `mail`.
    var name: String { get }
    /// How many notices it can tell at once, at least 1.
    var batchLimit: Int { get }
    /// Times that a failure that may pass is tried again.
    var retryLimit: Int { get }

    /// Tells some notices, oldest first. It comes back within a time of its own, or when its task is cancelled.
    ///
    /// - Throws: `AlertDeliveryError`, or `CancellationError` when the task was cancelled.
    func send(_ notices: [AlertNotice]) async throws
}

/// Why an alert could not be told.
public struct AlertDeliveryError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What went wrong, in words for people; no secret is in it.
    public let description: String
    /// Whether it may go well another time.
    public let isTemporary: Bool

    /// An error from its parts.
    public init(_ description: String, isTemporary: Bool) {
        self.description = description
        self.isTemporary = isTemporary
    }
}
