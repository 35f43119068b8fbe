import MonitoringMessages

/// The clients of several servers, side by side. Each has a connection, a record and a handler of its own, so that one
/// that is down, slow or hostile touches none of the others.
package struct FleetCore: Sendable {
    /// In the order of the hosts.
    package let clients: [ClientCore]
    private let clock: any ClientClock
    private let delays: [Duration]

    /// - Parameter delays: From `run` to the start of each client; a missing one is none.
    package init(clients: [ClientCore], clock: any ClientClock, delays: [Duration]) {
        self.clients = clients
        self.clock = clock
        self.delays = delays
    }

    /// Runs every client, each to its own end, which is told with the client's position.
    ///
    /// - Parameter runClient: Runs one client to its end.
    package func run(
        _ runClient: @escaping @Sendable (ClientCore) async -> ClientEnd = { await $0.run() },
        onEnd: @escaping @Sendable (Int, ClientEnd) -> Void
    ) async {
        let start = clock.now().monotonic
        await withTaskGroup(of: Void.self) { group in
            for (index, client) in clients.enumerated() {
                let delay = index < delays.count ? delays[index] : .zero
                group.addTask { [clock] in
                    // Cancelled meanwhile, it is run all the same, and ends at once.
                    if delay > .zero { try? await clock.sleep(until: start + delay) }
                    onEnd(index, await runClient(client))
                }
            }
        }
    }

    /// Ends all of them, at the same time; `run` returns once every socket is given back.
    package func stop() async {
        await withTaskGroup(of: Void.self) { group in
            for client in clients { group.addTask { await client.stop() } }
        }
    }
}
