import Glibc

/// The pages of program code in memory. The kernel brings them in sixteen at a time, and a start touches far more of them than
/// the hours after it.
package enum ProgramPages {
    /// Takes all code out of this process's memory. It stays in the kernel's cache, from where what is used comes back at once.
    /// Left alone while a debugger has its breakpoints in it.
    static func release() {
        guard let status = try? TextFile.read("/proc/self/status"), status.contains("\nTracerPid:\t0\n"),
            let maps = try? TextFile.read("/proc/self/maps")
        else { return }
        for range in code(in: maps) {
            madvise(UnsafeMutableRawPointer(bitPattern: range.lowerBound), range.count, MADV_DONTNEED)
        }
    }

    /// - Parameter maps: the text of /proc/self/maps, see proc_pid_maps(5).
    /// - Returns: where files are mapped that can be run and not be written: nothing in there is this process's own.
    package static func code(in maps: String) -> [Range<UInt>] {
        maps.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard fields.count == 6, fields[1] == "r-xp", fields[5].drop(while: { $0 == " " }).hasPrefix("/") else {
                return nil
            }
            let ends = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
            guard ends.count == 2, ends[0] < ends[1] else { return nil }
            return ends[0]..<ends[1]
        }
    }
}
