extension JSONObjectWriter {
    /// The fields of `data` that are the same in both dialects, each only where it is known.
    mutating func extras(_ sample: MonitoringSample) {
        if let network = sample.network {
            object("network") { writer in
                writer.field("bytes_received_per_second", network.bytesReceivedPerSecond)
                writer.field("bytes_sent_per_second", network.bytesSentPerSecond)
            }
        }
        if let diskIO = sample.diskIO {
            object("disk_io") { writer in
                writer.field("bytes_read_per_second", diskIO.bytesReadPerSecond)
                writer.field("bytes_written_per_second", diskIO.bytesWrittenPerSecond)
            }
        }
        if let load = sample.loadAverage {
            array("load_average", [load.oneMinute, load.fiveMinutes, load.fifteenMinutes]) { $0.value($1) }
        }
        if let uptime = sample.uptimeSeconds { field("uptime_seconds", uptime) }
        if !sample.topProcesses.isEmpty { topProcesses(sample.topProcesses) }
    }

    private mutating func topProcesses(_ processes: [MonitoringSample.ProcessUsage]) {
        array("top_processes", processes) { writer, process in
            writer.element { writer in
                writer.field("pid", process.pid)
                writer.field("name", process.name)
                writer.field("cpu_percent", process.usagePercent)
                writer.field("memory_bytes", process.memoryBytes)
            }
        }
    }

    /// The file systems, each with the fields that `body` writes; nothing for none.
    mutating func disks(
        _ disks: [MonitoringSample.Disk], _ body: (inout JSONObjectWriter, MonitoringSample.Disk) -> Void
    ) {
        guard !disks.isEmpty else { return }
        array("disks", disks) { writer, disk in writer.element { body(&$0, disk) } }
    }
}
