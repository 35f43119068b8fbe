extension MonitoringSample.Content {
    /// What `MessageParts.usages` says.
    mutating func readUsages(_ message: MessageFields) {
        message.forEach { key, value in
            switch key {
            case "alerts": alerts = value.elements(limit: MessageLimits.alerts, MonitoringSample.Alert.init) ?? []
            case "data": readUsages(ofData: message.fields(of: value))
            default: break
            }
        }
    }

    private mutating func readUsages(ofData data: MessageFields) {
        data.forEach { key, value in
            switch key {
            case "processor": processor = value.object.map(MonitoringSample.Processor.usage)
            case "memory": memory = value.object.map(MonitoringSample.Memory.usage)
            case "disk": disk = value.object.map(MonitoringSample.Disk.usage)
            case "disks": disks = value.elements(limit: MessageLimits.disks, MonitoringSample.Disk.usage) ?? []
            case "gpu": gpus = MonitoringSample.gpus(value, MonitoringSample.GPU.usage)
            case "system": system = value["hostname"]?.string.map(MonitoringSample.System.init(hostname:))
            default: break
            }
        }
    }
}

extension MonitoringSample.Processor {
    static func usage(_ fields: JSONValue) -> Self {
        var processor = Self()
        processor.usagePercent = fields["usage_percent"]?.number
        return processor
    }
}

extension MonitoringSample.Memory {
    static func usage(_ fields: JSONValue) -> Self {
        var memory = Self()
        memory.usagePercent = usagePercent(fields)
        return memory
    }
}

extension MonitoringSample.System {
    init(hostname: String) {
        self.init()
        self.hostname = hostname
    }
}

extension MonitoringSample.Disk {
    static func usage(_ fields: JSONValue) -> Self {
        var disk = Self()
        disk.usagePercent = usagePercent(fields)
        disk.path = fields["path"]?.string
        return disk
    }
}

extension MonitoringSample.GPU {
    static func usage(_ fields: JSONValue) -> Self {
        var gpu = Self()
        gpu.usagePercent = usagePercent(fields)
        return gpu
    }
}

// Where both dialects have a field, the published one counts unless it is unknown.

extension MonitoringSample.Memory {
    static func usagePercent(_ fields: JSONValue) -> Double? { fields.shareInUse }
}

extension MonitoringSample.Disk {
    static func usagePercent(_ fields: JSONValue) -> Double? { fields.shareInUse }
}

extension MonitoringSample.GPU {
    static func usagePercent(_ fields: JSONValue) -> Double? {
        fields["gpu_usage_percent"]?.number ?? fields["usage_percent"]?.number
    }
}

extension JSONValue {
    /// Of memory or of a disk, in percent.
    fileprivate var shareInUse: Double? { self["percentage"]?.number ?? self["usage_percent"]?.number }
}
