public import MonitoringMessages

/// Finds alerts in samples and connection states. Pure: it reads no clock; time comes in with what it takes.
///
/// One machine serves any number of hosts. An alert is raised when a figure has stayed above its threshold for the hold time,
/// and ends when it has stayed below the threshold less the hysteresis for as long. For the cool-down after its end it is not
/// raised again. A figure that is unknown neither raises nor ends anything; a disk or GPU that is gone from the samples ends
/// its alert after a while. Of several hosts the mean of their processors is one more figure.
public struct AlertMachine: Sendable {
    /// What is an alert.
    public let rules: AlertRules
    /// The alerts that are on, and those that are over.
    public private(set) var list = AlertList()

    /// What is known of one host.
    private struct Host {
        var hostname: String?
        var conditions: [AlertSubject: AlertCondition] = [:]
        /// Why the link is down; nil while it is up, or before anything is known of it.
        var lostLink: AlertReading?
        /// What it adds to the mean of all.
        var share = ClusterMean.Share()
    }

    /// The name of the host that the mean of all is told of.
    public static let cluster = "cluster"

    /// Subjects remembered of one host: all that `AlertReading` names at once, and some that come and go.
    static let subjectLimit = 256

    private var hosts: [String: Host] = [:]
    /// All hosts as one.
    private var all = Host()
    private var mean = ClusterMean()
    private let hostCount: Int
    /// Those whose link is down: few, or nothing arrives.
    private var downHosts: Set<String> = []

    /// A machine that has seen nothing yet.
    /// - Parameter hostCount: Hosts that there will be; of more than one the mean is judged, once all have answered.
    public init(rules: AlertRules = AlertRules(), hostCount: Int = 1) {
        self.rules = rules
        self.hostCount = hostCount
    }

    /// Takes a sample.
    ///
    /// - Parameters:
    ///   - host: The name of the host that it came from; alerts are kept apart by it.
    ///   - now: When it arrived.
    /// - Returns: What is to be told, in order.
    public mutating func take(_ sample: MonitoringSample, from host: String, at now: Moment) -> [AlertEvent] {
        // As nearly always: nothing is above its threshold, and nothing is known that could end.
        var isQuiet = AlertReading.isQuiet(sample, rules: rules)
        let hostname = sample.system?.hostname
        if let known = hosts.index(forKey: host) {
            if !hosts.values[known].conditions.isEmpty { isQuiet = false }
            if let hostname, hosts.values[known].hostname != hostname { hosts.values[known].hostname = hostname }
        } else if let hostname {
            hosts[host] = Host(hostname: hostname)
        }
        let events = isQuiet ? [] : judge(sample, from: host, at: now)
        guard hostCount > 1 else { return events }
        return events
            + updateMean(host, at: now) { share in
                share.hasAnswered = true
                share.percent = sample.processor?.usagePercent
            }
    }

    private mutating func judge(_ sample: MonitoringSample, from host: String, at now: Moment) -> [AlertEvent] {
        let readings = AlertReading.readings(of: sample, rules: rules)
        let named = Set(readings.map(\.subject))
        let missing = (hosts[host]?.conditions.keys.filter { !named.contains($0) && $0 != .link } ?? [])
            .sorted { "\($0)" < "\($1)" }
            .map(AlertReading.reading(ofMissing:))
        return update(readings + missing, host: host, at: now)
    }

    /// Takes a connection's state: `error` and `reconnecting` are a lost link, `connected` is one that is up; the others say
    /// nothing.
    ///
    /// - Parameters:
    ///   - reason: Why the link is down, in words.
    ///   - host: The name of the host that it leads to.
    ///   - now: When the state was entered, or later.
    /// - Returns: What is to be told, in order.
    public mutating func take(
        _ state: ConnectionState, reason: String?, from host: String, at now: Moment
    ) -> [AlertEvent] {
        let events = takeLink(state, reason: reason, from: host, at: now)
        return events + updateMean(host, at: now) { $0.isUp = state == .connected }
    }

