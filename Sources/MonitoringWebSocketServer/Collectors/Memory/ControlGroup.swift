/// A container's memory by cgroup v2.
struct ContainerMemory: Equatable {
    /// What the container may use, in bytes.
    var limitBytes: UInt64
    /// What it uses, in bytes, without file pages that the kernel would give up at once.
    var usedBytes: UInt64

    /// From the text of memory.max, memory.current and memory.stat; nil when the first is "max": there is no limit.
    init?(maximum: ArraySlice<UInt8>, current: ArraySlice<UInt8>, stat: ArraySlice<UInt8>) {
        guard let limit = maximum.trimmed.number, let used = current.trimmed.number else { return nil }
        var rest = stat
        var inactive: UInt64 = 0
        while let line = rest.nextLine() {
            guard let value = line.dropping(prefix: "inactive_file ") else { continue }
            inactive = value.trimmed.number ?? 0
        }
        limitBytes = limit
        usedBytes = used > inactive ? used - inactive : 0
    }

    /// Reads the root of the cgroup tree. Only in a container is there a limit at the root: there it is the container's
    /// own.
    init?(sysRoot: String) {
        let root = sysRoot + "/fs/cgroup/memory."
        guard let maximum = SystemFiles.read(root + "max"), let current = SystemFiles.read(root + "current") else {
            return nil
        }
        self.init(maximum: maximum, current: current, stat: SystemFiles.read(root + "stat") ?? [])
    }
}

/// A container's share of the processor by cgroup v2.
enum ContainerProcessor {
    /// Cores' worth of time that cpu.max ("quota period", or "max period") allows; nil without a limit.
    static func quotaCores(_ cpuMax: ArraySlice<UInt8>) -> Double? {
        var rest = cpuMax
        guard let quota = rest.nextNumber(), let period = rest.nextNumber(), quota > 0, period > 0 else { return nil }
        return Double(quota) / Double(period)
    }
}
