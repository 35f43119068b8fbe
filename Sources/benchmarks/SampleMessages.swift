import MonitoringMessages
import MonitoringWebSocketServer
import NIOCore
import WebSocketTransport

/// Messages of the size and shape that the published server sends, with figures that change.
enum SampleMessages {
    static let count = 64

    static func texts(cores: Int = 2) -> [String] {
        (0..<count).map { index in
            MessageWriter.text(
                .monitoringData(sample(index, cores)), timestamp: "2026-11-21T06:17:\(10 + index % 50).527523")
        }
    }

    /// The same as frames.
    static func frames() -> [ByteBuffer] {
        texts().map { ServerFrames.frame(.text, payload: ByteBuffer(string: $0)) }
    }

    private static func sample(_ index: Int, _ cores: Int) -> MonitoringSample {
        var sample = MonitoringSample()
        // Below what is an alert, as a machine is nearly always.
        let share = 0.2 + 0.5 * Double(index) / Double(count)
        var processor = MonitoringSample.Processor()
        processor.perCoreUsagePercent = (0..<cores).map { $0 % 2 == 0 ? share * 100 : 100 - share * 100 }
        processor.usagePercent = 50
        processor.coreCount = cores
        processor.logicalCount = cores
        processor.frequencyMHz = 2700
        sample.processor = processor
        var memory = MonitoringSample.Memory()
        memory.totalBytes = 25_276_514_304
        memory.usedBytes = UInt64(share * 25_276_514_304)
        memory.availableBytes = UInt64((1 - share) * 25_276_514_304)
        memory.usagePercent = (share * 1000).rounded() / 10
        sample.memory = memory
        var disk = MonitoringSample.Disk()
        disk.totalBytes = 270_553_174_016
        disk.usedBytes = 15_665_623_040
        disk.freeBytes = 85_777_563_648
        disk.usagePercent = 15.4
        disk.path = "/"
        sample.disk = disk
        var system = MonitoringSample.System()
        system.osName = "Linux"
        system.osVersion = "#1 SMP PREEMPT_DYNAMIC"
        system.osRelease = "6.1.0"
        system.architecture = "x86_64"
        system.platform = "Linux-6.1.0-x86_64-with-glibc2.36"
        system.machine = "x86_64"
        system.processor = ""
        system.pythonVersion = "3.11.2"
        system.hostname = "example"
        sample.system = system
        return sample
    }
}
