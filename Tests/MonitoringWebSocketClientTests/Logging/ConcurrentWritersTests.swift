import Foundation
import Testing

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(2))) struct ConcurrentWritersTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Of 64 KiB, with room for all that these tests write.
    private static let rotation = LogRotation(maximumBytes: 64 * 1024, backups: 1000)

    @Test func `Threads with one file lose and break no line`() async throws {
        let file = try RotatingFile(path: folder("f"), rotation: Self.rotation) { _ in }
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                group.addTask { write(2000, by: writer, into: file) }
            }
        }
        try check(writers: 8, lines: 2000)
    }

    @Test func `Threads with a file object each lose and break no line`() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<8 {
                let file = try RotatingFile(path: folder("f"), rotation: Self.rotation) { _ in }
                group.addTask { write(2000, by: writer, into: file) }
            }
            try await group.waitForAll()
        }
        try check(writers: 8, lines: 2000)
    }

    @Test func `Processes lose and break no line`() async throws {
        let path = folder("f")
        await withTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                group.addTask {
                    await #expect(processExitsWith: .success) { [path = path as String, writer = writer as Int] in
                        let file = try RotatingFile(path: path, rotation: Self.rotation) { _ in }
                        write(3000, by: writer, into: file)
                        #expect(file.lostLines == 0)
                    }
                }
            }
        }
        try check(writers: 4, lines: 3000)
    }

    @Test func `A file of one line each, put aside at each line`() async throws {
        let rotation = LogRotation(maximumBytes: 1, backups: 1000)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for writer in 0..<4 {
                let file = try RotatingFile(path: folder("f"), rotation: rotation) { _ in }
                group.addTask { write(50, by: writer, into: file) }
            }
            try await group.waitForAll()
        }
        try check(writers: 4, lines: 50)
    }

    /// Each writer's lines are all there, whole, once, and in order from the oldest file to the newest.
    private func check(writers: Int, lines count: Int) throws {
        var next = [Int](repeating: 0, count: writers)
        for line in try savedLines(folder, "f") {
            let parts = line.split(separator: " ").compactMap { Int($0) }
            try #require(parts.count == 3, "\(line)")
            #expect(parts[1] == next[parts[0]])
            #expect(line == text(parts[1], by: parts[0]))
            next[parts[0]] += 1
        }
        #expect(next == [Int](repeating: count, count: writers))
    }
}

/// A line that is as long as its number says, with its length at the end.
private func text(_ number: Int, by writer: Int) -> String {
    "\(writer) \(number) \(String(repeating: "7", count: 1 + number % 17))"
}

private func write(_ count: Int, by writer: Int, into file: RotatingFile) {
    for number in 0..<count { file.append(text(number, by: writer)) }
}

/// The lines of a file and of its backups, the oldest first.
func savedLines(_ folder: TemporaryFolder, _ name: String) throws -> [String] {
    let backups = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("\(name).") }
        .compactMap { Int($0.dropFirst(name.count + 1)) }.sorted(by: >)
    return try backups.flatMap { try lines(folder("\(name).\($0)")) } + lines(folder(name))
}
