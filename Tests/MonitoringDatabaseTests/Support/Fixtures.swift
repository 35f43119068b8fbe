import Foundation
import GRDB
import MonitoringMessages

@testable import MonitoringDatabase

/// A folder that is removed with all that is in it.
struct TemporaryFolder: ~Copyable {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "database-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in it.
    func callAsFunction(_ name: String = "samples.db") -> String { "\(path)/\(name)" }
}

extension StoredSample {
    /// A sample of a second of 2026, whose figures tell which.
    static func at(_ second: Int, server: String = "ws://a:8765") -> StoredSample {
        StoredSample(
            time: .second(second), server: server, cpuUsage: Double(second % 100), ramUsage: Double(second % 50),
            diskUsage: 28.5)
    }
}

extension WallTime {
    static func second(_ second: Int) -> WallTime {
        WallTime(nanosecondsSinceEpoch: 1_795_264_225_000_000_000 + Int64(second) * 1_000_000_000)
    }

    /// Some hours before the real present.
    static func hoursAgo(_ hours: Double) -> WallTime {
        WallTime(nanosecondsSinceEpoch: Int64((Date.now.timeIntervalSince1970 - hours * 3600) * 1e9))
    }
}

/// Another program's connection to a database.
struct OtherConnection {
    let queue: DatabaseQueue

    init(_ path: String) throws {
        var configuration = Configuration()
        // Tests hold the database locked.
        configuration.allowsUnsafeTransactions = true
        queue = try DatabaseQueue(path: path, configuration: configuration)
    }

    func execute(_ sql: String) throws {
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
    }

    func value<Value: DatabaseValueConvertible>(_ sql: String) throws -> Value? {
        try queue.read { try Value.fetchOne($0, sql: sql) }
    }

    func texts(_ sql: String) throws -> [String] {
        try queue.read { try String.fetchAll($0, sql: sql) }
    }

    /// Whether SQLite finds nothing wrong with the file.
    func isSound() throws -> Bool {
        try value("PRAGMA integrity_check") == "ok"
    }
}
