import Foundation
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketServer

/// The line of /proc/[pid]/stat, with user and system time, start and pages.
private func stat(_ pid: Int, _ name: String, _ user: Int, _ system: Int, _ start: Int, _ pages: Int) -> String {
    "\(pid) (\(name)) S 1 1 1 0 -1 4194304 101 0 0 0 \(user) \(system) -1 -2 20 0 1 0 \(start) 3133440 \(pages) 1 0 0\n"
}

@Suite struct ProcessTests {
    private static let units = ProcessTable.Units(ticksPerSecond: 100, pageBytes: 4096)

    private func readings(_ lines: String...) -> [ProcessReading] {
        lines.compactMap { ProcessReading(stat: bytes($0)) }
    }

    @Test(arguments: ["cat", "", "a b", "a) (b", ") S 1 2 3 (", "tmux: server", "(sd-pam)", "new\nline", "é"])
    func names(_ name: String) {
        let process = ProcessReading(stat: bytes(stat(4597, name, 7, 5, 246_552, 407)))
        #expect(process?.pid == 4597)
        #expect(process?.name == name)
        #expect(process?.ticks == 12)
        #expect(process?.startTicks == 246_552)
        #expect(process?.residentPages == 407)
    }

    @Test(arguments: [
        "", "1", "1 (a", "1 a) S", ")(", "x (a) S 1", "1 (a) S 1 2 3", "1 (a) S 1 1 1 0 -1 0 0 0 0 0 x 1 0",
    ])
    func malformed(_ text: String) {
        #expect(ProcessReading(stat: bytes(text)) == nil)
    }

    @Test func busiestFirst() {
        var table = ProcessTable(
            readings(stat(1, "init", 100, 0, 1, 10), stat(2, "busy", 0, 50, 2, 20), stat(3, "large", 9, 9, 3, 900)),
            at: .zero, limit: 3, units: Self.units)
        #expect(table.count == 3)
        #expect(table.top.isEmpty)
        table.update(
            readings(
                stat(1, "init", 100, 0, 1, 10), stat(2, "busy", 300, 50, 2, 20), stat(3, "large", 9, 9, 3, 900),
                stat(9, "new", 40, 10, 99, 5)), at: .seconds(2))
        #expect(table.count == 4)
        #expect(table.top.map(\.name) == ["busy", "new", "large"])
        #expect(table.top.map(\.usagePercent) == [150, 25, 0])
        #expect(table.top.map(\.memoryBytes) == [81_920, 20_480, 3_686_400])
        #expect(table.top.map(\.pid) == [2, 9, 3])
        // There is always this one: a reading without any has failed.
        table.update([], at: .seconds(3))
        #expect(table.count == nil)
        #expect(table.top.isEmpty)
        table.update(readings(stat(2, "busy", 500, 50, 2, 20)), at: .seconds(4))
        #expect(table.count == 1)
        #expect(table.top.map(\.usagePercent) == [100])
    }

    @Test func aNumberUsedAgainIsAnotherProcess() {
        var table = ProcessTable(
            readings(stat(7, "old", 500, 0, 10, 1)), at: .zero, limit: 5, units: Self.units)
        table.update(readings(stat(7, "new", 510, 0, 20, 1)), at: .seconds(10))
        #expect(table.top.map(\.usagePercent) == [51])
    }

    @Test func tooSoonChangesNothing() {
        var table = ProcessTable(readings(stat(7, "a", 0, 0, 10, 1)), at: .zero, limit: 5, units: Self.units)
        table.update(readings(stat(7, "a", 9, 0, 10, 1)), at: .milliseconds(50))
        #expect(table.top.isEmpty)
        table.update(readings(stat(7, "a", 10, 0, 10, 1)), at: .seconds(1))
        table.update(readings(stat(7, "a", 1, 0, 10, 1)), at: .seconds(2))
        // Its time ran backwards.
        #expect(table.top.map(\.usagePercent) == [0])
    }

    @Test(arguments: [-1, 0])
    func noTable(_ limit: Int) {
        var table = ProcessTable([], at: .zero, limit: limit, units: Self.units)
        table.update(readings(stat(7, "a", 9, 0, 10, 1)), at: .seconds(1))
        #expect(table.top.isEmpty)
        #expect(table.count == 1)
    }

    @Test func memoryBeyondAllBounds() {
        let line = "7 (a) S 1 1 1 0 -1 0 0 0 0 0 \(UInt64.max) 1 0 0 20 0 1 0 5 0 \(UInt64.max)"
        var table = ProcessTable([], at: .zero, limit: 1, units: Self.units)
        table.update(readings(line), at: .seconds(1))
        #expect(table.top.map(\.memoryBytes) == [nil])
    }

    /// One process has gone between the listing and the reading: its directory is empty.
    @Test func processesThatVanish() throws {
        let tree = try FixtureTree([
            "1/stat": stat(1, "init", 1, 1, 1, 1), "22/": "", "333/stat": "", "self/stat": stat(1, "init", 1, 1, 1, 1),
            "uptime": "1 1",
        ])
        #expect(ProcessReading.all(procRoot: tree.root).map(\.pid) == [1])
        #expect(ProcessReading.all(procRoot: tree.root + "/absent").isEmpty)
    }

    @Test func thisProcess() throws {
        let own = ProcessReading.all(procRoot: "/proc").first { $0.pid == UInt64(getpid()) }
        #expect(try #require(own).residentPages > 0)
    }
}
