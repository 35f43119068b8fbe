import Foundation
import GRDB
import MonitoringMessages
import Testing

@testable import MonitoringDatabase

/// The file and its table.
struct SampleDatabaseTests {
    @Test("the table is the manual's, in WAL mode, for its owner's eyes, in a folder that is made")
    func file() throws {
        let folder = try TemporaryFolder()
        let path = folder("new/deep/samples.db")
        let database = try SampleDatabase(path: path, access: .writing)
        try database.append([.at(0)])
        let files = try FileManager.default.contentsOfDirectory(atPath: folder("new/deep")).sorted()
        #expect(files == ["samples.db", "samples.db-shm", "samples.db-wal"])
        for file in files {
            let mode = try FileManager.default.attributesOfItem(atPath: folder("new/deep/\(file)"))[.posixPermissions]
            #expect(mode as? Int == 0o600, "\(file)")
        }
        let other = try OtherConnection(path)
        #expect(
            try other.texts("SELECT name || ' ' || type || ' ' || pk FROM pragma_table_info('monitoring_data')") == [
                "id INTEGER 1", "timestamp DATETIME 0", "server TEXT 0", "cpu_usage REAL 0", "ram_usage REAL 0",
                "disk_usage REAL 0", "gpu_usage REAL 0",
            ])
        #expect(try other.value("PRAGMA journal_mode") == "wal")
    }

    @Test("what a message lacks is NULL, and never 0")
    func missing() throws {
        let folder = try TemporaryFolder()
        let database = try SampleDatabase(path: folder(), access: .writing)
        var sample = MonitoringSample()
        sample.processor = .init()
        sample.processor?.usagePercent = 0
        sample.memory = .init()
        try database.append([StoredSample(sample, time: .second(0), server: "ws://a:8765")])
        let types = try OtherConnection(folder()).texts(
            """
            SELECT typeof(cpu_usage) || ' ' || typeof(ram_usage) || ' ' || typeof(disk_usage) || ' ' || typeof(gpu_usage)
            FROM monitoring_data
            """)
        #expect(types == ["real null null null"])
        let stored = try #require(try database.samples(SampleQuery()).first)
        #expect(stored.cpuUsage == 0)
        #expect(stored.ramUsage == nil)
        #expect(stored.gpuUsage == nil)
    }

    @Test("times come back to the microsecond, in UTC, and SQLite reads them")
    func times() throws {
        let folder = try TemporaryFolder()
        let database = try SampleDatabase(path: folder(), access: .writing)
        let time = WallTime(nanosecondsSinceEpoch: 1_795_264_225_123_456_000, utcOffsetSeconds: 7200)
        try database.append([StoredSample(time: time, server: "")])
        #expect(try database.samples(SampleQuery()).first?.time.nanosecondsSinceEpoch == 1_795_264_225_123_456_000)
        let other = try OtherConnection(folder())
        #expect(try other.value("SELECT timestamp FROM monitoring_data") == "2026-11-21 12:30:25.123456")
        #expect(try other.value("SELECT strftime('%s', timestamp) FROM monitoring_data") == "1795264225")
    }

    @Test("recent is 24 hours unless told, of all servers unless told, the newest first")
    func recent() throws {
        let folder = try TemporaryFolder()
        let database = try SampleDatabase(path: folder(), access: .writing)
        for hours in [30, 23, 2, 0.5] {
            for server in ["ws://a:8765", "ws://b:8765"] {
                try database.append([StoredSample(time: .hoursAgo(hours), server: server, cpuUsage: hours)])
            }
        }
        #expect(try database.recentSamples().map(\.cpuUsage) == [0.5, 0.5, 2, 2, 23, 23])
        #expect(try database.recentSamples(hours: 1).count == 2)
        #expect(try database.recentSamples(hours: 48, server: "ws://b:8765").map(\.cpuUsage) == [0.5, 2, 23, 30])
        #expect(try database.recentSamples(hours: 0).isEmpty)
        #expect(try database.recentSamples(hours: .greatestFiniteMagnitude).count == 8)
        #expect(try database.recentSamples(hours: .nan).isEmpty)
        // The manual's own query.
        let manual: Int? = try OtherConnection(folder()).value(
            "SELECT count(*) FROM monitoring_data WHERE timestamp > datetime('now', '-24 hours')")
        #expect(manual == 6)
    }

    @Test("queries over many chunks have every sample once, in order", arguments: [true, false])
    func chunks(newestFirst: Bool) throws {
        let folder = try TemporaryFolder()
        let database = try SampleDatabase(path: folder(), access: .writing)
        let count = 2 * SampleDatabase.chunk + 3
        // Pairs have the same time.
        try database.append((0..<count).map { .at($0 / 2) })
        var query = SampleQuery()
        query.newestFirst = newestFirst
        let ids = try database.samples(query).compactMap(\.id)
        #expect(ids == (newestFirst ? Array((1...Int64(count)).reversed()) : Array(1...Int64(count))))
        query.limit = SampleDatabase.chunk + 1
        #expect(try database.samples(query).map(\.id) == ids.prefix(SampleDatabase.chunk + 1).map { $0 })
        query.limit = nil
        query.since = .second(10)
        query.before = .second(12)
        #expect(try database.samples(query).count == 4)
    }

    @Test("removing old samples leaves the others")
    func removing() throws {
        let folder = try TemporaryFolder()
        let database = try SampleDatabase(path: folder(), access: .writing)
        let count = SampleDatabase.chunk + 100
        try database.append((0..<count).map { .at($0) })
        #expect(try database.removeSamples(before: .second(count - 10)) == count - 10)
        #expect(try database.samples(SampleQuery()).map(\.time) == (count - 10..<count).reversed().map { .second($0) })
    }

    @Test("a database of the manual's own program is read and continued")
    func manualDatabase() throws {
        let folder = try TemporaryFolder()
        let other = try OtherConnection(folder())
        try other.execute(
            """
            CREATE TABLE IF NOT EXISTS monitoring_data (id INTEGER PRIMARY KEY AUTOINCREMENT, timestamp DATETIME,
                server TEXT, cpu_usage REAL, ram_usage REAL, disk_usage REAL, gpu_usage REAL);
            INSERT INTO monitoring_data (timestamp, server, cpu_usage, ram_usage, disk_usage, gpu_usage)
                VALUES ('2026-11-21 12:30:25.123456', 'localhost', 45.2, 62.8, 28.5, 0);
            """)
        let database = try SampleDatabase(path: folder(), access: .writing)
        try database.append([.at(1)])
        let samples = try database.samples(SampleQuery())
        #expect(samples.map(\.server) == ["ws://a:8765", "localhost"])
        #expect(samples.last?.gpuUsage == 0)
        #expect(samples.last?.time.nanosecondsSinceEpoch == 1_795_264_225_123_456_000)
    }

    @Test("whatever others put into the columns does no harm")
    func strangeRows() throws {
        let folder = try TemporaryFolder()
        let database = try SampleDatabase(path: folder(), access: .writing)
        try OtherConnection(folder()).execute(
            """
            INSERT INTO monitoring_data (timestamp, server, cpu_usage, ram_usage) VALUES
                (NULL, NULL, NULL, NULL), (17, 17, 17, 17), ('yesterday', x'ff', 'much', x'00'),
                ('2026-11-21T12:30:25+02:00', NULL, 'much', x'ff'), ('2026-11-21 12:30', 'a', 1, 1),
                ('2026-11-21 12:30:25', x'ff', 1e999, -1e999);
            """)
        let samples = try database.samples(SampleQuery())
        #expect(samples.count == 2)
        #expect(samples.map(\.server).contains(""))
        #expect(samples.contains { $0.cpuUsage == nil && $0.ramUsage == nil })
    }

    @Test("a database of something else is refused, and not changed")
    func foreign() throws {
        let folder = try TemporaryFolder()
        let text = folder("text")
        try Data(String(repeating: "no database\n", count: 500).utf8).write(to: URL(filePath: text))
        let books = folder("books.db")
        try OtherConnection(books).execute("CREATE TABLE books (title TEXT)")
        let table = folder("table.db")
        try OtherConnection(table).execute(
            "CREATE TABLE monitoring_data (id INTEGER, timestamp, server, cpu_usage, ram_usage, disk_usage)")
        let expected: [(String, SampleDatabaseError.Reason)] = [
            (text, .notADatabase), (books, .otherSchema("it has 'books' and no table 'monitoring_data'")),
            (table, .otherSchema("its table 'monitoring_data' has no column 'gpu_usage'")),
        ]
        for (path, reason) in expected {
            let before = try Data(contentsOf: URL(filePath: path))
            for access in [SampleDatabase.Access.writing, .reading] {
                let error = #expect(throws: SampleDatabaseError.self) { try SampleDatabase(path: path, access: access) }
                #expect(error?.reason == reason)
                #expect(error?.description.hasPrefix("\(path): ") == true)
            }
            #expect(try Data(contentsOf: URL(filePath: path)) == before)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
    }

    @Test("what is no file is refused at once")
    func noFile() throws {
        let folder = try TemporaryFolder()
        let pipe = folder("pipe")
        #expect(mkfifo(pipe, 0o600) == 0)
        for path in [folder.path, pipe, "/dev/full", "/proc/no/file", "", folder("no\0file")] {
            for access in [SampleDatabase.Access.writing, .reading] where access == .reading || path.contains("/") {
                let error = #expect(throws: SampleDatabaseError.self) { try SampleDatabase(path: path, access: access) }
                guard case .cannotOpen = error?.reason else {
                    Issue.record("\(path): \(String(describing: error))")
                    continue
                }
            }
        }
        #expect(throws: SampleDatabaseError.self) { try SampleDatabase(path: folder("missing"), access: .reading) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["pipe"])
    }

    @Test("names that SQLite takes for something else are files", arguments: [":memory:", "file:x?mode=memory", "a"])
    func names(name: String) {
        #expect(DatabaseFile.name(name) == "./\(name)")
        #expect(DatabaseFile.name("/\(name)") == "/\(name)")
    }

    @Test("a file that nobody may write is told as such", .enabled(if: getuid() != 0, "root may write everything"))
    func readOnly() throws {
        let folder = try TemporaryFolder()
        try SampleDatabase(path: folder(), access: .writing).append([.at(0)])
        #expect(chmod(folder(), 0o400) == 0)
        let error = #expect(throws: SampleDatabaseError.self) {
            try SampleDatabase(path: folder(), access: .writing).append([.at(1)])
        }
        #expect(error?.reason == .readOnly)
    }
}
