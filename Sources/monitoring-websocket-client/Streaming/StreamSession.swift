import MonitoringMessages
import MonitoringWebSocketClient
import UnixSignals

/// Streams until someone or something ends it.
struct StreamSession: Sendable {
    private let clock: any ClientClock
    private let duration: Duration?
    private let endings: AsyncStream<Ending>
    private let ending: AsyncStream<Ending>.Continuation

    /// - Parameter duration: After how long to end; nil is never.
    init(clock: any ClientClock, duration: Duration?) {
        self.clock = clock
        self.duration = duration
        // The first one counts.
        (endings, ending) = AsyncStream.makeStream(bufferingPolicy: .bufferingOldest(1))
    }

    /// Ends the session: nobody can be told anything any more.
    func outputFailed(_ failure: OutputWriter.Failure) {
        ending.yield(.output(failure))
    }

    func run(_ client: Client) async -> Ending {
        await client.run(clock: clock, onEnd: { ending.yield(.client($0)) }) {
            await withTaskGroup(of: Ending?.self) { group in
                group.addTask { await endings.first { _ in true } }
                group.addTask {
                    await UnixSignalsSequence(trapping: .sigint, .sigterm, .sighup).first { _ in true }.map { _ in
                        .asked
                    }
                }
                if let duration {
                    group.addTask {
                        let end = clock.now().monotonic + duration
                        return (try? await clock.sleep(until: end)).map { .asked }
                    }
                }
                defer { group.cancelAll() }
                return await group.next().flatMap { $0 } ?? .asked
            }
        }
    }
}
