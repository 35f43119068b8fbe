import MonitoringMessages

/// The memory lines of /proc/meminfo, in bytes.
struct MemoryInfo {
    /// Size of the machine's memory.
    var totalBytes: UInt64?
    /// What programs can still get without swapping, by the kernel's own count.
    var availableBytes: UInt64?

    init(_ meminfo: ArraySlice<UInt8>) {
        var rest = meminfo
        var reclaimable: UInt64?
        while let line = rest.nextLine() {
            guard let (key, after) = line.split(at: ":") else { continue }
            var value = after
            guard let kibibytes = value.nextNumber() else { continue }
            let bytes = kibibytes > .max / 1024 ? nil : kibibytes * 1024
            switch key.text {
            case "MemTotal": totalBytes = bytes
            case "MemAvailable": availableBytes = bytes
            // Kernels before 3.14 have no MemAvailable; this is what `free` made of theirs.
            case "MemFree", "Buffers", "Cached", "SReclaimable":
                reclaimable = bytes.flatMap { Self.sum($0, reclaimable ?? 0) }
            default: break
            }
        }
        availableBytes = availableBytes ?? reclaimable
    }

    private static func sum(_ left: UInt64, _ right: UInt64) -> UInt64? {
        let (sum, isTooLarge) = left.addingReportingOverflow(right)
        return isTooLarge ? nil : sum
    }

    /// The section of a sample, by the tighter of the machine's size and the container's limit.
    func section(container: ContainerMemory?) -> MonitoringSample.Memory? {
        guard let totalBytes else { return nil }
        var memory = MonitoringSample.Memory()
        memory.totalBytes = totalBytes
        memory.availableBytes = availableBytes.map { min($0, totalBytes) }
        memory.usedBytes = memory.availableBytes.map { totalBytes - $0 }
        if let container, container.limitBytes < totalBytes {
            let used = min(container.usedBytes, container.limitBytes)
            memory.totalBytes = container.limitBytes
            memory.usedBytes = used
            memory.availableBytes = container.limitBytes - used
        }
        if let used = memory.usedBytes, let total = memory.totalBytes {
            memory.usagePercent = percentage(Double(used), of: Double(total))
        }
        return memory
    }
}
