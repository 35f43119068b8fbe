import MonitoringMessages

/// Where one subject of one host stands.
///
/// quiet → pending (above the line, not yet for the hold time) → active → ending (below the line, not yet for the hold time)
/// → quiet. A value between the lines leads from pending to quiet and from ending to active. What is gone from the samples
/// leads from active to quiet after a while.
struct AlertCondition: Sendable, Equatable {
    private enum State: Equatable {
        case quiet
        case pending(since: Moment, peak: Double?)
        case active(Alert, told: Duration)
        case ending(Alert, told: Duration, since: Moment)
    }

    /// How long each step takes here.
    struct Times: Equatable {
        /// Before an alert is raised.
        var raise: Duration
        /// Before it ends.
        var end: Duration
        var coolDown: Duration
        var reminder: Duration?
        /// For which what it is about is missing before it is gone.
        var absence: Duration
    }

    /// A step that is to be told.
    enum Step: Equatable {
        case raised, ongoing
        case cleared(Alert)
    }

    private var state = State.quiet
    /// Until when it is not raised again, on the monotonic clock.
    private var coolUntil: Duration?
    /// Since when what it is about is missing.
    private var absentSince: Moment?
    private let times: Times

    init(times: Times) {
        self.times = times
    }

    /// Whose alert it is, and the number that a new one gets.
    struct Identity {
        var number: Int
        var host: String
        var hostname: String?
    }

    /// The alert, while it is on.
    var alert: Alert? {
        switch state {
        case .active(let alert, _), .ending(let alert, _, _): alert
        case .quiet, .pending: nil
        }
    }

    /// Whether there is nothing to remember.
    func isForgettable(now: Duration) -> Bool {
        state == .quiet && coolUntil.map { $0 <= now } ?? true
    }

    /// When time alone leads further while the reading stays above the line; nil is never.
    var nextDeadline: Duration? {
        switch state {
        case .pending(let since, _): max(since.monotonic + times.raise, coolUntil ?? .zero)
        case .active(_, let told): times.reminder.map { told + $0 }
        case .quiet, .ending: nil
        }
    }

    mutating func take(_ reading: AlertReading, of identity: Identity, at now: Moment) -> Step? {
        if reading.verdict != .absent { absentSince = nil }
        return switch reading.verdict {
        case .above: above(reading, identity, now)
        case .below: below(reading, now)
        case .between: between(reading, now)
        case .unknown: unknown()
        case .absent: absent(now)
        }
    }

    private mutating func above(_ reading: AlertReading, _ identity: Identity, _ now: Moment) -> Step? {
        switch state {
        case .quiet:
            state = .pending(since: now, peak: reading.value)
            return raiseIfHeld(reading, identity, now)
        case .pending(let since, let peak):
            state = .pending(since: since, peak: Self.highest(peak, reading.value))
            return raiseIfHeld(reading, identity, now)
        case .active(let alert, let told), .ending(let alert, let told, _):
            return stay(alert, told, reading, now)
        }
    }

    private mutating func raiseIfHeld(
        _ reading: AlertReading, _ identity: Identity, _ now: Moment
    ) -> Step? {
        guard case .pending(let since, let peak) = state, let deadline = nextDeadline, deadline <= now.monotonic else {
            return nil
        }
        let alert = Alert(
            number: identity.number, host: identity.host, hostname: identity.hostname, subject: reading.subject,
            level: reading.level, start: since, value: reading.value, peak: peak,
            threshold: reading.threshold, detail: reading.detail)
        state = .active(alert, told: now.monotonic)
        return .raised
    }

    private mutating func stay(_ alert: Alert, _ told: Duration, _ reading: AlertReading, _ now: Moment) -> Step? {
        var alert = alert
        alert.value = reading.value
        alert.peak = Self.highest(alert.peak, reading.value)
        alert.level = max(alert.level, reading.level)
        alert.detail = reading.detail ?? alert.detail
        let isDue = times.reminder.map { told + $0 <= now.monotonic } ?? false
        state = .active(alert, told: isDue ? now.monotonic : told)
        return isDue ? .ongoing : nil
    }

    private mutating func between(_ reading: AlertReading, _ now: Moment) -> Step? {
        switch state {
        case .quiet: return nil
        case .pending:
            state = .quiet
            return nil
        case .active(let alert, let told), .ending(let alert, let told, _):
            return stay(alert, told, reading, now)
        }
    }

    private mutating func below(_ reading: AlertReading, _ now: Moment) -> Step? {
        switch state {
        case .quiet: return nil
        case .pending:
            state = .quiet
            return nil
        case .active(var alert, let told):
            alert.value = reading.value
            state = .ending(alert, told: told, since: now)
        case .ending(var alert, let told, let since):
            alert.value = reading.value
            state = .ending(alert, told: told, since: since)
        }
        guard case .ending(let alert, _, let since) = state, since.monotonic + times.end <= now.monotonic else {
            return nil
        }
        return clear(alert, end: since, now)
    }

    private mutating func clear(_ alert: Alert, end: Moment, _ now: Moment) -> Step {
        var alert = alert
        alert.end = end
        state = .quiet
        coolUntil = now.monotonic + times.coolDown
        return .cleared(alert)
    }

    /// It may have been anything meanwhile: what waits for a hold time starts anew. An alert that is on stays on.
    private mutating func unknown() -> Step? {
        switch state {
        case .quiet, .active: break
        case .pending: state = .quiet
        case .ending(let alert, let told, _): state = .active(alert, told: told)
        }
        return nil
    }

    /// Unknown, and over when it has been so for long: nobody will say that it is normal again.
    private mutating func absent(_ now: Moment) -> Step? {
        let since = absentSince ?? now
        absentSince = since
        _ = unknown()
        guard case .active(var alert, _) = state, since.monotonic + times.absence <= now.monotonic else { return nil }
        absentSince = nil
        alert.isGone = true
        return clear(alert, end: since, now)
    }

    private static func highest(_ left: Double?, _ right: Double?) -> Double? {
        guard let left, let right else { return left ?? right }
        return max(left, right)
    }
}
