import Glibc
package import MonitoringMessages

/// Sizes of a mounted file system.
package enum FileSystem {
    /// The file system that holds a path; nil when the path cannot be looked up, for which `errno` has the reason.
    /// What root keeps for itself is neither used nor free, as `df` and the published server count it.
    package static func usage(path: String) -> MonitoringSample.Disk? {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { return nil }
        return usage(
            path: path,
            blockBytes: UInt64(status.f_frsize),
            blocks: UInt64(status.f_blocks),
            freeBlocks: UInt64(status.f_bfree),
            availableBlocks: UInt64(status.f_bavail)
        )
    }

    /// Why a path cannot be watched, in the system's words; nil when it can. One that does not answer may be on a network
    /// mount whose server is back later, so it can.
    package static func problem(of path: String) -> String? {
        let reader = DiskReader([path]) { path in
            usage(path: path) == nil ? String(cString: strerror(errno)).lowercased() : nil
        }
        return reader.readings(at: .zero).first ?? nil
    }

    /// The same from the numbers of statvfs(3). A file system in user space may give any.
    static func usage(
        path: String, blockBytes: UInt64, blocks: UInt64, freeBlocks: UInt64, availableBlocks: UInt64
    ) -> MonitoringSample.Disk {
        let bytes = { (count: UInt64) -> UInt64? in
            let (product, isTooLarge) = count.multipliedReportingOverflow(by: blockBytes)
            return isTooLarge ? nil : product
        }
        var disk = MonitoringSample.Disk()
        disk.path = path
        disk.totalBytes = bytes(blocks)
        disk.usedBytes = bytes(blocks - min(freeBlocks, blocks))
        disk.freeBytes = bytes(min(availableBlocks, blocks))
        if let used = disk.usedBytes, let free = disk.freeBytes {
            disk.usagePercent = percentage(Double(used), of: Double(used) + Double(free))
        }
        return disk
    }
}
