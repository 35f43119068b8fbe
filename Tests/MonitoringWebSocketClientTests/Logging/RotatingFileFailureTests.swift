import Foundation
import Glibc
import Testing

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5))) struct RotatingFileFailureTests {
    private let folder: TemporaryFolder
    private let clock = ManualClock()
    private let problems = Kept<LogFileError>()

    init() throws {
        folder = try TemporaryFolder()
    }

    private func file(_ path: String, _ rotation: LogRotation = LogRotation()) throws -> RotatingFile {
        try RotatingFile(path: path, rotation: rotation, clock: clock) { [problems] in problems.add($0) }
    }

    @Test func `A lost directory is told once, counted, and tried again once a second`() throws {
        let path = folder("d/f")
        let file = try file(path)
        file.append("1")
        try FileManager.default.moveItem(atPath: folder("d"), toPath: folder("away"))
        #expect(!file.append("2"))
        #expect(!file.append("3\n4"))
        #expect(problems.values == [.cannotWrite(path: path, detail: "No such file or directory")])
        #expect(file.lostLines == 3)
        #expect(file.size == 0)
        try FileManager.default.moveItem(atPath: folder("away"), toPath: folder("d"))
        #expect(!file.append("5"))
        clock.advance(to: .milliseconds(999))
        #expect(!file.append("6"))
        clock.advance(to: .seconds(1))
        #expect(file.append("7"))
        #expect(file.append("8"))
        #expect(try contents(path) == "1\n7\n8\n")
        #expect(file.lostLines == 5)
        #expect(problems.values.count == 1)

        try FileManager.default.removeItem(atPath: folder("d"))
        #expect(!file.append("9"))
        clock.advance(to: .seconds(2))
        #expect(!file.append("10"))
        #expect(problems.values.count == 2)
        #expect(!FileManager.default.fileExists(atPath: folder("d")))
    }

    @Test func `A file that cannot be put aside grows on, and pushes out no backup`() throws {
        let path = folder("f")
        // A directory cannot be replaced by a file.
        try FileManager.default.createDirectory(atPath: folder("f.2"), withIntermediateDirectories: false)
        try folder.write("old\n", "f.1")
        let file = try file(path, LogRotation(maximumBytes: 2, backups: 2))
        for number in 1...3 { #expect(file.append("\(number)")) }
        #expect(problems.values == [.cannotRotate(path: path, detail: "Is a directory")])
        clock.advance(to: .seconds(1))
        file.append("4")
        #expect(try contents(path) == "1\n2\n3\n4\n")
        #expect(try contents(folder("f.1")) == "old\n")
        try FileManager.default.removeItem(atPath: folder("f.2"))
        clock.advance(to: .seconds(2))
        file.append("5")
        #expect(try contents(path) == "5\n")
        #expect(try contents(folder("f.1")) == "1\n2\n3\n4\n")
        #expect(try contents(folder("f.2")) == "old\n")
        #expect(problems.values.count == 1)
        #expect(file.lostLines == 0)
    }

    @Test func `At a full disk no half line stays, and later lines are written`() async throws {
        let path = folder("f")
        // In a process of its own: the limit holds for every file that a process writes.
        await #expect(processExitsWith: .success) { [path = path as String] in
            signal(SIGXFSZ, SIG_IGN)
            let problems = Kept<LogFileError>()
            let clock = ManualClock()
            let file = try RotatingFile(path: path, clock: clock) { problems.add($0) }
            file.append("12345")
            limitFileSize(10)
            #expect(!file.append("67890"))
            #expect(try contents(path) == "12345\n")
            clock.advance(to: .seconds(1))
            #expect(!file.append("67890"))
            #expect(problems.values == [.cannotWrite(path: path, detail: "File too large")])
            clock.advance(to: .seconds(2))
            #expect(file.append("678"))
            clock.advance(to: .seconds(3))
            limitFileSize(6)
            #expect(!file.append("x"))
            #expect(problems.values.count == 2)
            limitFileSize(1000)
            clock.advance(to: .seconds(4))
            #expect(file.append("y"))
            #expect(try contents(path) == "12345\n678\ny\n")
            #expect(file.lostLines == 3)
        }
    }

    @Test(.enabled(if: SmallDisk.isAvailable, "mounting is not allowed"))
    func `A real disk that is full and has room again`() throws {
        let disk = try SmallDisk(at: folder("disk"), bytes: 64 * 1024)
        defer { disk.remove() }
        let path = folder("disk/f")
        let file = try file(path, LogRotation(maximumBytes: 20_000, backups: 5))
        let line = String(repeating: "x", count: 999)
        // The disk holds 64 of them; backups of 20 each are kept, so it is full in the fourth file.
        for _ in 0..<100 { file.append(line) }
        let whole = try disk.lines("f")
        #expect(whole.allSatisfy { $0 == line })
        #expect(whole.count + file.lostLines == 100)
        #expect(file.lostLines > 30)
        #expect(problems.values == [.cannotWrite(path: path, detail: "No space left on device")])
        try FileManager.default.removeItem(atPath: path + ".1")
        clock.advance(to: .seconds(1))
        #expect(file.append("after"))
        #expect(try contents(path).hasSuffix("\nafter\n"))
        #expect(try disk.lines("f").allSatisfy { $0 == line || $0 == "after" })
    }
}

private func limitFileSize(_ bytes: Int) {
    var limit = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = rlim_t(bytes)
    setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
}

/// A file system in memory with little room.
private struct SmallDisk {
    let path: String

    /// Whether this process may mount one.
    static var isAvailable: Bool {
        guard let folder = try? TemporaryFolder(), let disk = try? SmallDisk(at: folder("disk"), bytes: 4096) else {
            return false
        }
        disk.remove()
        return true
    }

    init(at path: String, bytes: Int) throws {
        self.path = path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(bytes)") == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    func remove() {
        umount2(path, Int32(MNT_DETACH))
    }

    /// The lines of a file and its backups.
    func lines(_ name: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasPrefix(name) }
            .flatMap { try MonitoringWebSocketClientTests.lines("\(path)/\($0)") }
    }
}
