extension JSONObjectWriter {
    /// The fields of a message, in the order of the published server.
    mutating func published(_ message: ServerMessage, timestamp: String?) {
        switch message {
        case .monitoringData(let sample):
            field("type", "monitoring_data")
            optionalField("timestamp", sample.timestamp ?? timestamp)
            object("data") { $0.publishedData(sample) }
            if !sample.alerts.isEmpty { publishedAlerts(sample.alerts) }
        case .connection(let status, let message):
            field("type", "connection")
            optionalField("status", status)
            optionalField("timestamp", timestamp)
            field("message", message)
        case .error(let message, let severity):
            field("type", "error")
            field("message", message)
            optionalField("severity", severity)
            optionalField("timestamp", timestamp)
        case .status(let connectedClients, let monitoringActive):
            field("type", "status")
            field("connected_clients", connectedClients)
            field("monitoring_active", monitoringActive)
            optionalField("timestamp", timestamp)
        case .ping: typeOnly("ping", timestamp)
        case .pong: typeOnly("pong", timestamp)
        case .other(let type): typeOnly(type, timestamp)
        }
    }

    private mutating func typeOnly(_ type: String, _ timestamp: String?) {
        field("type", type)
        optionalField("timestamp", timestamp)
    }

    private mutating func publishedData(_ sample: MonitoringSample) {
        if let memory = sample.memory { publishedMemory(memory) }
        if let processor = sample.processor { publishedProcessor(processor) }
        if let disk = sample.disk { object("disk") { $0.publishedFields(disk) } }
        gpus(sample.gpus) { $0.publishedFields($1) }
        if let system = sample.system { publishedSystem(system) }
        disks(sample.disks) { $0.publishedFields($1) }
        extras(sample)
    }

    private mutating func publishedMemory(_ memory: MonitoringSample.Memory) {
        object("memory") { writer in
            writer.field("total", memory.totalBytes)
            writer.field("available", memory.availableBytes)
            writer.field("used", memory.usedBytes)
            writer.field("percentage", memory.usagePercent)
        }
    }

    private mutating func publishedProcessor(_ processor: MonitoringSample.Processor) {
        object("processor") { writer in
            writer.field("usage_percent", processor.usagePercent)
            writer.field("core_count", processor.coreCount)
            writer.field("logical_count", processor.logicalCount)
            // Many machines tell neither, and the published client fails on null, though not on a field that is absent.
            if let frequency = processor.frequencyMHz { writer.field("frequency_current", frequency) }
            if let frequency = processor.maximumFrequencyMHz { writer.field("frequency_max", frequency) }
            writer.array("per_core_usage", processor.perCoreUsagePercent) { $0.value($1) }
            // The published server has none; its dialect's readers pass over it.
            if let temperature = processor.temperatureCelsius { writer.field("temperature", temperature) }
            if let quota = processor.quotaCores { writer.field("quota_cores", quota) }
        }
    }

    private mutating func publishedFields(_ disk: MonitoringSample.Disk) {
        field("total", disk.totalBytes)
        field("used", disk.usedBytes)
        field("free", disk.freeBytes)
        field("percentage", disk.usagePercent)
        field("path", disk.path)
    }

    private mutating func publishedFields(_ gpu: MonitoringSample.GPU) {
        field("name", gpu.name)
        field("driver_version", gpu.driverVersion)
        field("memory_total", gpu.memoryTotalBytes)
        field("memory_used", gpu.memoryUsedBytes)
        field("memory_free", gpu.memoryFreeBytes)
        field("memory_percentage", gpu.memoryPercent)
        field("gpu_usage_percent", gpu.usagePercent)
        field("temperature", gpu.temperatureCelsius)
        field("power_draw", gpu.powerDrawWatts)
        field("power_limit", gpu.powerLimitWatts)
    }

    private mutating func publishedSystem(_ system: MonitoringSample.System) {
        object("system") { writer in
            writer.field("os_name", system.osName)
            writer.field("os_version", system.osVersion)
            writer.field("os_release", system.osRelease)
            writer.field("architecture", system.architecture)
            writer.field("platform", system.platform)
            writer.field("machine", system.machine)
            writer.field("processor", system.processor)
            writer.field("python_version", system.pythonVersion)
            writer.field("hostname", system.hostname)
            writer.optionalField("distribution", system.distribution)
            if let processes = system.processes { writer.field("processes", processes) }
            writer.optionalField("boot_time", system.bootTime)
        }
    }

    private mutating func publishedAlerts(_ alerts: [MonitoringSample.Alert]) {
        array("alerts", alerts) { writer, alert in
            writer.element { writer in
                writer.field("timestamp", alert.timestamp)
                writer.field("component", alert.component)
                writer.field("metric", alert.metric)
                writer.field("value", alert.value)
                writer.field("threshold", alert.threshold)
                writer.field("level", alert.level)
                writer.field("message", alert.message)
            }
        }
    }
}
