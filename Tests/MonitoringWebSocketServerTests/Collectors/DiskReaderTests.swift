import Dispatch
import MonitoringMessages
import TestSupport
import Testing

@testable import MonitoringWebSocketServer

/// File systems that do not answer, as a network mount whose server is gone.
@Suite(.timeLimit(.minutes(5))) struct DiskReaderTests {
    /// A file system that answers when it is told to.
    final class Stuck: Sendable {
        private let gate = DispatchSemaphore(value: 0)
        let left = AsyncStream<Void>.makeStream()

        func read(_ path: String) -> MonitoringSample.Disk? {
            if path == "/stuck" {
                gate.wait()
                left.continuation.yield()
            }
            var disk = MonitoringSample.Disk()
            disk.path = path
            return disk
        }

        func release() { gate.signal() }
    }

    @Test("One that does not answer is unknown, holds up no other, and is back when it answers")
    func stuck() async throws {
        let stuck = Stuck()
        let reader = DiskReader(["/stuck", "/"], read: stuck.read)
        @Sendable func paths(at second: Int) async -> [String?] {
            await onOwnThread { reader.readings(at: .seconds(second)).map { $0?.path } }
        }
        #expect(await paths(at: 0) == [nil, "/"])
        #expect(await paths(at: 1) == [nil, "/"])
        stuck.release()
        for await _ in stuck.left.stream { break }
        // Once more than it was read: the reading above may end before or behind it.
        for _ in 0..<2 { stuck.release() }
        var found: [String?] = []
        while found != ["/stuck", "/"] { found = await paths(at: 2) }
    }

    @Test("One that is slow is shown as it was, for a while")
    func slow() async throws {
        let stuck = Stuck()
        let reader = DiskReader(["/stuck"], read: stuck.read)
        @Sendable func path(at second: Int) async -> String? {
            await onOwnThread { reader.readings(at: .seconds(second))[0]?.path }
        }
        stuck.release()
        var first: String?
        while first == nil { first = await path(at: 0) }
        #expect(await path(at: 10) == "/stuck")
        #expect(await path(at: 14) == "/stuck")
        #expect(await path(at: 15) == nil)
        stuck.release()
    }

    @Test("Neither the start nor the end of a server waits for it")
    func server() async throws {
        let stuck = Stuck()
        defer { stuck.release() }
        var configuration = CollectorConfiguration()
        configuration.diskPaths = ["/stuck", "/"]
        let source = SystemSampleSource(configuration, readDisk: stuck.read)
        try await withServer(source: source) { port in
            try await RawClient.upgraded(port: port) { client in
                var paths: [String?] = []
                // The one that answers may be late on a busy machine.
                while paths != ["/"] {
                    let message = try MessageReader().read(try await client.frame().payload).message
                    guard case .monitoringData(let sample) = message else {
                        Issue.record("no sample: \(message)")
                        return
                    }
                    #expect(sample.disk == nil)
                    #expect(sample.memory?.totalBytes ?? 0 > 0)
                    paths = sample.disks.map(\.path)
                }
            }
        }
    }

    @Test("A path that cannot be watched says why")
    func problem() async {
        #expect(await onOwnThread { FileSystem.problem(of: "/no/such/path") } == "no such file or directory")
        #expect(await onOwnThread { FileSystem.problem(of: "/") } == nil)
    }
}
