import MonitoringMessages
import MonitoringWebSocketClient
import UnixSignals

/// Streams until someone or something ends it.
struct StreamSession: Sendable {
    private let clock: any ClientClock
    private let duration: Duration?
    private let notices: Notices
    private let endings: AsyncStream<Ending>
    private let ending: AsyncStream<Ending>.Continuation
    private let clientEnds: AsyncStream<(Int, ClientEnd)>
    private let clientEnd: AsyncStream<(Int, ClientEnd)>.Continuation
    private let hostCount: Int
    private let signals: UnixSignalsSequence

    /// Traps the signals that end it: who has seen a line can send one.
    ///
    /// - Parameters:
    ///   - duration: After how long to end; nil is never.
    ///   - hostCount: Hosts that are streamed.
    init(clock: any ClientClock, duration: Duration?, hostCount: Int, notices: Notices) async {
        signals = await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup)
        self.hostCount = hostCount
        (clientEnds, clientEnd) = AsyncStream.makeStream()
        self.clock = clock
        self.duration = duration
        self.notices = notices
        // The first one counts.
        (endings, ending) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Ends the session: nobody can be told anything any more.
    func outputFailed(_ failure: OutputWriter.Failure) {
        ending.yield(.output(failure))
    }

    /// Ends the session when it was the last one: there will be nothing more to print.
    func clientEnded(_ host: Int, _ end: ClientEnd) {
        clientEnd.yield((host, end))
    }

    /// - Parameter output: Where lines that are posted are written; it has ended when this returns.
    func run(writing output: StreamOutput) async -> Ending {
        await withTaskGroup(of: Ending?.self) { group in
            group.addTask { await endings.first { _ in true } }
            group.addTask {
                var ends = ClientEnds(count: hostCount)
                for await (host, end) in clientEnds {
                    ends.take(end, of: host)
                    if let all = ends.all { return .clients(all) }
                }
                return nil
            }
            group.addTask { await signals.first { _ in true }.map { _ in .asked } }
            if let duration {
                group.addTask {
                    (try? await clock.sleep(until: clock.now().monotonic + duration)).map { .asked }
                }
            }
            group.addTask {
                for await line in notices.lines { ClientProgram.complain(line) }
                return nil
            }
            group.addTask {
                for await _ in output.posts { await output.writePosted() }
                return nil
            }
            defer {
                // Or what is stuck in a write would hold up the end.
                output.end()
                group.cancelAll()
            }
            return await group.next().flatMap { $0 } ?? .asked
        }
    }
}
