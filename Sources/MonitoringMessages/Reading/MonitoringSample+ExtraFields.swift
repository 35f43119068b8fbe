extension MonitoringSample {
    /// Reads what only this package's server sends out of a message's `data`.
    mutating func readExtras(_ data: JSONValue) {
        disks = data["disks"]?.elements(limit: MessageLimits.disks, Disk.init) ?? []
        network = (data["network"]?.object).map(NetworkRates.init)
        diskIO = (data["disk_io"]?.object).map(DiskRates.init)
        loadAverage = (data["load_average"]?.elements(limit: 3, \.number)).map(LoadAverage.init)
        uptimeSeconds = data["uptime_seconds"]?.number
        topProcesses = data["top_processes"]?.elements(limit: MessageLimits.processes, ProcessUsage.init) ?? []
    }
}

extension MonitoringSample.NetworkRates {
    init(_ fields: JSONValue) {
        bytesReceivedPerSecond = fields["bytes_received_per_second"]?.number
        bytesSentPerSecond = fields["bytes_sent_per_second"]?.number
    }
}

extension MonitoringSample.DiskRates {
    init(_ fields: JSONValue) {
        bytesReadPerSecond = fields["bytes_read_per_second"]?.number
        bytesWrittenPerSecond = fields["bytes_written_per_second"]?.number
    }
}

extension MonitoringSample.LoadAverage {
    init(_ values: [Double?]) {
        let values = values + [nil, nil, nil]
        oneMinute = values[0]
        fiveMinutes = values[1]
        fifteenMinutes = values[2]
    }
}

extension MonitoringSample.ProcessUsage {
    init(_ fields: JSONValue) {
        pid = fields["pid"]?.count
        name = fields["name"]?.string
        usagePercent = fields["cpu_percent"]?.number
        memoryBytes = fields["memory_bytes"]?.bytes
    }
}
