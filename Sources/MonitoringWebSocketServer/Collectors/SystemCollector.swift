import Glibc
public import MonitoringMessages

/// Collects samples of this machine, each one for all clients.
///
/// Usages and rates are differences between two collections. The first reading is made at the start, so that the first
/// sample is complete when it is collected at least 100 ms later; before that these figures are nil.
public struct SystemCollector: Sendable {
    private let configuration: CollectorConfiguration
    private var processorUsage: ProcessorUsage
    private var processor: MonitoringSample.Processor
    private var temperature: ProcessorTemperature
    private var coreNumbers: [UInt64]
    private var network: TrafficRates
    private var diskTraffic: TrafficRates
    private let disks: DiskReader<MonitoringSample.Disk>
    private var processes: ProcessTable
    private var system: MonitoringSample.System
    private let nvidia: NVIDIAGPUs
    private let amd: AMDGPUs
    private var slowReadingAt: Duration?

    /// Makes the first reading. It takes some ms, and longer where NVIDIA's driver has to be woken.
    public init(_ configuration: CollectorConfiguration = .init(), at moment: Moment) {
        self.init(configuration, at: moment, readDisk: FileSystem.usage(path:))
    }

    /// - Parameter readDisk: looks a path's file system up, and may not come back.
    init(
        _ configuration: CollectorConfiguration, at moment: Moment,
        readDisk: @escaping @Sendable (String) -> MonitoringSample.Disk?
    ) {
        let (proc, sys) = (configuration.procRoot, configuration.sysRoot)
        let now = moment.monotonic
        let stat = SystemFiles.read(proc + "/stat") ?? []
        let reading = ProcessorReading(stat: stat)
        self.configuration = configuration
        processorUsage = ProcessorUsage(reading, at: now)
        coreNumbers = reading.cores.map(\.number)
        let topology = ProcessorTopology(procRoot: proc, sysRoot: sys, cores: coreNumbers)
        processor = .init()
        processor.coreCount = topology.physicalCores
        temperature = ProcessorTemperature(sysRoot: sys)
        network = TrafficRates(NetworkTraffic.read(procRoot: proc, sysRoot: sys), at: now)
        diskTraffic = TrafficRates(DiskTraffic.read(procRoot: proc, sysRoot: sys), at: now)
        disks = DiskReader(configuration.diskPaths, read: readDisk)
        processes = ProcessTable(
            ProcessReading.all(procRoot: proc), at: now, limit: configuration.topProcesses, units: .machine)
        system = MachineIdentity.section(
            osReleasePath: configuration.osReleasePath,
            processorModel: topology.modelName,
            bootTime: MachineIdentity.bootTime(stat: stat, utcOffsetSeconds: moment.wall.utcOffsetSeconds)
        )
        nvidia = NVIDIAGPUs(libraryPath: configuration.nvmlPath)
        amd = AMDGPUs(sysRoot: sys)
    }

    /// Collects one sample. What cannot be read is nil.
    public mutating func collect(at moment: Moment) -> MonitoringSample {
        collectSlowly(at: moment.monotonic)
        var sample = MonitoringSample()
        sample.timestamp = moment.wall.localTimestamp
        sample.processor = collectProcessor(at: moment.monotonic)
        sample.memory = collectMemory()
        let fileSystems = disks.readings(at: moment.monotonic)
        sample.disk = fileSystems.first ?? nil
        if fileSystems.count > 1 { sample.disks = fileSystems.compactMap { $0 } }
        sample.gpus = nvidia.read() + amd.read()
        system.processes = processes.count
        sample.system = system
        collectExtras(into: &sample, at: moment.monotonic)
        return sample
    }

    private mutating func collectSlowly(at now: Duration) {
        if let slowReadingAt, now - slowReadingAt < configuration.slowInterval { return }
        slowReadingAt = now
        let frequency = ProcessorFrequency(procRoot: configuration.procRoot, sysRoot: configuration.sysRoot)
        processor.frequencyMHz = frequency.currentMHz
        processor.maximumFrequencyMHz = frequency.maximumMHz
        processor.temperatureCelsius = temperature.celsius()
        processes.update(ProcessReading.all(procRoot: configuration.procRoot), at: now)
    }

    private mutating func collectProcessor(at now: Duration) -> MonitoringSample.Processor? {
        guard let stat = SystemFiles.read(configuration.procRoot + "/stat") else { return nil }
        let reading = ProcessorReading(stat: stat)
        processorUsage.update(reading, at: now)
        let numbers = reading.cores.map(\.number)
        if numbers != coreNumbers {
            coreNumbers = numbers
            let (proc, sys) = (configuration.procRoot, configuration.sysRoot)
            processor.coreCount = ProcessorTopology(procRoot: proc, sysRoot: sys, cores: numbers).physicalCores
        }
        processor.logicalCount = numbers.isEmpty ? nil : numbers.count
        processor.usagePercent = processorUsage.totalPercent
        processor.perCoreUsagePercent = processorUsage.corePercents
        processor.quotaCores = SystemFiles.read(configuration.sysRoot + "/fs/cgroup/cpu.max")
            .flatMap(ContainerProcessor.quotaCores)
        return processor
    }

    private func collectMemory() -> MonitoringSample.Memory? {
        SystemFiles.read(configuration.procRoot + "/meminfo")
            .flatMap { MemoryInfo($0).section(container: ContainerMemory(sysRoot: configuration.sysRoot)) }
    }

    private mutating func collectExtras(into sample: inout MonitoringSample, at now: Duration) {
        let (proc, sys) = (configuration.procRoot, configuration.sysRoot)
        network.update(NetworkTraffic.read(procRoot: proc, sysRoot: sys), at: now)
        diskTraffic.update(DiskTraffic.read(procRoot: proc, sysRoot: sys), at: now)
        sample.network = network.perSecond.map { rates in
            var network = MonitoringSample.NetworkRates()
            network.bytesReceivedPerSecond = rates.inbound
            network.bytesSentPerSecond = rates.outbound
            return network
        }
        sample.diskIO = diskTraffic.perSecond.map { rates in
            var diskIO = MonitoringSample.DiskRates()
            diskIO.bytesReadPerSecond = rates.inbound
            diskIO.bytesWrittenPerSecond = rates.outbound
            return diskIO
        }
        sample.loadAverage = SystemFiles.read(proc + "/loadavg").flatMap(SystemLoad.average)
        sample.uptimeSeconds = SystemFiles.read(proc + "/uptime").flatMap(SystemLoad.uptimeSeconds)
        sample.topProcesses = processes.top
    }
}

extension ProcessTable.Units {
    /// Those of this machine.
    static var machine: Self {
        let ticks = sysconf(Int32(_SC_CLK_TCK))
        let page = sysconf(Int32(_SC_PAGESIZE))
        return Self(ticksPerSecond: ticks > 0 ? Double(ticks) : 100, pageBytes: page > 0 ? UInt64(page) : 4096)
    }
}