    private mutating func takeLink(
        _ state: ConnectionState, reason: String?, from host: String, at now: Moment
    ) -> [AlertEvent] {
        switch state {
        case .disconnected, .connecting: return []
        case .connected:
            hosts[host]?.lostLink = nil
            downHosts.remove(host)
            return update([AlertReading(.link, .below)], host: host, at: now)
        case .error, .reconnecting:
            let lost = AlertReading(linkLost: reason ?? hosts[host]?.lostLink?.detail)
            hosts[host, default: Host()].lostLink = lost
            downHosts.insert(host)
            // Without a link no figure is known.
            let unknown = (hosts[host]?.conditions.keys.filter { $0 != .link } ?? []).map {
                AlertReading($0, .unknown)
            }
            return update(unknown + (rules.linkHold == nil ? [] : [lost]), host: host, at: now)
        }
    }

    /// When `advance` may have something to tell, on the monotonic clock; nil is never. Only a link that is down has news
    /// while nothing arrives.
    public var nextDeadline: Duration? {
        guard !downHosts.isEmpty else { return nil }
        return downHosts.compactMap { hosts[$0]?.conditions[.link]?.nextDeadline }.min()
    }

    /// Lets time pass.
    /// - Returns: What is to be told.
    public mutating func advance(to now: Moment) -> [AlertEvent] {
        let due = downHosts.compactMap { host -> (String, AlertReading)? in
            guard let known = hosts[host], let lost = known.lostLink,
                let deadline = known.conditions[.link]?.nextDeadline, deadline <= now.monotonic
            else { return nil }
            return (host, lost)
        }
        return due.sorted { $0.0 < $1.0 }.flatMap { update([$0.1], host: $0.0, at: now) }
    }

    /// - Parameter change: What is new of a host.
    private mutating func updateMean(
        _ host: String, at now: Moment, _ change: (inout ClusterMean.Share) -> Void
    ) -> [AlertEvent] {
        guard hostCount > 1, let threshold = rules.cluster else { return [] }
        let old = hosts[host]?.share ?? ClusterMean.Share()
        var share = old
        change(&share)
        if share != old {
            hosts[host, default: Host()].share = share
            mean.replace(old, with: share)
        }
        guard hosts.count >= hostCount else { return [] }
        let haveAllAnswered = mean.answeredCount == hosts.count
        let reading = AlertReading(mean, isWhole: haveAllAnswered, threshold: threshold, rules: rules)
        if all.conditions.isEmpty, reading.verdict != .above { return [] }
        var all = all
        defer { self.all = all }
        return update([reading], of: &all, named: Self.cluster, at: now)
    }

    private mutating func update(_ readings: [AlertReading], host name: String, at now: Moment) -> [AlertEvent] {
        var host = hosts[name] ?? Host()
        defer { hosts[name] = host }
        return update(readings, of: &host, named: name, at: now)
    }

    private mutating func update(
        _ readings: [AlertReading], of host: inout Host, named name: String, at now: Moment
    ) -> [AlertEvent] {
        let former = Set(host.conditions.values.compactMap(\.alert?.number))
        var events: [AlertEvent] = []
        for reading in readings {
            let isNew = reading.verdict == .above && host.conditions.count < Self.subjectLimit
            guard
                var condition = host.conditions[reading.subject]
                    ?? (isNew ? AlertCondition(times: times(of: reading.subject)) : nil)
            else { continue }
            let identity = AlertCondition.Identity(
                number: list.raisedCount + 1, host: name, hostname: host.hostname)
            switch condition.take(reading, of: identity, at: now) {
            case .raised:
                list.raisedCount += 1
                condition.alert.map { events.append(.raised($0)) }
            case .ongoing: condition.alert.map { events.append(.ongoing($0)) }
            case .cleared(let alert):
                events.append(.cleared(alert))
                list.clearedCount += 1
                list.past = Array(([alert] + list.past).prefix(AlertList.pastLimit))
            case nil: break
            }
            host.conditions[reading.subject] = condition.isForgettable(now: now.monotonic) ? nil : condition
        }
        let alerts = list.active.filter { !former.contains($0.number) } + host.conditions.values.compactMap(\.alert)
        list.active = alerts.sorted { $0.level == $1.level ? $0.number < $1.number : $0.level > $1.level }
        return events
    }

    private func times(of subject: AlertSubject) -> AlertCondition.Times {
        var times = AlertCondition.Times(
            raise: rules.hold, end: rules.hold, coolDown: rules.coolDown, reminder: rules.reminder,
            absence: rules.absence)
        if subject == .link {
            times.raise = rules.linkHold ?? .zero
            // A link that is back is back.
            times.end = .zero
        }
        return times
    }
}
