import MonitoringMessages

/// Makes samples in which anything may be unknown.
struct SampleGenerator {
    private var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(state: seed)
    }

    private mutating func maybe<T>(_ value: (inout SeededGenerator) -> T) -> T? {
        Int.random(in: 0..<5, using: &random) == 0 ? nil : value(&random)
    }

    private mutating func number() -> Double? {
        maybe { generator in
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: Double(Int.random(in: -100...100, using: &generator))
            case 1: Double.random(in: 0...100, using: &generator)
            case 2:
                [0, -0.0, .greatestFiniteMagnitude, .leastNonzeroMagnitude, 1e16, 1e-7].randomElement(using: &generator)
                    ?? 0
            default: Double.random(in: -1e9...1e9, using: &generator)
            }
        }
    }

    /// Up to 2^53: what GB and MB as a Double carry to the byte.
    private mutating func bytes() -> UInt64? {
        maybe { UInt64.random(in: 0...(1 << UInt64.random(in: 0...53, using: &$0)), using: &$0) }
    }

    private mutating func count() -> Int? {
        maybe { Int.random(in: 0...Int.max, using: &$0) }
    }

    private mutating func string() -> String? {
        let scalars: [Unicode.Scalar] = ["a", "/", "\"", "\\", "\n", "\0", "\u{1B}", "é", "€", "\u{1F4BB}", "\u{2028}"]
        return maybe { generator in
            var text = String.UnicodeScalarView()
            for _ in 0..<Int.random(in: 0...12, using: &generator) {
                text.append(scalars.randomElement(using: &generator) ?? "a")
            }
            return String(text)
        }
    }

    mutating func sample() -> MonitoringSample {
        var sample = MonitoringSample()
        sample.timestamp = string() ?? "t"
        if maybe({ _ in true }) != nil { sample.processor = processor() }
        if maybe({ _ in true }) != nil { sample.memory = memory() }
        if maybe({ _ in true }) != nil { sample.disk = disk() }
        if maybe({ _ in true }) != nil { sample.system = system() }
        for _ in 0..<Int.random(in: 0...3, using: &random) { sample.gpus.append(gpu()) }
        for _ in 0..<Int.random(in: 0...2, using: &random) { sample.alerts.append(alert()) }
        addExtras(to: &sample)
        return sample
    }

    private mutating func addExtras(to sample: inout MonitoringSample) {
        for _ in 0..<Int.random(in: 0...2, using: &random) { sample.disks.append(disk()) }
        if maybe({ _ in true }) != nil {
            var network = MonitoringSample.NetworkRates()
            network.bytesReceivedPerSecond = number()
            network.bytesSentPerSecond = number()
            sample.network = network
        }
        if maybe({ _ in true }) != nil {
            var diskIO = MonitoringSample.DiskRates()
            diskIO.bytesReadPerSecond = number()
            diskIO.bytesWrittenPerSecond = number()
            sample.diskIO = diskIO
        }
        if maybe({ _ in true }) != nil {
            var load = MonitoringSample.LoadAverage()
            load.oneMinute = number()
            load.fiveMinutes = number()
            load.fifteenMinutes = number()
            sample.loadAverage = load
        }
        sample.uptimeSeconds = number()
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            var process = MonitoringSample.ProcessUsage()
            process.pid = count()
            process.name = string()
            process.usagePercent = number()
            process.memoryBytes = bytes()
            sample.topProcesses.append(process)
        }
    }

    private mutating func processor() -> MonitoringSample.Processor {
        var processor = MonitoringSample.Processor()
        processor.usagePercent = number()
        processor.coreCount = count()
        processor.logicalCount = count()
        processor.frequencyMHz = number()
        processor.maximumFrequencyMHz = number()
        processor.temperatureCelsius = number()
        processor.quotaCores = number()
        for _ in 0..<Int.random(in: 0...5, using: &random) { processor.perCoreUsagePercent.append(number()) }
        return processor
    }

    private mutating func memory() -> MonitoringSample.Memory {
        var memory = MonitoringSample.Memory()
        memory.usagePercent = number()
        memory.totalBytes = bytes()
        memory.availableBytes = bytes()
        memory.usedBytes = bytes()
        return memory
    }

    private mutating func disk() -> MonitoringSample.Disk {
        var disk = MonitoringSample.Disk()
        disk.usagePercent = number()
        disk.totalBytes = bytes()
        disk.usedBytes = bytes()
        disk.freeBytes = bytes()
        disk.path = string()
        return disk
    }

    private mutating func gpu() -> MonitoringSample.GPU {
        var gpu = MonitoringSample.GPU()
        gpu.name = string()
        gpu.driverVersion = string()
        gpu.usagePercent = number()
        gpu.memoryPercent = number()
        gpu.memoryTotalBytes = bytes()
        gpu.memoryUsedBytes = bytes()
        gpu.memoryFreeBytes = bytes()
        gpu.temperatureCelsius = number()
        gpu.powerDrawWatts = number()
        gpu.powerLimitWatts = number()
        return gpu
    }

    private mutating func system() -> MonitoringSample.System {
        var system = MonitoringSample.System()
        system.osName = string()
        system.osVersion = string()
        system.osRelease = string()
        system.architecture = string()
        system.platform = string()
        system.machine = string()
        system.processor = string()
        system.pythonVersion = string()
        system.hostname = string()
        system.distribution = string()
        system.processes = count()
        system.bootTime = string()
        return system
    }

    private mutating func alert() -> MonitoringSample.Alert {
        var alert = MonitoringSample.Alert()
        alert.timestamp = string()
        alert.component = string()
        alert.metric = string()
        alert.value = number()
        alert.threshold = number()
        alert.level = string()
        alert.message = string()
        return alert
    }

    /// What is left of a sample after the documented dialect.
    static func carriedByDocumented(_ sample: MonitoringSample) -> MonitoringSample {
        var carried = sample
        carried.system = nil
        carried.alerts = []
        carried.disk?.path = nil
        carried.processor?.coreCount = nil
        carried.processor?.logicalCount = nil
        carried.processor?.maximumFrequencyMHz = nil
        carried.processor?.perCoreUsagePercent = []
        carried.processor?.quotaCores = nil
        for index in carried.gpus.indices {
            carried.gpus[index].name = nil
            carried.gpus[index].driverVersion = nil
            carried.gpus[index].memoryFreeBytes = nil
            carried.gpus[index].powerDrawWatts = nil
            carried.gpus[index].powerLimitWatts = nil
        }
        return carried
    }
}
