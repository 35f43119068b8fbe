extension MonitoringSample.Content {
    /// Takes over a field of `data` that only this package's server sends.
    mutating func readExtra(_ key: JSONKey, _ value: JSONValue, of data: MessageFields) {
        switch key {
        case "disks": disks = value.elements(limit: MessageLimits.disks, MonitoringSample.Disk.init) ?? []
        case "network": data.read(value, into: &network)
        case "disk_io": data.read(value, into: &diskIO)
        case "load_average":
            loadAverage = value.elements(limit: 3, \.number).map(MonitoringSample.LoadAverage.init)
        case "uptime_seconds": uptimeSeconds = value.number
        case "top_processes":
            topProcesses =
                value.elements(limit: MessageLimits.processes, MonitoringSample.ProcessUsage.init) ?? []
        default: break
        }
    }
}

extension MonitoringSample.NetworkRates: MessageSection {
    mutating func read(_ fields: MessageFields) {
        fields.forEach { key, value in
            switch key {
            case "bytes_received_per_second": bytesReceivedPerSecond = value.number
            case "bytes_sent_per_second": bytesSentPerSecond = value.number
            default: break
            }
        }
    }
}

extension MonitoringSample.DiskRates: MessageSection {
    mutating func read(_ fields: MessageFields) {
        fields.forEach { key, value in
            switch key {
            case "bytes_read_per_second": bytesReadPerSecond = value.number
            case "bytes_written_per_second": bytesWrittenPerSecond = value.number
            default: break
            }
        }
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

extension MonitoringSample.ProcessUsage: MessageSection {
    mutating func read(_ fields: MessageFields) {
        fields.forEach { key, value in
            switch key {
            case "pid": pid = value.count
            case "name": name = value.string
            case "cpu_percent": usagePercent = value.number
            case "memory_bytes": memoryBytes = value.bytes
            default: break
            }
        }
    }
}
