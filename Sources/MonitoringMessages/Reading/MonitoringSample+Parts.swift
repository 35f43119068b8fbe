extension MonitoringSample {
    /// What `MessageParts.usages` says.
    mutating func readUsages(_ message: MessageFields) {
        message.read("alerts") { alerts = $0.elements(limit: MessageLimits.alerts, Alert.init) ?? [] }
        guard let data = message["data"] else { return }
        data.read("processor") { processor = $0.object.map(Processor.usage) }
        data.read("memory") { memory = $0.object.map(Memory.usage) }
        data.read("disk") { disk = $0.object.map(Disk.usage) }
        data.read("disks") { disks = $0.elements(limit: MessageLimits.disks, Disk.usage) ?? [] }
        data.read("gpu") { gpus = Self.gpus($0, GPU.usage) }
        data.read("system") { system = $0["hostname"]?.string.map(System.init(hostname:)) }
    }
}

extension MonitoringSample.Processor {
    static func usage(_ fields: JSONValue) -> Self {
        var processor = Self()
        processor.usagePercent = usagePercent(fields)
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

// The published field comes first, the documented one second.

extension MonitoringSample.Processor {
    static func usagePercent(_ fields: JSONValue) -> Double? { fields["usage_percent"]?.number }
}

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
