import Foundation
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketServer

@Suite struct DiskTests {
    /// As `df`: root's reserve is neither used nor free, so that used and free are less than the total.
    @Test func reserveOfRoot() {
        let disk = FileSystem.usage(path: "/x", blockBytes: 4096, blocks: 1000, freeBlocks: 700, availableBlocks: 600)
        #expect(disk.path == "/x")
        #expect(disk.totalBytes == 4_096_000)
        #expect(disk.usedBytes == 1_228_800)
        #expect(disk.freeBytes == 2_457_600)
        #expect(disk.usagePercent == 33.3)
    }

    @Test(
        arguments: [
            (0, 0, 0, 0, 0, nil), (4096, 0, 0, 0, 0, nil), (1, 10, 20, 30, 0, 0), (1, 10, 0, 0, 10, 100),
            (.max, 2, 1, 1, .max, 50), (.max, 5, 1, 1, nil, nil),
        ] as [(UInt64, UInt64, UInt64, UInt64, UInt64?, Double?)])
    func anyNumbers(
        _ blockBytes: UInt64, _ blocks: UInt64, _ free: UInt64, _ available: UInt64, _ used: UInt64?, _ percent: Double?
    ) {
        let disk = FileSystem.usage(
            path: "/", blockBytes: blockBytes, blocks: blocks, freeBlocks: free, availableBlocks: available)
        #expect(disk.usedBytes == used)
        #expect(disk.usagePercent == percent)
    }

    @Test func thisMachine() throws {
        let disk = try #require(FileSystem.usage(path: "/"))
        let attributes = try FileManager.default.attributesOfFileSystem(forPath: "/")
        #expect(disk.totalBytes == (attributes[.systemSize] as? NSNumber)?.uint64Value)
        #expect(FileSystem.usage(path: "/no/such/path") == nil)
    }

    @Test func capturedDiskstats() throws {
        let counters = DiskTraffic.counters(diskstats: bytes(CapturedMachine.diskstats)) { _ in true }
        #expect(counters.count == 10)
        let fields = try #require(CapturedMachine.diskstats.split(separator: "\n").first { $0.contains(" vda ") })
            .split(separator: " ")
        #expect(counters["vda"]?.inBytes == UInt64(fields[5]).map { $0 * 512 })
        #expect(counters["vda"]?.outBytes == UInt64(fields[9]).map { $0 * 512 })
    }

    /// A laptop with an encrypted disk, where one write passes nvme0n1, its partition and two mapped devices.
    @Test func wholeDisksOnly() throws {
        let row = "1 0 8 0 1 0 16 0 0 0 0"
        let tree = try FixtureTree([
            "proc/diskstats": ["nvme0n1", "nvme0n1p2", "dm-0", "dm-1", "loop3", "cciss/c0d0", "sda"]
                .map { " 259 0 \($0) \(row)" }.joined(separator: "\n"),
            "sys/block/nvme0n1/device/": "", "sys/block/dm-0/": "", "sys/block/dm-1/": "", "sys/block/loop3/": "",
            "sys/block/cciss!c0d0/device/": "",
        ])
        let counters = try #require(DiskTraffic.read(procRoot: tree.root + "/proc", sysRoot: tree.root + "/sys"))
        #expect(Set(counters.keys) == ["nvme0n1", "cciss/c0d0"])
        #expect(counters["nvme0n1"] == TrafficCounters(inBytes: 4096, outBytes: 8192))
    }

    @Test(arguments: [
        "", "a b c", "8 0", "8 0 sda", "8 0 sda 1 2 3", "8 0 sda 1 2 3 4 5 6 -7", "x 0 sda 1 2 3 4 5 6 7 8",
    ])
    func malformedDiskstats(_ text: String) {
        #expect(DiskTraffic.counters(diskstats: bytes(text)) { _ in true }.isEmpty)
    }
}
