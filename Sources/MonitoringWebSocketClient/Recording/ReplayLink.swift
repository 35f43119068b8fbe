import DequeModule
import Synchronization
package import WebSocketTransport

/// A link whose peer is a recording. What the client sends goes nowhere; pings and the close frame are answered at once.
package final class ReplayLink: WebSocketLink {
    private struct State {
        /// Answers that the client has not taken yet: few, as each answers something that it sent.
        var answers: Deque<WebSocketEvent> = []
        /// Of the reader that waits for the next step.
        var wakeUp: WakeUp?
    }

    /// What the recording has, each event when it is due, and answers in between: one at a time, each has its own moment.
    package struct Batches: AsyncSequence, Sendable {
        let link: ReplayLink

        package struct AsyncIterator: AsyncIteratorProtocol {
            let link: ReplayLink
            private var isOver = false

            init(link: ReplayLink) {
                self.link = link
            }

            package mutating func next(isolation actor: isolated (any Actor)?) async throws -> [WebSocketEvent]? {
                guard !isOver else { return nil }
                let event = try await link.nextEvent(isolation: actor)
                if case .closed = event { isOver = true }
                return [event]
            }

            package mutating func next() async throws -> [WebSocketEvent]? {
                try await next(isolation: nil)
            }
        }

        package func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(link: link)
        }
    }

    private let connector: ReplayConnector
    private let state = Mutex(State())

    init(connector: ReplayConnector) {
        self.connector = connector
    }

    package var batches: Batches { Batches(link: self) }

    package func send(text: String) async throws {}

    package func ping(_ payload: [UInt8]) async throws {
        answer(.pong(payload))
    }

    package func close(code: WebSocketCloseCode, reason: String) async {
        answer(.closed(code, reason: reason))
    }

    private func answer(_ event: WebSocketEvent) {
        let wakeUp = state.withLock { state in
            state.answers.append(event)
            return state.wakeUp.take()
        }
        wakeUp?.fire()
    }

    private func nextEvent(isolation: isolated (any Actor)?) async throws -> WebSocketEvent {
        while true {
            // Played without waiting, a recording would otherwise keep the client's actor to itself.
            await Task.yield()
            try Task.checkCancellation()
            if let answer = state.withLock({ $0.answers.popFirst() }) { return answer }
            let step = connector.next()
            guard let step, step.due <= connector.now else {
                await wait(until: step?.due, isolation: isolation)
                continue
            }
            connector.pass(step)
            switch step.content {
            case .entry(.message(let text)): return .text(text[...])
            case .entry(.disconnected(let failure)): throw failure
            case .nextRun: throw Self.nextRun
            case .entry(.connected), .entry(.attemptFailed), .entry(.stopped): continue
            }
        }
    }

    /// Returns at `deadline`, with nil never, or when there is an answer.
    private func wait(until deadline: Duration?, isolation: isolated (any Actor)?) async {
        let wakeUp = WakeUp()
        let isAnswered = state.withLock { state in
            state.wakeUp = wakeUp
            return !state.answers.isEmpty
        }
        guard !isAnswered else { return }
        guard let deadline else { return await wakeUp.wait() }
        await withTaskGroup(of: Void.self) { [connector] group in
            group.addTask { try? await connector.sleep(until: deadline) }
            group.addTask { await wakeUp.wait() }
            await group.next()
            group.cancelAll()
        }
    }

    private static let nextRun = ConnectionFailure(
        text: "The recording ends here, and another one follows in the same file", type: "RecordingEnded")
}
