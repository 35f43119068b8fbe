/// One `monitoring_data` message, whichever dialect it came in. Sizes are bytes, percentages 0…100 as sent (not clamped),
/// temperatures °C, frequencies MHz, power W. What the message lacks, or has as null, is nil: unknown is never 0.
public struct MonitoringSample: Sendable, Hashable {
    @usableFromInline
    var content: Content {
        @inlinable _read { yield storage.content }
        @inlinable _modify {
            if !isKnownUniquelyReferenced(&storage) { storage = Storage(storage.content) }
            yield &storage.content
        }
    }
    @usableFromInline
    var storage: Storage

    /// An empty sample.
    public init() {
        storage = Storage(Content())
    }

    /// The server's timestamp as sent; without a zone it is the server's local time.
    public var timestamp: String? {
        @inlinable _read { yield content.timestamp }
        @inlinable _modify { yield &content.timestamp }
    }

    /// The processor; nil when the message has none, as for the sections that follow.
    public var processor: Processor? {
        @inlinable _read { yield content.processor }
        @inlinable _modify { yield &content.processor }
    }
    /// Main memory.
    public var memory: Memory? {
        @inlinable _read { yield content.memory }
        @inlinable _modify { yield &content.memory }
    }
    /// The file system that the server watches.
    public var disk: Disk? {
        @inlinable _read { yield content.disk }
        @inlinable _modify { yield &content.disk }
    }
    /// Every GPU, in the order sent; empty when the message has none.
    public var gpus: [GPU] {
        @inlinable _read { yield content.gpus }
        @inlinable _modify { yield &content.gpus }
    }
    /// The machine that was sampled.
    public var system: System? {
        @inlinable _read { yield content.system }
        @inlinable _modify { yield &content.system }
    }
    /// Thresholds crossed, in the order sent.
    public var alerts: [Alert] {
        @inlinable _read { yield content.alerts }
        @inlinable _modify { yield &content.alerts }
    }

    // What follows only this package's server sends; other clients pass over it.

    /// Every file system watched, `disk` first; empty when there is only that one.
    public var disks: [Disk] {
        @inlinable _read { yield content.disks }
        @inlinable _modify { yield &content.disks }
    }
    /// Traffic of the network interfaces.
    public var network: NetworkRates? {
        @inlinable _read { yield content.network }
        @inlinable _modify { yield &content.network }
    }
    /// Traffic of the disks.
    public var diskIO: DiskRates? {
        @inlinable _read { yield content.diskIO }
        @inlinable _modify { yield &content.diskIO }
    }
    /// Load average of the system.
    public var loadAverage: LoadAverage? {
        @inlinable _read { yield content.loadAverage }
        @inlinable _modify { yield &content.loadAverage }
    }
    /// Seconds since the system started.
    public var uptimeSeconds: Double? {
        @inlinable _read { yield content.uptimeSeconds }
        @inlinable _modify { yield &content.uptimeSeconds }
    }
    /// The processes that use most processor time, the busiest first.
    public var topProcesses: [ProcessUsage] {
        @inlinable _read { yield content.topProcesses }
        @inlinable _modify { yield &content.topProcesses }
    }

    /// The processor.
    public struct Processor: Sendable, Hashable {
        /// Usage over all cores in percent.
        public var usagePercent: Double?
        /// Physical cores.
        public var coreCount: Int?
        /// Logical cores.
        public var logicalCount: Int?
        /// Present clock frequency in MHz.
        public var frequencyMHz: Double?
        /// Highest clock frequency in MHz; the published server sends 0 where it cannot tell.
        public var maximumFrequencyMHz: Double?
        /// Temperature in °C.
        public var temperatureCelsius: Double?
        /// Usage of each logical core in percent; nil where one is unknown.
        public var perCoreUsagePercent: [Double?] = []
        /// Cores' worth of time that the container may use; nil without a limit. Only this package's server sends it.
        public var quotaCores: Double?

        /// All unknown.
        public init() {}
    }

    /// Main memory.
    public struct Memory: Sendable, Hashable {
        /// Share in use in percent.
        public var usagePercent: Double?
        /// Size in bytes.
        public var totalBytes: UInt64?
        /// Bytes that programs can still get without swapping.
        public var availableBytes: UInt64?
        /// Bytes in use.
        public var usedBytes: UInt64?

        /// All unknown.
        public init() {}
    }

    /// One file system.
    public struct Disk: Sendable, Hashable {
        /// Share in use in percent.
        public var usagePercent: Double?
        /// Size in bytes.
        public var totalBytes: UInt64?
        /// Bytes in use.
        public var usedBytes: UInt64?
        /// Bytes that an unprivileged user can still write.
        public var freeBytes: UInt64?
        /// Where it is mounted.
        public var path: String?

        /// All unknown.
        public init() {}
    }

    /// One graphics processor.
    public struct GPU: Sendable, Hashable {
        /// Name of the model.
        public var name: String?
        /// The driver's version.
        public var driverVersion: String?
        /// Usage of its cores in percent.
        public var usagePercent: Double?
        /// Use of its memory in percent.
        public var memoryPercent: Double?
        /// Size of its memory in bytes.
        public var memoryTotalBytes: UInt64?
        /// Bytes of its memory in use.
        public var memoryUsedBytes: UInt64?
        /// Bytes of its memory not in use.
        public var memoryFreeBytes: UInt64?
        /// Temperature in °C.
        public var temperatureCelsius: Double?
        /// Power drawn now in W.
        public var powerDrawWatts: Double?
        /// Most power it may draw in W.
        public var powerLimitWatts: Double?

        /// All unknown.
        public init() {}
    }

    /// The machine that was sampled.
    public struct System: Sendable, Hashable {
        /// Name of the operating system, such as "Linux".
        public var osName: String?
        /// Its version, as the kernel words it.
        public var osVersion: String?
        /// Release of the kernel.
        public var osRelease: String?
        /// Architecture of the processor, such as "x86_64".
        public var architecture: String?
        /// All of the above in one line.
        public var platform: String?
        /// Hardware name of the machine, mostly the architecture again.
        public var machine: String?
        /// Name of the processor; the published server sends "" on Linux.
        public var processor: String?
        /// The Python that the published server runs on.
        public var pythonVersion: String?
        /// Name of the machine.
        public var hostname: String?
        /// Name and version of the distribution. Only this package's server sends it.
        public var distribution: String?
        /// Number of processes.
        public var processes: Int?
        /// As sent: a timestamp or a number of seconds since 1970.
        public var bootTime: String?

        /// All unknown.
        public init() {}
    }

    /// A threshold that the server found crossed.
    public struct Alert: Sendable, Hashable {
        /// When it was crossed, as sent.
        public var timestamp: String?
        /// What it is about, such as "memory".
        public var component: String?
        /// The component's figure that crossed it, such as "percentage".
        public var metric: String?
        /// The figure, in the unit of the metric.
        public var value: Double?
        /// The threshold, in the unit of the metric.
        public var threshold: Double?
        /// How bad it is, in the words of the server.
        public var level: String?
        /// The whole in a sentence.
        public var message: String?

        /// All unknown.
        public init() {}
    }
}
