import Foundation
import MonitoringMessages
import Testing

@testable import MonitoringDatabase

/// Writing in the background, whatever becomes of the database.
@Suite(.timeLimit(.minutes(2)))
struct SampleWriterTests {
    /// A writer in a hurry, and what it tells.
    private struct Writing {
        let writer: SampleWriter
        let events: AsyncStream<SampleWriter.Event>

        init(_ path: String, retention: Duration? = nil) {
            let (events, event) = AsyncStream<SampleWriter.Event>.makeStream()
            self.events = events
            let timing = SampleWriter.Timing(write: .milliseconds(10), retry: .milliseconds(10))
            writer = SampleWriter(path: path, retention: retention, timing: timing) { event.yield($0) }
        }

        func next() async -> SampleWriter.Event? { await events.first { _ in true } }

        /// Locks the database from outside, once the writer has opened it.
        func lock(_ path: String) async throws -> OtherConnection {
            #expect(await writer.samples(SampleQuery()).isEmpty)
            let other = try OtherConnection(path)
            try other.execute("BEGIN IMMEDIATE")
            return other
        }
    }

    private func count(_ path: String) throws -> Int? {
        try OtherConnection(path).value("SELECT count(*) FROM monitoring_data")
    }

    @Test("samples of several servers are written at the end at the latest, and WAL leaves nothing beside the file")
    func closing() async throws {
        let folder = try TemporaryFolder()
        let writer = SampleWriter(path: folder())
        for second in 0..<12_345 { writer.save(.at(second, server: "ws://\(second % 3):8765")) }
        let statistics = await writer.close()
        #expect(statistics == .init(written: 12_345, waiting: 0, dropped: 0, failures: 0, problem: nil))
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["samples.db"])
        let other = try OtherConnection(folder())
        #expect(
            try other.value("SELECT group_concat(n) FROM (SELECT count(*) AS n FROM monitoring_data GROUP BY server)")
                == "4115,4115,4115")
        writer.save(.at(0))
        #expect(writer.statistics.dropped == 1)
    }

    @Test("a locked database is told once; all that waited is written when it is free")
    func locked() async throws {
        let folder = try TemporaryFolder()
        let writing = Writing(folder())
        let other = try await writing.lock(folder())
        writing.writer.save(.at(0))
        #expect(await writing.next() == .failed(SampleDatabaseError(.locked, path: folder())))
        for second in 1..<100 { writing.writer.save(.at(second)) }
        #expect(writing.writer.statistics.waiting == 100)
        try other.execute("ROLLBACK")
        #expect(await writing.next() == .recovered)
        let statistics = await writing.writer.close()
        #expect(statistics.written == 100)
        #expect(statistics.problem == nil)
        #expect(statistics.lastProblem == SampleDatabaseError(.locked, path: folder()))
        #expect(statistics.failures > 0)
        #expect(try count(folder()) == 100)
        #expect(try OtherConnection(folder()).isSound())
    }

    @Test("a database that stays locked holds up the end no longer than told")
    func lockedToTheEnd() async throws {
        let folder = try TemporaryFolder()
        let writing = Writing(folder())
        let other = try await writing.lock(folder())
        for second in 0..<10 { writing.writer.save(.at(second)) }
        let statistics = await writing.writer.close(within: .milliseconds(200))
        #expect(statistics.waiting == 10)
        #expect(statistics.written == 0)
        try other.execute("ROLLBACK")
    }

    @Test("a database that gets free while the program ends is written")
    func freeAtTheEnd() async throws {
        let folder = try TemporaryFolder()
        let writing = Writing(folder())
        let other = try await writing.lock(folder())
        for second in 0..<10 { writing.writer.save(.at(second)) }
        #expect(await writing.next() == .failed(SampleDatabaseError(.locked, path: folder())))
        async let statistics = writing.writer.close(within: .seconds(60))
        try other.execute("ROLLBACK")
        #expect(await statistics.written == 10)
    }

    @Test("a file that is no database is told once, and its bytes stay")
    func foreign() async throws {
        let folder = try TemporaryFolder()
        let text = Data(String(repeating: "no database\n", count: 500).utf8)
        try text.write(to: URL(filePath: folder()))
        let writing = Writing(folder())
        #expect(await writing.next() == .failed(SampleDatabaseError(.notADatabase, path: folder())))
        for second in 0..<10 { writing.writer.save(.at(second)) }
        #expect(await writing.writer.samples(SampleQuery()).isEmpty)
        // Repaired by the person who was told.
        try FileManager.default.removeItem(atPath: folder())
        #expect(await writing.next() == .recovered)
        #expect(await writing.writer.close().written == 10)
        #expect(try count(folder()) == 10)
    }

    @Test("a file that is taken away is made anew")
    func removed() async throws {
        let folder = try TemporaryFolder()
        let writing = Writing(folder())
        writing.writer.save(.at(0))
        #expect(await writing.writer.samples(SampleQuery()).count <= 1)
        try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + "-away")
        defer { try? FileManager.default.removeItem(atPath: folder.path + "-away") }
        for second in 1..<10 { writing.writer.save(.at(second)) }
        let statistics = await writing.writer.close()
        #expect(statistics.written == 10)
        let away = (try? count(folder.path + "-away/samples.db")) ?? 0
        #expect((try count(folder()) ?? 0) + away == 10)
        #expect(try count(folder()) != 0)
    }

    @Test("two writers of one file get along")
    func twoWriters() async throws {
        let folder = try TemporaryFolder()
        let writers = [Writing(folder()).writer, Writing(folder()).writer]
        for second in 0..<10_000 { writers[second % 2].save(.at(second)) }
        async let first = writers[0].close(within: .seconds(60))
        async let second = writers[1].close(within: .seconds(60))
        let statistics = await [first, second]
        #expect(statistics.map(\.written) == [5000, 5000])
        #expect(try count(folder()) == 10_000)
        #expect(try OtherConnection(folder()).isSound())
    }

    @Test("retention removes what is too old, of every server, and nothing else")
    func retention() async throws {
        let folder = try TemporaryFolder()
        let database = try SampleDatabase(path: folder(), access: .writing)
        for (hours, count) in [(49.0, SampleDatabase.chunk + 100), (47, 100), (1, 100)] {
            try database.append(
                (0..<count).map { StoredSample(time: .hoursAgo(hours), server: "\($0 % 2)", cpuUsage: hours) })
        }
        let writer = SampleWriter(path: folder(), retention: .seconds(48 * 3600))
        writer.save(StoredSample(time: .hoursAgo(0), server: "new", cpuUsage: 0))
        // A question is answered after what was planned before; the removing takes two rounds.
        _ = await writer.samples(SampleQuery())
        _ = await writer.samples(SampleQuery())
        await writer.close()
        let counts = try OtherConnection(folder()).texts(
            "SELECT cpu_usage || ' ' || count(*) FROM monitoring_data GROUP BY cpu_usage ORDER BY cpu_usage")
        #expect(counts == ["0.0 1", "1.0 100", "47.0 100"])
    }
}
