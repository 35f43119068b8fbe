import MonitoringMessages
import Synchronization
package import WebSocketTransport

/// Plays a recording to a client as if its server were there: attempts fail and succeed, messages arrive and links are
/// lost as recorded. It reads the file as it goes.
///
/// Client and screen go by its `clock`, which tells when things were recorded, so that times, lengths and rates are the
/// recorded ones at any speed. A connection attempt lasts until the next recorded one ended: the client may try again soon
/// (`configuration` has the shortest interval), and an outage still lasts as long as recorded. Delays do not add up: what
/// is late does not make later what follows.
///
/// A line that is not valid is told and left out. After the last line nothing more happens: the link stays open and
/// silent until the client is stopped, as `ClientCore.replay` does.
package final class ReplayConnector: WebSocketConnector {
    /// The recorded server's URI, without credentials; that of the first run, when the file has several.
    package let server: WebSocketURI
    /// The client's clock.
    package let clock: ReplayClock
    private let onProblem: @Sendable (RecordingError) -> Void
    private let timeline: Mutex<ReplayTimeline>
    private let end = WakeUp()

    /// Opens the file and reads its first line.
    /// - Parameters:
    ///   - base: the clock that waits are measured with; the recording starts with the first attempt to connect.
    ///   - onProblem: called with each line that is left out, and with what ends the replay early.
    /// - Throws: `RecordingError`: the file cannot be read, is empty or is no recording.
    package init(
        path: String, speed: ReplaySpeed = .recorded, base: any ClientClock,
        onProblem: @escaping @Sendable (RecordingError) -> Void
    ) throws(RecordingError) {
        let timeline = try ReplayTimeline(path: path)
        do {
            server = try WebSocketURI(parsing: timeline.server)
        } catch {
            throw .invalidServer(path: path, detail: error.description)
        }
        self.timeline = Mutex(timeline)
        let begin = self.timeline.withLock { $0.peek()?.wall }
        clock = ReplayClock(base: base, speed: speed, wall: begin ?? base.now().wall)
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
                return pass(step)
            case .entry(.message):
                // The link was replaced here and not in the recording, or the recording began with a link.
                return
            case .entry(.attemptFailed(let failure)):
                pass(step)
                // One that ended before this one began is left out, so that the outage does not last longer.
                if step.due >= begin { throw failure }
            case .entry(.disconnected), .entry(.stopped), .nextRun:
                pass(step)
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
        try await clock.sleep(until: deadline)
    }

    /// What comes next; nil at the end, which is then told.
    func next() -> ReplayTimeline.Step? {
        let (step, problems) = timeline.withLock { timeline in
            (timeline.peek(), timeline.takeProblems())
        }
        for problem in problems { onProblem(problem) }
        if let step {
            clock.proceed(to: step.due)
        } else {
            clock.stop()
            end.fire()
        }
        return step
    }

    /// Plays a step: it happens now.
    func pass(_ step: ReplayTimeline.Step) {
        timeline.withLock { $0.pass() }
        clock.stand(at: step.due, wall: step.wall)
    }
}

extension ClientCore {
    /// Runs a client of `connector` until the recording has been played or it is stopped before; either way it ends as
    /// stopped, with the statistics as of then.
    package func replay(_ connector: ReplayConnector) async -> ClientEnd {
        await withTaskGroup(of: ClientEnd?.self) { group in
            group.addTask { await self.run() }
            group.addTask {
                await connector.endOfRecording()
                await self.stop()
                return nil
            }
            defer { group.cancelAll() }
            for await case let end? in group { return end }
            return .stopped
        }
    }
}
