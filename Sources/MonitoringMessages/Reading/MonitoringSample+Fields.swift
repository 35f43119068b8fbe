/// Bytes of the documented dialect's GB and MB: both are binary.
enum ByteUnit {
    static let gigabyte = 1_073_741_824.0
    static let megabyte = 1_048_576.0
}

extension MonitoringSample {
    /// Takes over what the message says: all of it, or what is not as in the message before.
    mutating func read(_ message: MessageFields, parts: MessageParts) {
        if parts.contains(.details) {
            readAll(message)
        } else if parts.contains(.usages) {
            readUsages(message)
        }
    }

    /// In each line the published field comes first, the documented one second.
    private mutating func readAll(_ message: MessageFields) {
        message.read("timestamp") { timestamp = $0.string }
        message.read("alerts") { alerts = $0.elements(limit: MessageLimits.alerts, Alert.init) ?? [] }
        guard let data = message["data"] else { return }
        data.read("processor") { processor = $0.object.map(Processor.init) }
        data.read("memory") { memory = $0.object.map(Memory.init) }
        data.read("disk") { disk = $0.object.map(Disk.init) }
        data.read("system") { system = $0.object.map(System.init) }
        data.read("gpu") { gpus = Self.gpus($0, GPU.init) }
        readExtras(data)
    }

    /// One GPU as an object, or `{count, gpus}`. An element that is no object is a GPU of which nothing is known: the
    /// position in the list is the GPU's number.
    static func gpus(_ value: JSONValue, _ read: (JSONValue) -> GPU) -> [GPU] {
        value["gpus"]?.elements(limit: MessageLimits.gpus, read) ?? value.filledObject.map { [read($0)] } ?? []
    }
}

extension MonitoringSample.Processor {
    init(_ fields: JSONValue) {
        usagePercent = Self.usagePercent(fields)
        coreCount = fields["core_count"]?.count
        logicalCount = fields["logical_count"]?.count
        frequencyMHz = fields["frequency_current"]?.number ?? fields["frequency_mhz"]?.number
        maximumFrequencyMHz = fields["frequency_max"]?.number
        temperatureCelsius = fields["temperature"]?.number
        perCoreUsagePercent = fields["per_core_usage"]?.elements(limit: MessageLimits.cores, \.number) ?? []
        quotaCores = fields["quota_cores"]?.number
    }
}

extension MonitoringSample.Memory {
    init(_ fields: JSONValue) {
        usagePercent = Self.usagePercent(fields)
        totalBytes = fields["total"]?.bytes ?? fields["total_gb"]?.bytes(per: ByteUnit.gigabyte)
        availableBytes = fields["available"]?.bytes ?? fields["available_gb"]?.bytes(per: ByteUnit.gigabyte)
        usedBytes = fields["used"]?.bytes ?? fields["used_gb"]?.bytes(per: ByteUnit.gigabyte)
    }
}

extension MonitoringSample.Disk {
    init(_ fields: JSONValue) {
        usagePercent = Self.usagePercent(fields)
        totalBytes = fields["total"]?.bytes ?? fields["total_gb"]?.bytes(per: ByteUnit.gigabyte)
        usedBytes = fields["used"]?.bytes ?? fields["used_gb"]?.bytes(per: ByteUnit.gigabyte)
        freeBytes = fields["free"]?.bytes ?? fields["free_gb"]?.bytes(per: ByteUnit.gigabyte)
        path = fields["path"]?.string
    }
}

extension MonitoringSample.GPU {
    init(_ fields: JSONValue) {
        name = fields["name"]?.string
        driverVersion = fields["driver_version"]?.string
        usagePercent = Self.usagePercent(fields)
        memoryPercent = fields["memory_percentage"]?.number ?? fields["memory_percent"]?.number
        memoryTotalBytes = fields["memory_total"]?.bytes ?? fields["memory_total_mb"]?.bytes(per: ByteUnit.megabyte)
        memoryUsedBytes = fields["memory_used"]?.bytes ?? fields["memory_used_mb"]?.bytes(per: ByteUnit.megabyte)
        memoryFreeBytes = fields["memory_free"]?.bytes ?? fields["memory_free_mb"]?.bytes(per: ByteUnit.megabyte)
        temperatureCelsius = fields["temperature"]?.number
        powerDrawWatts = fields["power_draw"]?.number
        powerLimitWatts = fields["power_limit"]?.number
    }
}

extension MonitoringSample.System {
    init(_ fields: JSONValue) {
        osName = fields["os_name"]?.string
        osVersion = fields["os_version"]?.string
        osRelease = fields["os_release"]?.string
        architecture = fields["architecture"]?.string
        platform = fields["platform"]?.string
        machine = fields["machine"]?.string
        processor = fields["processor"]?.string
        pythonVersion = fields["python_version"]?.string
        hostname = fields["hostname"]?.string
        distribution = fields["distribution"]?.string
        processes = fields["processes"]?.count
        bootTime = fields["boot_time"]?.stringOrNumber
    }
}

extension MonitoringSample.Alert {
    init(_ fields: JSONValue) {
        timestamp = fields["timestamp"]?.string
        component = fields["component"]?.string
        metric = fields["metric"]?.string
        value = fields["value"]?.number
        threshold = fields["threshold"]?.number
        level = fields["level"]?.string
        message = fields["message"]?.string
    }
}
