/// Bytes received and sent by the network interfaces.
enum NetworkTraffic {
    /// Beginnings of the names of interfaces whose bytes pass another one as well, or leave the machine by none.
    private static let virtual = ["lo", "veth", "docker", "br-", "virbr", "ifb", "dummy", "tun", "tap", "wg"]

    /// The lines of /proc/net/dev, by interface.
    static func counters(dev: ArraySlice<UInt8>) -> [String: TrafficCounters] {
        var counters: [String: TrafficCounters] = [:]
        var rest = dev
        while let line = rest.nextLine() {
            guard let (name, values) = line.split(at: ":") else { continue }
            // Eight columns of receiving, bytes first, then those of sending.
            var columns: [UInt64] = []
            var row = values
            while columns.count < 9, let value = row.nextNumber() { columns.append(value) }
            guard columns.count == 9 else { continue }
            counters[name.trimmed.text] = TrafficCounters(inBytes: columns[0], outBytes: columns[8])
        }
        return counters
    }

    /// Those that count each byte once: the ones with hardware, and in a container, where there is none, its own ends
    /// of virtual links.
    static func withoutDoubles(
        _ counters: [String: TrafficCounters], hasHardware: (String) -> Bool
    ) -> [String: TrafficCounters] {
        let hardware = counters.filter { hasHardware($0.key) }
        return hardware.isEmpty
            ? counters.filter { entry in !virtual.contains { entry.key.hasPrefix($0) } }
            : hardware
    }

    /// Reads the counters; nil when they cannot be read.
    static func read(procRoot: String, sysRoot: String) -> [String: TrafficCounters]? {
        guard let dev = SystemFiles.read(procRoot + "/net/dev") else { return nil }
        return withoutDoubles(counters(dev: dev)) { SystemFiles.exists("\(sysRoot)/class/net/\($0)/device") }
    }
}
