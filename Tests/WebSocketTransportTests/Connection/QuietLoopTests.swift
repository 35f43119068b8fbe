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
        let quietLoop = QuietLoop { log.add("rest") }
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
}
