/// Bytes of the documented dialect's GB and MB: both are binary.
enum ByteUnit {
    static let gigabyte = 1_073_741_824.0
    static let megabyte = 1_048_576.0
}

extension MonitoringSample {
    /// Takes over what the message says: all of it, or what is not as in the message before.
    mutating func read(_ message: MessageFields, parts: MessageParts) {
        if parts.contains(.details) {
            content.readAll(message)
        } else if parts.contains(.usages) {
            content.readUsages(message)
        }
    }

    /// One GPU as an object, or `{count, gpus}`. An element that is no object is a GPU of which nothing is known: the
    /// position in the list is the GPU's number.
    static func gpus(_ value: JSONValue, _ read: (JSONValue) -> GPU) -> [GPU] {
        value["gpus"]?.elements(limit: MessageLimits.gpus, read) ?? value.filledObject.map { [read($0)] } ?? []
    }
}

extension MonitoringSample.Content {
    fileprivate mutating func readAll(_ message: MessageFields) {
        message.forEach { key, value in
            switch key {
            case "timestamp": timestamp = value.string
            case "alerts": alerts = value.elements(limit: MessageLimits.alerts, MonitoringSample.Alert.init) ?? []
            case "data": readData(message.fields(of: value))
            default: break
            }
        }
    }

    private mutating func readData(_ data: MessageFields) {
        data.forEach { key, value in
            switch key {
            case "processor": data.read(value, into: &processor)
            case "memory": data.read(value, into: &memory)
            case "disk": data.read(value, into: &disk)
            case "system": data.read(value, into: &system)
            case "gpu": gpus = MonitoringSample.gpus(value, MonitoringSample.GPU.init)
            default: readExtra(key, value, of: data)
            }
        }
    }
}

// Where both dialects have a field, the published one counts unless it is unknown.

extension MonitoringSample.Processor: MessageSection {
    mutating func read(_ fields: MessageFields) {
        fields.forEach { key, value in
            switch key {
            case "usage_percent": usagePercent = value.number
            case "core_count": coreCount = value.count
            case "logical_count": logicalCount = value.count
            case "frequency_current", "frequency_mhz":
                frequencyMHz = fields.object["frequency_current"]?.number ?? fields.object["frequency_mhz"]?.number
            case "frequency_max": maximumFrequencyMHz = value.number
            case "temperature": temperatureCelsius = value.number
            case "per_core_usage":
                perCoreUsagePercent = value.elements(limit: MessageLimits.cores, \.number) ?? []
            case "quota_cores": quotaCores = value.number
            default: break
            }
        }
    }
}

extension MonitoringSample.Memory: MessageSection {
    mutating func read(_ fields: MessageFields) {
        fields.forEach { key, value in
            switch key {
            case "percentage", "usage_percent": usagePercent = Self.usagePercent(fields.object)
            case "total", "total_gb": totalBytes = fields.object.bytes("total", gigabytes: "total_gb")
            case "available", "available_gb":
                availableBytes = fields.object.bytes("available", gigabytes: "available_gb")
            case "used", "used_gb": usedBytes = fields.object.bytes("used", gigabytes: "used_gb")
            default: break
            }
        }
    }
}

extension MonitoringSample.Disk: MessageSection {
    mutating func read(_ fields: MessageFields) {
        fields.forEach { key, value in
            switch key {
            case "percentage", "usage_percent": usagePercent = Self.usagePercent(fields.object)
            case "total", "total_gb": totalBytes = fields.object.bytes("total", gigabytes: "total_gb")
            case "used", "used_gb": usedBytes = fields.object.bytes("used", gigabytes: "used_gb")
            case "free", "free_gb": freeBytes = fields.object.bytes("free", gigabytes: "free_gb")
            case "path": path = value.string
            default: break
            }
        }
    }
}

extension MonitoringSample.GPU: MessageSection {
    mutating func read(_ fields: MessageFields) {
        fields.forEach { key, value in
            switch key {
            case "name": name = value.string
            case "driver_version": driverVersion = value.string
            case "gpu_usage_percent", "usage_percent":
                usagePercent = Self.usagePercent(fields.object)
            case "memory_percentage", "memory_percent":
                memoryPercent = fields.object["memory_percentage"]?.number ?? fields.object["memory_percent"]?.number
            case "memory_total", "memory_total_mb":
                memoryTotalBytes = fields.object.bytes("memory_total", megabytes: "memory_total_mb")
            case "memory_used", "memory_used_mb":
                memoryUsedBytes = fields.object.bytes("memory_used", megabytes: "memory_used_mb")
            case "memory_free", "memory_free_mb":
                memoryFreeBytes = fields.object.bytes("memory_free", megabytes: "memory_free_mb")
            case "temperature": temperatureCelsius = value.number
            case "power_draw": powerDrawWatts = value.number
            case "power_limit": powerLimitWatts = value.number
            default: break
            }
        }
    }
}

extension MonitoringSample.System: MessageSection {
    mutating func read(_ fields: MessageFields) {
        fields.forEach { key, value in
            switch key {
            case "os_name": osName = value.string
            case "os_version": osVersion = value.string
            case "os_release": osRelease = value.string
            case "architecture": architecture = value.string
            case "platform": platform = value.string
            case "machine": machine = value.string
            case "processor": processor = value.string
            case "python_version": pythonVersion = value.string
            case "hostname": hostname = value.string
            case "distribution": distribution = value.string
            case "processes": processes = value.count
            case "boot_time": bootTime = value.stringOrNumber
            default: break
            }
        }
    }
}

extension MonitoringSample.Alert: MessageSection {
    mutating func read(_ fields: MessageFields) {
        fields.forEach { key, value in
            switch key {
            case "timestamp": timestamp = value.string
            case "component": component = value.string
            case "metric": metric = value.string
            case "value": self.value = value.number
            case "threshold": threshold = value.number
            case "level": level = value.string
            case "message": message = value.string
            default: break
            }
        }
    }
}

extension JSONValue {
    /// A size in bytes, or else one in GB.
    fileprivate func bytes(_ bytes: StaticString, gigabytes: StaticString) -> UInt64? {
        self[bytes]?.bytes ?? self[gigabytes]?.bytes(per: ByteUnit.gigabyte)
    }

    /// A size in bytes, or else one in MB.
    fileprivate func bytes(_ bytes: StaticString, megabytes: StaticString) -> UInt64? {
        self[bytes]?.bytes ?? self[megabytes]?.bytes(per: ByteUnit.megabyte)
    }
}
