import MonitoringAlerts
import MonitoringMessages

/// Feeds a machine and writes down what it tells, as `3 raised CPU`: the second, what, and whose.
struct AlertScript {
    var machine: AlertMachine
    private(set) var told: [String] = []
    private(set) var events: [AlertEvent] = []

    init(_ rules: AlertRules = .test, hostCount: Int = 1) {
        machine = AlertMachine(rules: rules, hostCount: hostCount)
    }

    static func moment(_ second: Int) -> Moment {
        Moment(
            monotonic: .seconds(second),
            wall: WallTime(nanosecondsSinceEpoch: (1_700_000_000 + Int64(second)) * 1_000_000_000))
    }

    mutating func sample(_ second: Int, host: String = "a", _ change: (inout MonitoringSample) -> Void) {
        var sample = MonitoringSample()
        change(&sample)
        note(machine.take(sample, from: host, at: Self.moment(second)), second)
    }

    mutating func cpu(_ second: Int, _ percent: Double?, host: String = "a") {
        sample(second, host: host) {
            $0.processor = MonitoringSample.Processor()
            $0.processor?.usagePercent = percent
        }
    }

    mutating func link(_ second: Int, _ state: ConnectionState, reason: String? = nil, host: String = "a") {
        note(machine.take(state, reason: reason, from: host, at: Self.moment(second)), second)
    }

    mutating func advance(_ second: Int) {
        note(machine.advance(to: Self.moment(second)), second)
    }

    private mutating func note(_ events: [AlertEvent], _ second: Int) {
        self.events += events
        told += events.map { event in
            let what =
                switch event {
                case .raised: "raised"
                case .ongoing: "ongoing"
                case .cleared(let alert): alert.isGone ? "gone" : "cleared"
                }
            return "\(second) \(what) \(AlertText.subject(event.alert.subject))"
        }
    }
}

extension AlertRules {
    /// Short times that a table can count in.
    static var test: AlertRules {
        var rules = AlertRules()
        rules.hold = .seconds(3)
        rules.coolDown = .seconds(10)
        rules.linkHold = .seconds(2)
        return rules
    }
}

extension MonitoringSample.Alert {
    init(
        _ component: String?, _ metric: String?, value: Double? = nil, threshold: Double? = nil, level: String? = nil,
        message: String? = nil
    ) {
        self.init()
        self.component = component
        self.metric = metric
        self.value = value
        self.threshold = threshold
        self.level = level
        self.message = message
    }
}
