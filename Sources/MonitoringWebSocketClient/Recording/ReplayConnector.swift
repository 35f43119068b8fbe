import MonitoringMessages
import Synchronization
package import WebSocketTransport

/// Plays a recording to a client as if its server were there: attempts fail and succeed, messages arrive and links are
/// lost as recorded. It reads the file as it goes.
///
/// A connection attempt lasts until the next recorded one ended. So the client may try again soon (`configuration` has the
/// shortest interval), and an outage still lasts as long as recorded, divided by the speed; one that is then shorter than
/// a few of these intervals lasts up to one longer. Delays do not add up: what is late does not make later what follows.
///
/// A line that is not valid is told and left out. After the last line nothing more happens: the link stays open and
/// silent until the client is stopped, as `ClientCore.replay` does.
package final class ReplayConnector: WebSocketConnector {
    /// The recorded server's URI, without credentials; that of the first run, when the file has several.
    package let server: WebSocketURI
    private let speed: ReplaySpeed
    private let clock: any ClientClock
    private let onProblem: @Sendable (RecordingError) -> Void
    private let timeline: Mutex<ReplayTimeline>
    private let end = WakeUp()

    /// Opens the file and reads its first line.
    /// - Parameters:
    ///   - clock: the client's; the recording starts with the first attempt to connect.
    ///   - onProblem: called with each line that is left out, and with what ends the replay early.
    /// - Throws: `RecordingError`: the file cannot be read, is empty or is no recording.
    package init(
        path: String, speed: ReplaySpeed = .recorded, clock: any ClientClock,
        onProblem: @escaping @Sendable (RecordingError) -> Void
    ) throws(RecordingError) {
        let timeline = try ReplayTimeline(path: path, speed: speed)
        do {
            server = try WebSocketURI(parsing: timeline.server)
        } catch {
            throw .invalidServer(path: path, detail: error.description)
        }
        self.timeline = Mutex(timeline)
        self.speed = speed
        self.clock = clock
        self.onProblem = onProblem
    }

    /// How a client is to be set up: it connects again at once and for ever, and sends no pings, because the round trip to
    /// a file is no figure to show. Each link counts as stable: how long it was up depends on the speed.
    package var configuration: ClientConfiguration {
        var configuration = ClientConfiguration(uri: server)
        configuration.reconnectInterval = ConnectionRules.minimumReconnectInterval
        configuration.pingInterval = .zero
        configuration.stableUptime = .zero
        return configuration
    }

    /// Returns when the recording was played to its end, or the task is cancelled. For one task, once.
    package func endOfRecording() async {
        await end.wait()
    }

    package func withConnection<Result: Sendable>(
        to uri: WebSocketURI, configuration: WebSocketConfiguration, isolation: isolated (any Actor)?,
        _ body: (ReplayLink) async throws -> Result
    ) async throws -> Result {
        try await awaitConnection(isolation: isolation)
        return try await body(ReplayLink(connector: self))
    }

    private func awaitConnection(isolation: isolated (any Actor)?) async throws {
        let begin = now
        while let step = next() {
            try await sleep(until: step.due)
            switch step.content {
            case .entry(.connected):
                return pass()
            case .entry(.message):
                // The link was replaced here and not in the recording, or the recording began with a link.
                return
            case .entry(.attemptFailed(let failure)):
                pass()
                // Fast replays have no time for each attempt; one that ended before this one began is left out, so that the
                // outage does not last longer.
                if step.due >= begin || speed.isUnlimited { throw failure }
            case .entry(.disconnected), .entry(.stopped), .nextRun:
                pass()
            }
        }
        await WakeUp().wait()
        throw CancellationError()
    }
}

// MARK: - For the link

extension ReplayConnector {
    var now: Duration { clock.now().monotonic }

    func sleep(until deadline: Duration) async throws {
        if deadline > now { try await clock.sleep(until: deadline) }
        try Task.checkCancellation()
    }

    /// What comes next; nil at the end, which is then told.
    func next() -> ReplayTimeline.Step? {
        let now = now
        let (step, problems) = timeline.withLock { timeline in
            (timeline.peek(now: now), timeline.takeProblems())
        }
        for problem in problems { onProblem(problem) }
        if step == nil { end.fire() }
        return step
    }

    func pass() {
        timeline.withLock { $0.pass() }
    }
}

extension ClientCore where Connector == ReplayConnector {
    /// Runs the client until the recording has been played or it is stopped before; either way it ends as stopped, with
    /// the statistics as of then.
    package func replay() async -> ClientEnd {
        await withTaskGroup(of: ClientEnd?.self) { group in
            group.addTask { await self.run() }
            group.addTask {
                await self.connector.endOfRecording()
                await self.stop()
                return nil
            }
            defer { group.cancelAll() }
            for await case let end? in group { return end }
            return .stopped
        }
    }
}
