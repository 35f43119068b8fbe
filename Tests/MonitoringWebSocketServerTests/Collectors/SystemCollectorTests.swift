import Foundation
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketServer

@Suite struct SystemCollectorTests {
    /// The captured machine, in a container of half its memory.
    private static let files = [
        "proc/stat": CapturedMachine.stat, "proc/meminfo": CapturedMachine.meminfo,
        "proc/cpuinfo": CapturedMachine.cpuinfo, "proc/net/dev": CapturedMachine.netDev,
        "proc/diskstats": CapturedMachine.diskstats, "proc/loadavg": "0.50 1.25 2.00 1/2 3\n",
        "proc/uptime": "100.5 9\n",
        "proc/1/stat": "1 (init) S 0 1 1 0 -1 0 0 0 0 0 5 5 0 0 20 0 1 0 1 999 10 0\n",
        "sys/class/net/eth0/device/": "", "sys/block/vda/device/": "", "sys/fs/cgroup/cpu.max": "50000 100000\n",
        "sys/fs/cgroup/memory.max": "12638255104\n", "sys/fs/cgroup/memory.current": "1263825510\n",
        "sys/class/hwmon/hwmon0/name": "k10temp", "sys/class/hwmon/hwmon0/temp1_input": "40000",
        "os-release": CapturedMachine.osRelease,
    ]

    @Test func wholeSample() throws {
        let tree = try FixtureTree(Self.files)
        var collector = SystemCollector(tree.configuration, at: moment(0))
        try tree.write("cpu  0 0 0 999999999\ncpu0 0 0 0 999999999\ncpu1 999999999 0 0 0\n", to: "proc/stat")
        let before = try #require(NetworkTraffic.counters(dev: bytes(CapturedMachine.netDev))["eth0"])
        let dev = "eth0: \(before.inBytes + 3000) 0 0 0 0 0 0 0 \(before.outBytes + 500) 0 0 0 0 0 0 0\n"
        try tree.write(dev, to: "proc/net/dev")
        let sample = collector.collect(at: moment(2))
        #expect(sample.timestamp == "1970-01-01T00:00:02")
        #expect(sample.processor?.coreCount == 2)
        #expect(sample.processor?.logicalCount == 2)
        #expect(sample.processor?.usagePercent == 0)
        #expect(sample.processor?.perCoreUsagePercent == [0, 100])
        #expect(sample.processor?.frequencyMHz == 2596.122)
        #expect(sample.processor?.temperatureCelsius == 40)
        #expect(sample.processor?.quotaCores == 0.5)
        #expect(sample.memory?.totalBytes == 12_638_255_104)
        #expect(sample.memory?.usagePercent == 10)
        #expect(sample.disk?.path == "/")
        #expect(sample.disks.isEmpty)
        #expect(sample.gpus.isEmpty)
        #expect(sample.system?.processor == "AMD EPYC")
        #expect(sample.system?.processes == 1)
        #expect(sample.system?.distribution == "Debian GNU/Linux 12 (bookworm)")
        #expect(sample.network?.bytesReceivedPerSecond == 1500)
        #expect(sample.network?.bytesSentPerSecond == 250)
        #expect(sample.diskIO?.bytesReadPerSecond == 0)
        #expect(sample.loadAverage?.fiveMinutes == 1.25)
        #expect(sample.uptimeSeconds == 100.5)
        #expect(sample.topProcesses.map(\.name) == ["init"])
    }

    @Test func tooSoonIsUnknownAndNeverZero() throws {
        let tree = try FixtureTree(Self.files)
        var collector = SystemCollector(tree.configuration, at: moment(0))
        let sample = collector.collect(at: moment(0.01))
        #expect(sample.processor?.usagePercent == nil)
        #expect(sample.processor?.perCoreUsagePercent == [nil, nil])
        #expect(sample.network == nil)
        #expect(sample.diskIO == nil)
        #expect(sample.topProcesses.isEmpty)
        #expect(sample.memory?.usagePercent == 10)
    }

    @Test func whatCostsMostIsReadMoreSeldom() throws {
        let tree = try FixtureTree(Self.files)
        var configuration = tree.configuration
        configuration.slowInterval = .seconds(10)
        var collector = SystemCollector(configuration, at: moment(0))
        #expect(collector.collect(at: moment(1)).processor?.temperatureCelsius == 40)
        try tree.write("50000", to: "sys/class/hwmon/hwmon0/temp1_input")
        #expect(collector.collect(at: moment(10.9)).processor?.temperatureCelsius == 40)
        #expect(collector.collect(at: moment(11)).processor?.temperatureCelsius == 50)
    }

