import MonitoringMessages

/// Samples as the two dialects give them.
enum Samples {
    /// Binary gigabytes as the reader of the documented dialect makes bytes of them.
    static func gigabytes(_ value: Double) -> UInt64 { UInt64((value * 1_073_741_824).rounded()) }

    /// The values of the design and the manual, sizes from the documented dialect's GB.
    static var documented: MonitoringSample {
        var sample = MonitoringSample()
        sample.timestamp = "2024-01-15T14:30:25.123456"
        sample.processor = processor(45.2)
        sample.memory = memory(62.8, used: gigabytes(8.2), total: gigabytes(13.1))
        sample.disk = disk(28.5, used: gigabytes(142.5), total: gigabytes(500))
        sample.gpus = [gpu(15, memory: 45)]
        return sample
    }

    /// The same values as the published server sends them, in bytes.
    static var published: MonitoringSample {
        var sample = documented
        sample.memory = memory(62.8, used: 8_804_682_956, total: 14_066_017_894)
        sample.disk = disk(28.5, used: 153_008_209_920, total: 536_870_912_000)
        return sample
    }

    /// The published server's capture, which has no GPU.
    static var capture: MonitoringSample {
        var sample = MonitoringSample()
        sample.timestamp = "2026-11-21T06:17:36.527523"
        sample.processor = processor(0)
        sample.memory = memory(1.1, used: 276_860_928, total: 25_276_514_304)
        sample.disk = disk(15.4, used: 15_665_623_040, total: 270_553_174_016)
        return sample
    }

    /// Every part there, every figure unknown.
    static var unknown: MonitoringSample {
        var sample = MonitoringSample()
        sample.processor = processor(nil)
        sample.memory = memory(nil, used: nil, total: nil)
        sample.disk = disk(nil, used: nil, total: nil)
        sample.gpus = [gpu(nil, memory: nil)]
        return sample
    }

    static func processor(_ percent: Double?) -> MonitoringSample.Processor {
        var processor = MonitoringSample.Processor()
        processor.usagePercent = percent
        return processor
    }

    static func memory(_ percent: Double?, used: UInt64?, total: UInt64?) -> MonitoringSample.Memory {
        var memory = MonitoringSample.Memory()
        memory.usagePercent = percent
        memory.usedBytes = used
        memory.totalBytes = total
        return memory
    }

    static func disk(_ percent: Double?, used: UInt64?, total: UInt64?) -> MonitoringSample.Disk {
        var disk = MonitoringSample.Disk()
        disk.usagePercent = percent
        disk.usedBytes = used
        disk.totalBytes = total
        return disk
    }

    static func gpu(_ percent: Double?, memory: Double?) -> MonitoringSample.GPU {
        var gpu = MonitoringSample.GPU()
        gpu.usagePercent = percent
        gpu.memoryPercent = memory
        return gpu
    }

    static func received(_ sample: MonitoringSample, raw: String = "{}") -> ReceivedSample {
        ReceivedSample(moment: moment(0), sample: sample, raw: raw)
    }

    /// A moment some seconds after 2024-01-15T14:30:25.123456+01:00.
    static func moment(_ seconds: Int64) -> Moment {
        Moment(monotonic: .seconds(seconds + 100), wall: wall(seconds))
    }

    static func wall(_ seconds: Int64 = 0) -> WallTime {
        WallTime(
            nanosecondsSinceEpoch: (1_705_325_425 + seconds) * 1_000_000_000 + 123_456_789,
            utcOffsetSeconds: 3600
        )
    }

    /// The figures of the manual's statistics page, and some of ours.
    static var statistics: ConnectionStatistics {
        var statistics = ConnectionStatistics()
        statistics.messagesReceived = 1250
        statistics.messagesSent = 45
        statistics.bytesReceived = 2_048_576
        statistics.bytesSent = 8192
        statistics.connectionStart = moment(0)
        statistics.uptime = .seconds(3600)
        statistics.reconnectAttempts = 2
        statistics.totalDisconnections = 1
        statistics.currentState = .connected
        statistics.lastError = "Connection refused\u{1B}[31m"
        statistics.errorCount = 3
        statistics.errorHistory = [
            ErrorRecord(
                moment: moment(1),
                error: "Connection refused",
                type: "ConnectionRefused",
                attempt: 3,
                nextAttemptIn: .seconds(5)
            ),
            ErrorRecord(moment: moment(2), error: "Bad\nJSON", type: "MalformedMessage"),
        ]
        statistics.malformedMessages = 1
        statistics.messageRate = 1.25
        statistics.lastRoundTrip = .microseconds(3240)
        statistics.longestOutage = .seconds(90)
        statistics.connectedShare = 0.985
        statistics.outages = [
            Outage(start: moment(-90), end: moment(0), reason: "The link was lost", attempts: 1),
            Outage(start: moment(5), reason: "No answer", attempts: 2),
        ]
        return statistics
    }
}
