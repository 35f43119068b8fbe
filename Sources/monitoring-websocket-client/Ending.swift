import MonitoringMessages
import MonitoringWebSocketClient

/// Why the command ends.
enum Ending: Sendable {
    /// Someone asked for it: a key, a signal, `--duration`, or the terminal went away.
    case asked
    /// The client ended by itself.
    case client(ClientEnd)
    /// Standard output cannot be written any more.
    case output(OutputWriter.Failure)
}

extension ClientCore {
    /// How long the closing handshake may hold up the end of the command.
    private static var closingGrace: Duration { .milliseconds(500) }

    /// Runs the client beside `body` until `body` ends; the client is then stopped and given a moment to say goodbye.
    ///
    /// - Parameters:
    ///   - runClient: Runs the client to its end.
    ///   - clock: Measures that moment.
    ///   - onEnd: Called when the client ends, by itself or because it was stopped.
    func run<Result: Sendable>(
        _ runClient: @escaping @Sendable (ClientCore) async -> ClientEnd, clock: any ClientClock,
        onEnd: @escaping @Sendable (ClientEnd) -> Void, beside body: @Sendable () async throws -> Result
    ) async rethrows -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { onEnd(await runClient(self)) }
            // When this throws, the group cancels the client.
            let result = try await body()
            group.addTask {
                await self.stop()
                try? await clock.sleep(until: clock.now().monotonic + Self.closingGrace)
            }
            // Whichever ends first: the client, or its time.
            try await group.next()
            group.cancelAll()
            return result
        }
    }
}

/// Hands each event to several handlers, in order.
struct HandlerChain: ClientEventHandler {
    let handlers: [any ClientEventHandler]

    nonisolated(nonsending) func handle(_ event: ClientEvent) async {
        for handler in handlers { await handler.handle(event) }
    }
}
