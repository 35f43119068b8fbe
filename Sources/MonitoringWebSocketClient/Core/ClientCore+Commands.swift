package import MonitoringMessages
package import WebSocketTransport

/// What can be asked of a client at any time, by its handler too.
extension ClientCore {
    /// Ends the run: closes the link with 1000, gives up an attempt. `run` returns once the socket is given back.
    package func stop() async {
        let moment = clock.now()
        let step = machine.stop(now: moment.monotonic)
        apply(step.changes, at: moment)
        switch step.action {
        case .none:
            // After giving up there is no run that would deliver the change.
            if !isRunning { await deliverPending() }
        case .closeLink: await link?.close(code: .normalClosure, reason: "")
        case .abandonAttempt: attempt?.cancel()
        case .end: news?.fire()
        }
    }

    /// Connects at once instead of waiting, or closes the link with 1000 and connects again; nothing while connecting.
    package func reconnectNow() async {
        let moment = clock.now()
        let step = machine.reconnectNow(now: moment.monotonic)
        apply(step.changes, at: moment)
        switch step.action {
        case .none: break
        case .connect: beginAttempt()
        case .closeLink: await link?.close(code: .normalClosure, reason: "")
        }
    }

    /// Sends a command.
    /// - Throws: as `send(text:)`.
    package func send(_ command: ClientCommand) async throws(WebSocketTransportError) {
        try await send(text: MessageWriter.text(command))
    }

    /// Sends a text message; returns once it is written to the socket.
    /// - Throws: `notConnected`, `connectionLost`, or `sendTimedOut` when the socket does not take it within the send
    ///   timeout; the link is then replaced, because half a message may be on its way.
    package func send(text: String) async throws(WebSocketTransportError) {
        guard machine.isConnected, let link, let attempt else { throw .notConnected }
        let limit = configuration.sendTimeout
        let deadline = clock.now().monotonic + limit
        let failure = await withTaskGroup(of: SendOutcome.self) { group in
            group.addTask {
                do {
                    try await link.send(text: text)
                    return .ended(nil)
                } catch {
                    return .ended(
                        error as? WebSocketTransportError ?? .connectionLost(detail: "the send was cancelled"))
                }
            }
            group.addTask { [clock] in
                (try? await clock.sleep(until: deadline)) == nil ? .timerCancelled : .timedOut
            }
            var failure: WebSocketTransportError?
            for await outcome in group {
                switch outcome {
                case .ended(let error):
                    failure = failure ?? error
                    group.cancelAll()
                case .timedOut:
                    failure = .sendTimedOut(after: limit)
                    self.replaceLink(of: attempt, because: .sendTimedOut(after: limit))
                case .timerCancelled:
                    break
                }
            }
            return failure
        }
        if let failure { throw failure }
        record.record { $0.sent(bytes: text.utf8.count) }
    }

    /// The link may have been replaced meanwhile.
    private func replaceLink(
        of attempt: Task<ConnectionFailure, Never>, because failure: WebSocketTransportError
    ) {
        guard self.attempt == attempt else { return }
        let moment = clock.now()
        let step = machine.sendTimedOut(ConnectionFailure(failure), now: moment.monotonic, using: &generator)
        perform(step, at: moment)
    }
}

private enum SendOutcome: Sendable {
    case ended(WebSocketTransportError?)
    case timedOut
    case timerCancelled
}
