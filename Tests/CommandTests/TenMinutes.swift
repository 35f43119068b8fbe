import MonitoringMessages
import MonitoringWebSocketServer

/// Ten minutes of a busy machine with a GPU: two samples a second, the same each time. Every percentage with one decimal
/// is among them.
enum TenMinutes {
    static let count = 1200
    static let samples = (0..<count).map(sample)

    /// One more sample: a client that shows it has been sent all others.
    static let last: MonitoringSample = {
        var last = sample(count)
        last.processor?.usagePercent = 345.6
        return last
    }()

    /// What only `last` has.
    static func sign(ofLastIn format: String) -> String { format == "compact" ? "CPU:346%" : "345.6" }

    /// A recording of them, as `--record` writes it.
    static var recording: String {
        var lines = [
            #"{"recording": 1, "server": "ws://ten-minutes.example:8765"}"#,
            #"{"received": "\#(timestamp(0))+00:00", "event": "connected"}"#,
        ]
        for (index, sample) in samples.enumerated() {
            let message = MessageWriter.text(.monitoringData(sample))
            lines.append(#"{"received": "\#(timestamp(index))+00:00", "message": \#(message)}"#)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func sample(_ index: Int) -> MonitoringSample {
        var sample = MonitoringSample()
        sample.timestamp = timestamp(index)
        var processor = MonitoringSample.Processor()
        // 37 and 1001 have no common factor, so 1,001 samples have all tenths from 0 to 100.
        processor.usagePercent = tenths(index * 37)
        processor.perCoreUsagePercent = [tenths(index * 41), tenths(index * 43)]
        processor.coreCount = 1
        processor.logicalCount = 2
        processor.frequencyMHz = 2596.122
        processor.maximumFrequencyMHz = 3800
        sample.processor = processor

        var memory = MonitoringSample.Memory()
        memory.totalBytes = 137_000_001_536
        memory.usedBytes = bytes(index * 53)
        memory.availableBytes = 137_000_001_536 - bytes(index * 53)
        memory.usagePercent = tenths(index * 53)
        sample.memory = memory

        var disk = MonitoringSample.Disk()
        disk.totalBytes = 512 << 30
        disk.usedBytes = bytes(index * 59)
        disk.freeBytes = 512 << 30 - bytes(index * 59)
        disk.usagePercent = tenths(index * 59)
        disk.path = "/"
        sample.disk = disk

        var gpu = MonitoringSample.GPU()
        gpu.name = "Prüfstand 日本"
        gpu.driverVersion = "560.35.03"
        gpu.usagePercent = tenths(index * 61)
        gpu.memoryTotalBytes = 24 << 30
        gpu.memoryUsedBytes = 12 << 30
        gpu.memoryFreeBytes = 12 << 30
        gpu.memoryPercent = tenths(index * 67)
        gpu.temperatureCelsius = 61
        gpu.powerDrawWatts = 120.5
        gpu.powerLimitWatts = 300
        sample.gpus = [gpu]

        var system = MonitoringSample.System()
        system.osName = "Linux"
        system.osVersion = "#1 SMP \"quoted\" \\ 100%"
        system.hostname = "ten-minutes"
        system.platform = "Linux-6.1"
        sample.system = system
        return sample
    }

    private static func tenths(_ value: Int) -> Double { Double(value % 1001) / 10 }

    /// From 2 GB up, so that every program shows them in GB.
    private static func bytes(_ value: Int) -> UInt64 { 2 << 30 + UInt64(value % 1001) * 125_003_776 }

    private static func timestamp(_ index: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return "2026-11-21T14:\(two(index / 120)):\(two(index / 2 % 60)).\(index % 2 == 0 ? "000123" : "500123")"
    }
}

/// Gives `TenMinutes` as fast as it is asked, from when `start` yields, and then nothing any more.
struct TenMinutesSource: SampleSource {
    let start: AsyncStream<Void>
    private var index = 0

    init(start: AsyncStream<Void>) {
        self.start = start
    }

    mutating func sample() async -> MonitoringSample {
        if index == 0 { for await _ in start { break } }
        // The server's end ends this.
        if index > TenMinutes.count { for await _ in start {} }
        defer { index += 1 }
        return index < TenMinutes.count ? TenMinutes.samples[index] : TenMinutes.last
    }
}
