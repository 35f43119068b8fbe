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

    /// - Parameter duration: After how long to end; nil is never.
    init(clock: any ClientClock, duration: Duration?, notices: Notices) {
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

    /// Ends the session: there will be nothing more to print.
    func clientEnded(_ end: ClientEnd) {
        ending.yield(.client(end))
    }

    func run() async -> Ending {
        await withTaskGroup(of: Ending?.self) { group in
            group.addTask { await endings.first { _ in true } }
            group.addTask {
                await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup).first { _ in true }.map { _ in .asked }
            }
            if let duration {
                group.addTask {
                    (try? await clock.sleep(until: clock.now().monotonic + duration)).map { .asked }
                }
            }
            group.addTask {
                for await line in notices.lines { Main.complain(line) }
                return nil
            }
            defer { group.cancelAll() }
            return await group.next().flatMap { $0 } ?? .asked
        }
    }
}
