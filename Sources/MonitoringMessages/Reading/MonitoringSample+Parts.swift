extension MonitoringSample {
    /// Some of a sample, from the whole message.
    init(_ message: JSONValue, parts: MessageParts) {
        guard !parts.contains(.details) else {
            self.init(message)
            return
        }
        self.init()
        guard parts.contains(.usages) else { return }
        if let alerts = message["alerts"] {
            self.alerts = alerts.elements(limit: MessageLimits.alerts, Alert.init) ?? []
        }
        guard let data = message["data"] else { return }
        if let fields = data["processor"]?.object {
            var processor = Processor()
            processor.usagePercent = Processor.usagePercent(fields)
            self.processor = processor
        }
        if let fields = data["memory"]?.object {
            var memory = Memory()
            memory.usagePercent = Memory.usagePercent(fields)
            self.memory = memory
        }
        disk = (data["disk"]?.object).map(Disk.usage)
        disks = data["disks"]?.elements(limit: MessageLimits.disks, Disk.usage) ?? []
        gpus = data["gpu"].map { Self.gpus($0, GPU.usage) } ?? []
        if let hostname = data["system"]?["hostname"]?.string {
            var system = System()
            system.hostname = hostname
            self.system = system
        }
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
    static func usagePercent(_ fields: JSONValue) -> Double? {
        fields["percentage"]?.number ?? fields["usage_percent"]?.number
    }
}

extension MonitoringSample.Disk {
    static func usagePercent(_ fields: JSONValue) -> Double? {
        fields["percentage"]?.number ?? fields["usage_percent"]?.number
    }
}

extension MonitoringSample.GPU {
    static func usagePercent(_ fields: JSONValue) -> Double? {
        fields["gpu_usage_percent"]?.number ?? fields["usage_percent"]?.number
    }
}
