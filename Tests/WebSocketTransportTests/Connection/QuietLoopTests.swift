import NIOCore
import Synchronization
import Testing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(1))) struct QuietLoopTests {
    /// What happens on the loop, in order; a rest ends it.
    private final class Log: Sendable {
        let lines = Mutex<[String]>([])
        let end: AsyncStream<Void>
        private let ended: AsyncStream<Void>.Continuation

        init() {
            (end, ended) = AsyncStream.makeStream()
        }

        func add(_ line: String) {
            lines.withLock { $0.append(line) }
            if line == "rest" { ended.finish() }
        }
    }

    @Test func `It rests when its tasks have done what they began`() async throws {
        let log = Log()
        let quietLoop = QuietLoop { _ in log.add("rest") }
        try await quietLoop.loop.submit {
            quietLoop.restSoon()
            Task(executorPreference: quietLoop) {
                for step in 1...5 {
                    log.add("step \(step)")
                    await Task.yield()
                }
            }
        }.get()
        for await _ in log.end {}
        #expect(log.lines.withLock { $0 } == (1...5).map { "step \($0)" } + ["rest"])
    }

    @Test(
        "The more connections brought something, the longer it rests, within limits",
        arguments: [(1, 25), (25, 25), (40, 40), (1000, 50)])
    func restGrows(connections: Int, milliseconds: Int) async throws {
        let (rests, rest) = AsyncStream<Int>.makeStream()
        let quietLoop = QuietLoop { rest.yield($0) }
        try await quietLoop.loop.submit {
            for _ in 0..<connections { quietLoop.restSoon() }
        }.get()
        var lengths = rests.makeAsyncIterator()
        #expect(await lengths.next() == milliseconds)
        try await quietLoop.loop.submit { quietLoop.restSoon() }.get()
        #expect(await lengths.next() == 25, "what one round brought is none of the next one's")
    }
}
