public import MonitoringMessages

/// One row of the manual's table `monitoring_data`.
public struct StoredSample: Sendable, Hashable {
    /// The row's number (`id`), rising in the order of storing; nil before the sample is stored.
    public var id: Int64?
    /// When the sample arrived (`timestamp`). Read from a database it is in UTC.
    public var time: WallTime
    /// Where it came from (`server`), such as `ws://localhost:8765`.
    public var server: String
    /// Usage of the processor in percent, as sent (`cpu_usage`); nil where the message has none, as for those that follow.
    public var cpuUsage: Double?
    /// Usage of main memory in percent (`ram_usage`).
    public var ramUsage: Double?
    /// Usage of the file system in percent (`disk_usage`).
    public var diskUsage: Double?
    /// Usage of the first GPU in percent (`gpu_usage`).
    public var gpuUsage: Double?

    /// A row from its parts.
    public init(
        id: Int64? = nil, time: WallTime, server: String, cpuUsage: Double? = nil, ramUsage: Double? = nil,
        diskUsage: Double? = nil, gpuUsage: Double? = nil
    ) {
        self.id = id
        self.time = time
        self.server = server
        self.cpuUsage = cpuUsage
        self.ramUsage = ramUsage
        self.diskUsage = diskUsage
        self.gpuUsage = gpuUsage
    }

    /// What is stored of a sample.
    ///
    /// - Parameters:
    ///   - time: When it arrived.
    ///   - server: Where it came from: a URI without credentials, or a name.
    public init(_ sample: MonitoringSample, time: WallTime, server: String) {
        self.init(
            time: time, server: server, cpuUsage: sample.processor?.usagePercent,
            ramUsage: sample.memory?.usagePercent, diskUsage: sample.disk?.usagePercent,
            gpuUsage: sample.gpus.first?.usagePercent)
    }
}
