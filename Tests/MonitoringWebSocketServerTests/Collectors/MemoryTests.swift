import MonitoringMessages
import Testing

@testable import MonitoringWebSocketServer

@Suite struct MemoryTests {
    private static let meminfo = "MemTotal: 16000 kB\nMemFree: 1000 kB\nMemAvailable: 12000 kB\nBuffers: 1 kB\n"

    @Test func capturedFile() throws {
        let memory = try #require(MemoryInfo(bytes(CapturedMachine.meminfo)).section(container: nil))
        #expect(memory.totalBytes == 25_276_510_208)
        let available = try #require(memory.availableBytes)
        #expect(CapturedMachine.meminfo.contains("MemAvailable:   \(available / 1024) kB"))
        #expect(memory.usedBytes == 25_276_510_208 - available)
    }

    @Test func usedIsWhatIsNotAvailable() throws {
        let memory = try #require(MemoryInfo(bytes(Self.meminfo)).section(container: nil))
        #expect(memory.totalBytes == 16_384_000)
        #expect(memory.availableBytes == 12_288_000)
        #expect(memory.usedBytes == 4_096_000)
        #expect(memory.usagePercent == 25)
    }

    /// Linux 3.13 and older.
    @Test func kernelWithoutAvailable() {
        let text = "MemTotal: 100 kB\nMemFree: 10 kB\nBuffers: 20 kB\nCached: 30 kB\nSwapCached: 7 kB\n"
        #expect(MemoryInfo(bytes(text)).availableBytes == 61_440)
    }

    @Test(
        arguments: [
            ("", nil, nil), ("MemTotal\nMemAvailable", nil, nil), ("MemTotal: x kB", nil, nil),
            ("MemTotal: 18446744073709551615 kB\nMemAvailable: 1 kB", nil, 1024),
            ("MemFree: 18014398509481983 kB\nCached: 18014398509481983 kB", nil, nil),
        ] as [(String, UInt64?, UInt64?)])
    func malformed(_ text: String, _ total: UInt64?, _ available: UInt64?) {
        let memory = MemoryInfo(bytes(text))
        #expect(memory.totalBytes == total)
        #expect(memory.availableBytes == available)
        #expect(memory.section(container: nil) == nil)
    }

    @Test func moreAvailableThanThereIs() {
        let memory = MemoryInfo(bytes("MemTotal: 10 kB\nMemAvailable: 11 kB")).section(container: nil)
        #expect(memory?.usedBytes == 0)
        #expect(memory?.usagePercent == 0)
    }

    private func group(_ maximum: String, _ current: String, _ stat: String) -> ContainerMemory? {
        ContainerMemory(maximum: bytes(maximum), current: bytes(current), stat: bytes(stat))
    }

    @Test func containerLimit() throws {
        let stat = "anon 2000000\nfile 900000\nactive_file 100000\ninactive_file 800000\nslab 5\n"
        let container = try #require(group("8192000\n", "2848000\n", stat))
        #expect(container == self.group("8192000", "2048000", ""))
        let memory = try #require(MemoryInfo(bytes(Self.meminfo)).section(container: container))
        #expect(memory.totalBytes == 8_192_000)
        #expect(memory.usedBytes == 2_048_000)
        #expect(memory.availableBytes == 6_144_000)
        #expect(memory.usagePercent == 25)
    }

    @Test func containerThatIsFullOrBeyond() {
        let memory = MemoryInfo(bytes(Self.meminfo)).section(container: group("1000", "1500", "inactive_file 200"))
        #expect(memory?.usedBytes == 1000)
        #expect(memory?.availableBytes == 0)
        #expect(memory?.usagePercent == 100)
        #expect(group("1000", "100", "inactive_file 200")?.usedBytes == 0)
    }

    @Test(arguments: [("max\n", "1\n"), ("", ""), ("1", ""), ("-1", "1"), ("1.5", "1")])
    func containerWithoutLimit(_ maximum: String, _ current: String) {
        #expect(group(maximum, current, "") == nil)
    }

    @Test func limitAboveTheMachineIsNone() {
        let info = MemoryInfo(bytes(Self.meminfo))
        #expect(info.section(container: group("16384000", "5", "")) == info.section(container: nil))
        #expect(info.section(container: group("9223372036854771712", "5", "")) == info.section(container: nil))
    }

    @Test func containerFiles() throws {
        let tree = try FixtureTree([
            "fs/cgroup/memory.max": "1000\n", "fs/cgroup/memory.current": "600\n",
            "fs/cgroup/memory.stat": "inactive_file 100\n",
        ])
        #expect(ContainerMemory(sysRoot: tree.root)?.usedBytes == 500)
        try tree.remove("fs/cgroup/memory.stat")
        #expect(ContainerMemory(sysRoot: tree.root)?.usedBytes == 600)
        try tree.remove("fs/cgroup/memory.max")
        #expect(ContainerMemory(sysRoot: tree.root) == nil)
    }

    @Test(
        arguments: [
            ("max 100000\n", nil), ("150000 100000\n", 1.5), ("50000 100000", 0.5), ("0 100000", nil),
            ("100000 0", nil),
            ("100000", nil), ("", nil),
        ] as [(String, Double?)])
    func processorQuota(_ cpuMax: String, _ cores: Double?) {
        #expect(ContainerProcessor.quotaCores(bytes(cpuMax)) == cores)
    }
}
