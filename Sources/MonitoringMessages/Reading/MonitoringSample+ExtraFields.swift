extension MonitoringSample {
    /// Reads what only this package's server sends out of a message's `data`.
    mutating func readExtras(_ data: MessageFields) {
        data.read("disks") { disks = $0.elements(limit: MessageLimits.disks, Disk.init) ?? [] }
        data.read("network") { network = $0.object.map(NetworkRates.init) }
        data.read("disk_io") { diskIO = $0.object.map(DiskRates.init) }
        data.read("load_average") { loadAverage = $0.elements(limit: 3, \.number).map(LoadAverage.init) }
        data.read("uptime_seconds") { uptimeSeconds = $0.number }
        data.read("top_processes") {
            topProcesses = $0.elements(limit: MessageLimits.processes, ProcessUsage.init) ?? []
        }
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
