/// One `monitoring_data` message, whichever dialect it came in. Sizes are bytes, percentages 0…100 as sent (not clamped),
/// temperatures °C, frequencies MHz, power W. What the message lacks, or has as null, is nil: unknown is never 0.
public struct MonitoringSample: Sendable, Hashable {
    /// The server's timestamp as sent; without a zone it is the server's local time.
    public var timestamp: String?
    public var processor: Processor?
    public var memory: Memory?
    public var disk: Disk?
    /// Every GPU, in the order sent; empty when the message has none.
    public var gpus: [GPU] = []
    public var system: System?
    public var alerts: [Alert] = []

    /// An empty sample.
    public init() {}

    /// The processor.
    public struct Processor: Sendable, Hashable {
        public var usagePercent: Double?
        /// Physical cores.
        public var coreCount: Int?
        /// Logical cores.
        public var logicalCount: Int?
        public var frequencyMHz: Double?
        public var maximumFrequencyMHz: Double?
        public var temperatureCelsius: Double?
        /// Usage of each logical core in percent; nil where one is unknown.
        public var perCoreUsagePercent: [Double?] = []

        /// All unknown.
        public init() {}
    }

    /// Main memory.
    public struct Memory: Sendable, Hashable {
        public var usagePercent: Double?
        public var totalBytes: UInt64?
        public var availableBytes: UInt64?
        public var usedBytes: UInt64?

        /// All unknown.
        public init() {}
    }

    /// One file system.
    public struct Disk: Sendable, Hashable {
        public var usagePercent: Double?
        public var totalBytes: UInt64?
        public var usedBytes: UInt64?
        public var freeBytes: UInt64?
        public var path: String?

        /// All unknown.
        public init() {}
    }

    /// One graphics processor.
    public struct GPU: Sendable, Hashable {
        public var name: String?
        public var driverVersion: String?
        public var usagePercent: Double?
        public var memoryPercent: Double?
        public var memoryTotalBytes: UInt64?
        public var memoryUsedBytes: UInt64?
        public var memoryFreeBytes: UInt64?
        public var temperatureCelsius: Double?
        public var powerDrawWatts: Double?
        public var powerLimitWatts: Double?

        /// All unknown.
        public init() {}
    }

    /// The machine that was sampled.
    public struct System: Sendable, Hashable {
        public var osName: String?
        public var osVersion: String?
        public var osRelease: String?
        public var architecture: String?
        public var platform: String?
        public var hostname: String?
        public var processes: Int?
        /// As sent: a timestamp or a number of seconds since 1970.
        public var bootTime: String?

        /// All unknown.
        public init() {}
    }

    /// A threshold that the server found crossed.
    public struct Alert: Sendable, Hashable {
        public var timestamp: String?
        public var component: String?
        public var metric: String?
        public var value: Double?
        public var threshold: Double?
        public var level: String?
        public var message: String?

        /// All unknown.
        public init() {}
    }
}
