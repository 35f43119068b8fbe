import Foundation
import MonitoringMessages

/// SplitMix64 (Steele, Lea and Flood, 2014): the same numbers from the same seed, on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Noise that wanders as load does: around zero, each value near the one before.
struct SmoothNoise {
    private var value = 0.0

    mutating func next(amplitude: Double, using generator: inout SeededGenerator) -> Double {
        let step = Double.random(in: -1...1, using: &generator)
        value = value * 0.92 + step * 0.55
        return value * amplitude
    }
}

/// What a machine of the demo measures, one sample after another.
struct DemoSamples {
    private let profile: DemoProfile
    private var generator: SeededGenerator
    private var processor = SmoothNoise()
    private var memory = SmoothNoise()
    private var cores: [SmoothNoise]
    private var gpus: [SmoothNoise]

    init(profile: DemoProfile, seed: UInt64) {
        self.profile = profile
        generator = SeededGenerator(seed: seed)
        cores = Array(repeating: SmoothNoise(), count: profile.cores)
        gpus = Array(repeating: SmoothNoise(), count: profile.gpus.count)
    }

    mutating func next(at seconds: Double, timestamp: String) -> MonitoringSample {
        var sample = MonitoringSample()
        sample.timestamp = timestamp
        sample.processor = nextProcessor(at: seconds)
        sample.memory = nextMemory(at: seconds)
        sample.disk = disk(at: seconds)
        sample.gpus = profile.gpus.indices.map { nextGPU($0, at: seconds) }
        sample.system = system
        sample.alerts = [
            alert("processor", "usage_percent", sample.processor?.usagePercent, timestamp),
            alert("memory", "percentage", sample.memory?.usagePercent, timestamp),
            alert("disk", "percentage", sample.disk?.usagePercent, timestamp),
        ].compactMap { $0 }
        return sample
    }

    private mutating func nextProcessor(at seconds: Double) -> MonitoringSample.Processor {
        var result = MonitoringSample.Processor()
        let noise = processor.next(amplitude: profile.processor.noise, using: &generator)
        let level = percent(profile.processor, at: seconds, noise)
        var perCore: [Double?] = []
        for core in cores.indices {
            // Work is not spread evenly: the first cores have more of it.
            let share = 1.25 - 0.5 * Double(core) / Double(max(cores.count - 1, 1))
            perCore.append(tenth(level * share + cores[core].next(amplitude: 8, using: &generator)))
        }
        result.usagePercent = tenth(perCore.compactMap(\.self).reduce(0, +) / Double(perCore.count))
        result.perCoreUsagePercent = perCore
        result.coreCount = profile.cores / 2
        result.logicalCount = profile.cores
        result.frequencyMHz = (1800 + 18 * level).rounded()
        result.maximumFrequencyMHz = 3800
        result.temperatureCelsius = profile.temperature.map { (($0 + level / 5) * 10).rounded() / 10 }
        return result
    }

    private mutating func nextMemory(at seconds: Double) -> MonitoringSample.Memory {
        var result = MonitoringSample.Memory()
        let noise = memory.next(amplitude: profile.memory.noise, using: &generator)
        let used = bytes(percent(profile.memory, at: seconds, noise), of: profile.memoryBytes)
        result.totalBytes = profile.memoryBytes
        result.usedBytes = used
        result.availableBytes = profile.memoryBytes - used
        result.usagePercent = tenth(Double(used) / Double(profile.memoryBytes) * 100)
        return result
    }

    /// It fills slowly.
    private func disk(at seconds: Double) -> MonitoringSample.Disk {
        var result = MonitoringSample.Disk()
        let used = bytes(profile.diskPercent + seconds / 3600, of: profile.diskBytes)
        result.totalBytes = profile.diskBytes
        result.usedBytes = used
        result.freeBytes = profile.diskBytes - used
        result.usagePercent = tenth(Double(used) / Double(profile.diskBytes) * 100)
        result.path = "/"
        return result
    }

    private mutating func nextGPU(_ index: Int, at seconds: Double) -> MonitoringSample.GPU {
        let gpu = profile.gpus[index]
        let noise = gpus[index].next(amplitude: gpu.load.noise, using: &generator)
        let level = percent(gpu.load, at: seconds, noise)
        let used = bytes(30 + level * 0.55, of: gpu.memoryBytes)
        var result = MonitoringSample.GPU()
        result.name = gpu.name
        result.driverVersion = "560.35.03"
        result.usagePercent = level.rounded()
        result.memoryTotalBytes = gpu.memoryBytes
        result.memoryUsedBytes = used
        result.memoryFreeBytes = gpu.memoryBytes - used
        result.memoryPercent = tenth(Double(used) / Double(gpu.memoryBytes) * 100)
        result.temperatureCelsius = (38 + level * 0.42).rounded()
        result.powerDrawWatts = tenth(28 + level * 2.6, in: 0...300)
        result.powerLimitWatts = 300
        return result
    }

    private var system: MonitoringSample.System {
        var result = MonitoringSample.System()
        result.osName = "Linux"
        result.osVersion = "#1 SMP PREEMPT_DYNAMIC Debian 6.1.148-1"
        result.osRelease = "6.1.0-38-amd64"
        result.architecture = "x86_64"
        result.platform = "Linux-6.1.0-38-amd64-x86_64-with-glibc2.36"
        result.machine = "x86_64"
        result.processor = ""
        result.pythonVersion = "3.11.2"
        result.hostname = profile.hostname
        return result
    }

    private func alert(
        _ component: String, _ metric: String, _ value: Double?, _ timestamp: String
    ) -> MonitoringSample.Alert? {
        guard let value, value >= 80 else { return nil }
        var result = MonitoringSample.Alert()
        result.timestamp = timestamp
        result.component = component
        result.metric = metric
        result.value = value
        result.threshold = value >= 90 ? 90 : 80
        result.level = value >= 90 ? "critical" : "warning"
        result.message = "\(component) \(metric) is \(value)%"
        return result
    }

    private func percent(_ load: DemoProfile.Load, at seconds: Double, _ noise: Double) -> Double {
        let wave = load.wave * sin(2 * .pi * seconds / load.period)
        return min(max(load.mean + wave + noise, 0.3), 100)
    }

    private func bytes(_ percent: Double, of total: UInt64) -> UInt64 {
        // Whole pages.
        UInt64(Double(total) * min(percent, 100) / 100) / 4096 * 4096
    }

    private func tenth(_ value: Double, in range: ClosedRange<Double> = 0...100) -> Double {
        (min(max(value, range.lowerBound), range.upperBound) * 10).rounded() / 10
    }
}
