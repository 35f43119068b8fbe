/// Bytes read from and written to the disks.
enum DiskTraffic {
    /// The kernel counts sectors of this size, whatever the disk's are.
    private static let sectorBytes: UInt64 = 512

    /// The lines of /proc/diskstats whose device `isDisk`, by its name.
    static func counters(diskstats: ArraySlice<UInt8>, isDisk: (String) -> Bool) -> [String: TrafficCounters] {
        var counters: [String: TrafficCounters] = [:]
        var rest = diskstats
        while var line = rest.nextLine() {
            // Major and minor number, name; then reads, reads merged, sectors read, ms; the same of writes.
            guard line.nextNumber() != nil, line.nextNumber() != nil, let name = line.nextWord()?.text else { continue }
            var values: [UInt64] = []
            while values.count < 7, let value = line.nextNumber() { values.append(value) }
            guard values.count == 7, isDisk(name) else { continue }
            counters[name] = TrafficCounters(
                inBytes: values[2].multipliedReportingOverflow(by: sectorBytes).partialValue,
                outBytes: values[6].multipliedReportingOverflow(by: sectorBytes).partialValue
            )
        }
        return counters
    }

    /// Reads the counters of whole disks. Partitions, and what lies on top of disks (dm, md, loop), have no hardware
    /// behind them and would count the same bytes again. nil when they cannot be read.
    static func read(procRoot: String, sysRoot: String) -> [String: TrafficCounters]? {
        guard let diskstats = SystemFiles.read(procRoot + "/diskstats") else { return nil }
        return counters(diskstats: diskstats) { name in
            // The kernel writes the slash in a name such as "cciss/c0d0" so.
            let directory = String(name.map { $0 == "/" ? "!" : $0 })
            return SystemFiles.exists("\(sysRoot)/block/\(directory)/device")
        }
    }
}
