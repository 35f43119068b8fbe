extension MonitoringSample {
    /// Traffic of all network interfaces together, each byte counted once.
    public struct NetworkRates: Sendable, Hashable {
        /// Bytes received in a second.
        public var bytesReceivedPerSecond: Double?
        /// Bytes sent in a second.
        public var bytesSentPerSecond: Double?

        /// All unknown.
        public init() {}
    }

    /// Traffic of all disks together, each byte counted once.
    public struct DiskRates: Sendable, Hashable {
        /// Bytes read in a second.
        public var bytesReadPerSecond: Double?
        /// Bytes written in a second.
        public var bytesWrittenPerSecond: Double?

        /// All unknown.
        public init() {}
    }

    /// Runnable and uninterruptible tasks on average, as the kernel counts them.
    public struct LoadAverage: Sendable, Hashable {
        /// Over the last minute.
        public var oneMinute: Double?
        /// Over the last five minutes.
        public var fiveMinutes: Double?
        /// Over the last fifteen minutes.
        public var fifteenMinutes: Double?

        /// All unknown.
        public init() {}
    }

    /// What one process uses.
    public struct ProcessUsage: Sendable, Hashable {
        /// The process's number.
        public var pid: Int?
        /// The name of its program, as the kernel keeps it.
        public var name: String?
        /// Processor time in percent of one core: 200 is two cores in full.
        public var usagePercent: Double?
        /// Memory that it holds, shared pages included, in bytes.
        public var memoryBytes: UInt64?

        /// All unknown.
        public init() {}
    }
}
