import MonitoringMessages

/// What a sample says about one subject.
struct AlertReading: Equatable {
    enum Verdict: Equatable {
        /// Above the threshold.
        case above
        /// Not above it, and not below the line that ends an alert.
        case between
        case below
        /// Missing, null or no number: it neither raises nor ends anything.
        case unknown
        /// A disk or GPU that is not in the sample at all: as unknown, and gone after a while.
        case absent
    }

    var subject: AlertSubject
    var verdict: Verdict
    var value: Double?
    var threshold: Double?
    var level = AlertLevel.warning
    var detail: String?

    /// A percentage held against its threshold.
    init(_ subject: AlertSubject, percent: Double?, threshold: Double, rules: AlertRules) {
        self.subject = subject
        self.threshold = threshold
        guard let percent, percent.isFinite else {
            verdict = .unknown
            return
        }
        value = percent
        level = percent >= rules.criticalFrom ? .critical : .warning
        if percent > threshold {
            verdict = .above
        } else {
            // A threshold below the hysteresis must not make an alert that cannot end.
            verdict = percent <= max(0, threshold - rules.hysteresis) ? .below : .between
        }
    }

    /// What the server found crossed, beyond the figures that this package judges.
    init(_ alert: MonitoringSample.Alert) {
        subject = .server(component: alert.component, metric: alert.metric)
        verdict = .above
        value = alert.value.flatMap { $0.isFinite ? $0 : nil }
        threshold = alert.threshold.flatMap { $0.isFinite ? $0 : nil }
        level = alert.level?.lowercased() == "critical" ? .critical : .warning
        detail = alert.message
    }

    /// The mean of all hosts, once all have answered.
    init(_ mean: ClusterMean, isWhole: Bool, threshold: Double, rules: AlertRules) {
        self.init(.cluster, percent: isWhole ? mean.percent : nil, threshold: threshold, rules: rules)
        detail = "mean of \(mean.upCount) hosts"
    }

    /// A link that is down.
    init(linkLost reason: String?) {
        subject = .link
        verdict = .above
        level = .critical
        detail = reason
    }

    /// A verdict without a value.
    init(_ subject: AlertSubject, _ verdict: Verdict) {
        self.subject = subject
        self.verdict = verdict
    }
}

extension AlertReading {
    /// GPUs and file systems of a host that are looked at: more than any machine has, and few enough that a hostile server
    /// costs little.
    static let limitPerKind = 64

    /// Whether no reading of a sample can be above its threshold.
    static func isQuiet(_ sample: MonitoringSample, rules: AlertRules) -> Bool {
        func isAbove(_ percent: Double?, _ threshold: Double?) -> Bool {
            guard let percent, let threshold else { return false }
            return percent > threshold
        }
        return sample.alerts.isEmpty
            && !isAbove(sample.processor?.usagePercent, rules.cpu) && !isAbove(sample.memory?.usagePercent, rules.ram)
            && !isAbove(sample.disk?.usagePercent, rules.disk)
            && !sample.disks.contains { isAbove($0.usagePercent, rules.disk) }
            && !sample.gpus.contains { isAbove($0.usagePercent, rules.gpu) }
    }

    /// What a sample says about every subject that it names, in the order CPU, RAM, disks, GPUs, the server's own.
    static func readings(of sample: MonitoringSample, rules: AlertRules) -> [AlertReading] {
        // What the server found crossed stands in for a figure that it does not send.
        var found: [AlertSubject: Double] = [:]
        var others: [AlertReading] = []
        for alert in rules.usesServerAlerts ? sample.alerts.prefix(limitPerKind) : [] {
            if let subject = judged(alert) {
                found[subject] = max(found[subject] ?? -.infinity, alert.value ?? -.infinity)
            } else {
                let reading = AlertReading(alert)
                if !others.contains(where: { $0.subject == reading.subject }) { others.append(reading) }
            }
        }

        var readings: [AlertReading] = []
        func add(_ subject: AlertSubject, _ percent: Double?, _ threshold: Double?) {
            guard let threshold else { return }
            readings.append(AlertReading(subject, percent: percent, threshold: threshold, rules: rules))
        }
        add(.cpu, sample.processor?.usagePercent ?? found[.cpu], rules.cpu)
        add(.ram, sample.memory?.usagePercent ?? found[.ram], rules.ram)
        var disks = sample.disks.isEmpty ? sample.disk.map { [$0] } ?? [] : sample.disks
        if disks.isEmpty, found[.disk(path: nil)] != nil { disks = [MonitoringSample.Disk()] }
        var paths: Set<String?> = []
        for disk in disks.prefix(limitPerKind) where paths.insert(disk.path).inserted {
            add(.disk(path: disk.path), disk.usagePercent ?? found[.disk(path: nil)], rules.disk)
        }
        var gpus = sample.gpus
        if gpus.isEmpty, found[.gpu(index: 0)] != nil { gpus = [MonitoringSample.GPU()] }
        for (index, gpu) in gpus.prefix(limitPerKind).enumerated() {
            add(.gpu(index: index), gpu.usagePercent ?? found[.gpu(index: index)], rules.gpu)
        }
        return readings + others
    }

    /// What a sample says about a subject that it does not name.
    static func reading(ofMissing subject: AlertSubject) -> AlertReading {
        switch subject {
        // A server's own alert is over when the server no longer sends it.
        case .server: AlertReading(subject, .below)
        case .disk, .gpu: AlertReading(subject, .absent)
        case .cpu, .ram, .link, .cluster: AlertReading(subject, .unknown)
        }
    }

    /// The subject that this package's thresholds judge in place of the server's; nil when there is none.
    private static func judged(_ alert: MonitoringSample.Alert) -> AlertSubject? {
        let usages: Set<String> = ["percentage", "percent", "usage", "usage_percent", "gpu_usage_percent"]
        guard alert.metric.map({ usages.contains($0.lowercased()) }) ?? false else { return nil }
        return switch alert.component?.lowercased() {
        case "processor", "cpu": .cpu
        case "memory", "ram": .ram
        case "disk": .disk(path: nil)
        case "gpu": .gpu(index: 0)
        default: nil
        }
    }
}