    @Test func severalDisks() throws {
        let tree = try FixtureTree()
        var configuration = tree.configuration
        configuration.diskPaths = ["/proc", tree.root, "/no/such/path"]
        var collector = SystemCollector(configuration, at: moment(0))
        let sample = collector.collect(at: moment(1))
        #expect(sample.disk?.path == "/proc")
        #expect(sample.disks.map(\.path) == ["/proc", tree.root])
        configuration.diskPaths = ["/no/such/path", "/"]
        collector = SystemCollector(configuration, at: moment(0))
        #expect(collector.collect(at: moment(1)).disk == nil)
        #expect(collector.collect(at: moment(1)).disks.map(\.path) == ["/"])
        configuration.diskPaths = []
        collector = SystemCollector(configuration, at: moment(0))
        #expect(collector.collect(at: moment(1)).disk == nil)
    }

    @Test func emptyMachine() throws {
        var collector = SystemCollector(try FixtureTree().configuration, at: moment(0))
        let sample = collector.collect(at: moment(1))
        #expect(sample.processor == nil)
        #expect(sample.memory == nil)
        #expect(sample.loadAverage == nil)
        #expect(sample.uptimeSeconds == nil)
        #expect(sample.system?.osName == "Linux")
    }

    @Test func coresTakenOff() throws {
        let tree = try FixtureTree(Self.files)
        for core in 0...1 {
            try tree.write("\(core)", to: "sys/devices/system/cpu/cpu\(core)/topology/core_cpus_list")
        }
        var collector = SystemCollector(tree.configuration, at: moment(0))
        try tree.write("cpu  1 1 1 1\ncpu1 1 1 1 1\n", to: "proc/stat")
        let sample = collector.collect(at: moment(1))
        #expect(sample.processor?.coreCount == 1)
        #expect(sample.processor?.logicalCount == 1)
    }

    /// Files of random bytes, of the captured text with bytes changed, and of random digits: no trap, and always JSON.
    @Test(arguments: 0..<60)
    func anyContent(_ seed: UInt64) throws {
        var random = SplitMix64(state: seed)
        let tree = try FixtureTree(Self.files)
        var collector = SystemCollector(tree.configuration, at: moment(0))
        for step in 1...4 {
            for path in Self.files.keys.sorted() where !path.hasSuffix("/") {
                try tree.write(random.content(like: Self.files[path] ?? ""), to: path)
            }
            let sample = collector.collect(at: moment(Double(step)))
            for dialect in MessageDialect.allCases {
                let text = MessageWriter.text(.monitoringData(sample), dialect: dialect)
                #expect(throws: Never.self) { try MessageReader().read(Array(text.utf8)) }
            }
            if step == 2 { collector = SystemCollector(tree.configuration, at: moment(2)) }
        }
    }

    @Test func thisMachine() throws {
        var collector = SystemCollector(at: moment(0))
        let sample = collector.collect(at: moment(1))
        #expect(
            sample.memory?.totalBytes.map { Double($0) } ?? 0 <= Double(ProcessInfo.processInfo.physicalMemory) * 1.01)
        #expect(sample.processor?.logicalCount == sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        #expect(sample.system?.processes ?? 0 > 1)
        #expect(sample.uptimeSeconds ?? 0 > 0)
        #expect(sample.topProcesses.count == 5)
    }
}

/// The same numbers every run for one seed.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func content(like text: String) -> Data {
        var content = Data(text.utf8)
        switch Int.random(in: 0..<4, using: &self) {
        case 0:
            content = Data(
                (0..<Int.random(in: 0...2000, using: &self)).map { _ in UInt8.random(in: 0...255, using: &self) })
        case 1:
            for _ in 0..<20 where !content.isEmpty {
                content[Int.random(in: 0..<content.count, using: &self)] = UInt8.random(in: 0...255, using: &self)
            }
        case 2:
            // Every digit another one, and often a longer number.
            content = Data(
                content.flatMap { byte -> [UInt8] in
                    guard 0x30...0x39 ~= byte else { return [byte] }
                    return (0...Int.random(in: 0...3, using: &self)).map { _ in .random(in: 0x30...0x39, using: &self) }
                })
        default:
            content = content.prefix(Int.random(in: 0...content.count, using: &self))
        }
        return content
    }
}
