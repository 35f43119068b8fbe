extension JSONObjectWriter {
    /// The fields of a message, in the order of the client's manual.
    mutating func documented(_ message: ServerMessage, timestamp: String?) {
        switch message {
        case .monitoringData(let sample):
            optionalField("timestamp", sample.timestamp ?? timestamp)
            field("type", "monitoring_data")
            object("data") { $0.documentedData(sample) }
        case .connection(_, let message):
            optionalField("timestamp", timestamp)
            field("type", "connection_message")
            field("message", message)
        case .error(let message, let severity):
            optionalField("timestamp", timestamp)
            field("type", "error_message")
            field("error", message)
            optionalField("severity", severity)
        case .status, .ping, .pong, .other:
            published(message, timestamp: timestamp)
        }
    }

    private mutating func documentedData(_ sample: MonitoringSample) {
        if let processor = sample.processor {
            object("processor") { writer in
                writer.field("usage_percent", processor.usagePercent)
                writer.field("temperature", processor.temperatureCelsius)
                writer.compactField("frequency_mhz", processor.frequencyMHz)
            }
        }
        if let memory = sample.memory {
            object("memory") { writer in
                writer.field("usage_percent", memory.usagePercent)
                writer.field("used_gb", memory.usedBytes.map { Double($0) / ByteUnit.gigabyte })
                writer.field("total_gb", memory.totalBytes.map { Double($0) / ByteUnit.gigabyte })
                writer.field("available_gb", memory.availableBytes.map { Double($0) / ByteUnit.gigabyte })
            }
        }
        if let disk = sample.disk {
            object("disk") { $0.documentedFields(disk) }
        }
        gpus(sample.gpus) { $0.documentedFields($1) }
        disks(sample.disks) { writer, disk in
            writer.documentedFields(disk)
            // Without it the list could not be told apart; the manual's one disk has none.
            writer.field("path", disk.path)
        }
        extras(sample)
    }

    private mutating func documentedFields(_ disk: MonitoringSample.Disk) {
        field("usage_percent", disk.usagePercent)
        field("used_gb", disk.usedBytes.map { Double($0) / ByteUnit.gigabyte })
        field("total_gb", disk.totalBytes.map { Double($0) / ByteUnit.gigabyte })
        field("free_gb", disk.freeBytes.map { Double($0) / ByteUnit.gigabyte })
    }

    private mutating func documentedFields(_ gpu: MonitoringSample.GPU) {
        field("usage_percent", gpu.usagePercent)
        field("memory_percent", gpu.memoryPercent)
        field("temperature", gpu.temperatureCelsius)
        compactField("memory_used_mb", gpu.memoryUsedBytes.map { Double($0) / ByteUnit.megabyte })
        compactField("memory_total_mb", gpu.memoryTotalBytes.map { Double($0) / ByteUnit.megabyte })
    }

    /// A number that the manual writes without a point where it is whole.
    private mutating func compactField(_ key: StaticString, _ value: Double?) {
        if let whole = value.flatMap({ Int64(exactly: $0) }) { field(key, whole) } else { field(key, value) }
    }
}
