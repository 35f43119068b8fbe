import Dashboard
import MonitoringFormatters
import MonitoringMessages

/// Deterministic samples, moments and states.
enum Fixtures {
    static let second: Int64 = 1_000_000_000
    /// 2026-11-21T14:30:25 in a zone two hours east of UTC.
    static let start = moment(0)

    static func moment(_ seconds: Double) -> Moment {
        let nanoseconds = Int64((seconds * 1e9).rounded())
        return Moment(
            monotonic: .seconds(10_000) + .nanoseconds(nanoseconds),
            wall: WallTime(nanosecondsSinceEpoch: 1_795_264_225 * second + nanoseconds, utcOffsetSeconds: 7200))
    }

    /// A wave between `low` and `high`.
    private static func wave(_ step: Int, period: Int, low: Double, high: Double) -> Double {
        let phase = Double(step % period) / Double(period)
        let triangle = phase < 0.5 ? phase * 2 : 2 - phase * 2
        let jitter = Double((step &* 7919) % 13) / 13
        return ((low + (high - low) * (triangle * 0.85 + jitter * 0.15)) * 10).rounded() / 10
    }

    /// The sample that arrives at second `step`.
    static func sample(_ step: Int, cores: Int = 16, gpus: Int = 1, alert: Bool = false) -> ReceivedSample {
        var sample = MonitoringSample()
        let time = 30 * 60 + 25 + step
        let clock = [14 + time / 3600, time / 60 % 60, time % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
        sample.timestamp = "2026-11-21T\(clock.joined(separator: ":")).123456"
        var processor = MonitoringSample.Processor()
        processor.usagePercent = wave(step, period: 60, low: 12, high: 96)
        processor.coreCount = cores / 2
        processor.logicalCount = cores
        processor.frequencyMHz = 2700
        processor.maximumFrequencyMHz = 3500
        processor.temperatureCelsius = 65
        processor.perCoreUsagePercent = (0..<cores).map { wave(step + $0 * 11, period: 40, low: 1, high: 99) }
        sample.processor = processor
        var memory = MonitoringSample.Memory()
        memory.usagePercent = wave(step, period: 400, low: 58, high: 70)
        memory.totalBytes = 14_066_017_894
        memory.usedBytes = 8_804_682_956
        memory.availableBytes = 5_261_334_938
        sample.memory = memory
        var disk = MonitoringSample.Disk()
        disk.usagePercent = 28.5
        disk.totalBytes = 536_870_912_000
        disk.usedBytes = 153_008_209_920
        disk.freeBytes = 383_862_702_080
        disk.path = "/"
        sample.disk = disk
        sample.gpus = (0..<gpus).map { gpu($0, step) }
        var system = MonitoringSample.System()
        system.hostname = "vm"
        system.osName = "Linux"
        system.osRelease = "6.18.44"
        system.architecture = "x86_64"
        system.processes = 231
        sample.system = system
        if alert {
            var alert = MonitoringSample.Alert()
            alert.component = "processor"
            alert.metric = "usage_percent"
            alert.value = 95.1
            alert.threshold = 90
            alert.level = "critical"
            sample.alerts = [alert]
        }
        let raw = """
            {"type":"monitoring_data","timestamp":"\(sample.timestamp ?? "")","data":{"processor":{"usage_percent":45.2}}}
            """
        return ReceivedSample(moment: moment(Double(step)), sample: sample, raw: raw)
    }

    private static func gpu(_ index: Int, _ step: Int) -> MonitoringSample.GPU {
        var gpu = MonitoringSample.GPU()
        gpu.name = "NVIDIA H200"
        gpu.driverVersion = "550.54"
        gpu.usagePercent = wave(step + index * 17, period: 90, low: 5, high: 60)
        gpu.memoryPercent = 45
        gpu.memoryTotalBytes = 150_754_820_096
        gpu.memoryUsedBytes = 67_839_669_043
        gpu.temperatureCelsius = 52
        gpu.powerDrawWatts = 312.4
        gpu.powerLimitWatts = 700
        return gpu
    }

    static func status(_ state: ConnectionState = .connected) -> ConnectionStatus {
        var status = ConnectionStatus(uri: "ws://db-7.example.net:8765")
        status.state = state
        status.since = start
        return status
    }

    static func error(_ seconds: Double, attempt: Int) -> ErrorRecord {
        ErrorRecord(
            moment: moment(seconds), error: "connection refused by 192.0.2.7:8765", type: "ConnectionRefused",
            attempt: attempt, nextAttemptIn: .seconds(5))
    }

    /// A connected server's update with samples at the given seconds.
    static func update(
        _ steps: some Sequence<Int>, state: ConnectionState = .connected, errors: [ErrorRecord] = [], cores: Int = 16
    ) -> ClientUpdate {
        let samples = steps.map { sample($0, cores: cores) }
        var statistics = ConnectionStatistics()
        statistics.messagesReceived = 1234
        statistics.messagesSent = 41
        statistics.bytesReceived = 1_843_211
        statistics.bytesSent = 984
        statistics.connectionStart = moment(-751)
        statistics.uptime = .seconds(751)
        statistics.reconnectAttempts = 7
        statistics.totalDisconnections = 3
        statistics.currentState = state
        statistics.lastError = errors.last?.error
        statistics.errorCount = errors.count
        statistics.errorHistory = errors.suffix(5)
        statistics.messageRate = 1.0
        statistics.lastRoundTrip = .microseconds(1240)
        statistics.longestOutage = .seconds(94)
        statistics.connectedShare = 0.987
        statistics.outages = [
            Outage(start: moment(-4000), end: moment(-3906), reason: "the server closed the link (1001)", attempts: 5),
            Outage(start: moment(-760), end: moment(-751), reason: "connection refused", attempts: 2),
        ]
        var update = ClientUpdate(status: status(state), statistics: statistics)
        update.samples = samples
        update.errors = errors
        return update
    }

    static func empty(_ size: ScreenSize, _ settings: DashboardSettings = DashboardSettings()) -> DashboardState {
        DashboardState(settings: settings, status: status(.connecting), size: size, now: start)
    }

    /// Five minutes of data with an outage of twelve seconds, the newest sample 0.4 s old.
    static func connected(_ size: ScreenSize, _ settings: DashboardSettings = DashboardSettings()) -> DashboardState {
        var state = empty(size, settings)
        let errors = (1...3).map { error(Double(280 + $0 * 5), attempt: $0) }
        _ = state.reduce(.update(update(Array(0...280) + Array(293...330), errors: errors)))
        _ = state.reduce(.tick(moment(330.4)))
        return state
    }

    /// The link went down 21 seconds after the last sample; the third attempt was refused.
    static func reconnecting(_ size: ScreenSize, _ settings: DashboardSettings = DashboardSettings()) -> DashboardState
    {
        var state = connected(size, settings)
        var update = update([], state: .reconnecting, errors: (1...3).map { error(Double(333 + $0 * 5), attempt: $0) })
        update.status.attempt = 3
        update.status.maxAttempts = 10
        update.status.reason = "connection refused"
        update.status.nextAttemptAt = moment(354.6).monotonic
        update.status.since = moment(332)
        update.statistics.connectionStart = nil
        update.statistics.outages.append(
            Outage(start: moment(332), reason: "connection refused", attempts: 3))
        _ = state.reduce(.update(update))
        _ = state.reduce(.tick(moment(351)))
        return state
    }

    /// Connected, but nothing has come for 14 seconds.
    static func stale(_ size: ScreenSize, _ settings: DashboardSettings = DashboardSettings()) -> DashboardState {
        var state = connected(size, settings)
        _ = state.reduce(.tick(moment(344)))
        return state
    }

    static func paused(_ size: ScreenSize, _ settings: DashboardSettings = DashboardSettings()) -> DashboardState {
        var state = connected(size, settings)
        _ = state.reduce(.key(.character(" ")))
        _ = state.reduce(.update(update(331...342)))
        _ = state.reduce(.tick(moment(342.7)))
        return state
    }

    static func pressed(_ key: Key, _ state: DashboardState) -> DashboardState {
        var state = state
        _ = state.reduce(.key(key))
        return state
    }
}
