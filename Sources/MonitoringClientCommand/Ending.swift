import MonitoringMessages
import MonitoringWebSocketClient

/// Why the command ends.
enum Ending: Sendable {
    /// Someone asked for it: a key, a signal, `--duration`, or the terminal went away.
    case asked
    /// All clients ended by themselves; how, in the order of the hosts.
    case clients([ClientEnd])
    /// Standard output cannot be written any more.
    case output(OutputWriter.Failure)
}

extension FleetCore {
    /// How long the closing handshake may hold up the end of the command.
    private static var closingGrace: Duration { .milliseconds(500) }

    /// Runs the clients beside `body` until `body` ends; they are then stopped and given a moment to say goodbye.
    ///
    /// - Parameters:
    ///   - runClient: Runs a client to its end.
    ///   - clock: Measures that moment.
    ///   - onEnd: Called when a client ends, by itself or because it was stopped, with its position.
    func run<Result: Sendable>(
        _ runClient: @escaping @Sendable (ClientCore) async -> ClientEnd, clock: any ClientClock,
        onEnd: @escaping @Sendable (Int, ClientEnd) -> Void, beside body: @Sendable () async throws -> Result
    ) async rethrows -> Result {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.run(runClient, onEnd: onEnd) }
            // When this throws, the group cancels the clients.
            let result = try await body()
            group.addTask {
                await self.stop()
                try? await clock.sleep(until: clock.now().monotonic + Self.closingGrace)
            }
            // Whichever ends first: the clients, or their time.
            try await group.next()
            group.cancelAll()
            return result
        }
    }
}

/// Hands events to several handlers, in order.
struct HandlerChain: ClientEventHandler {
    let handlers: [any ClientEventHandler]

    func take(_ event: ClientEvent) {
        for handler in handlers { handler.take(event) }
    }

    func finish() -> HandlerRest? { handlers.finish() }

    var parts: MessageParts { handlers.reduce([]) { $0.union($1.parts) } }
}

/// How the clients ended so far.
struct ClientEnds {
    private var ends: [ClientEnd?]

    init(count: Int) {
        ends = Array(repeating: nil, count: count)
    }

    mutating func take(_ end: ClientEnd, of host: Int) {
        if ends.indices.contains(host) { ends[host] = end }
    }

    func hasEnded(_ host: Int) -> Bool { ends.indices.contains(host) && ends[host] != nil }

    /// How all of them ended, once they have.
    var all: [ClientEnd]? {
        let known = ends.compactMap { $0 }
        return known.count == ends.count ? known : nil
    }
}
