import MonitoringMessages
import MonitoringWebSocketClient
import MonitoringWebSocketServer
import Testing

/// Real servers on loopback, one of them dead and one that comes and goes.
@Suite(.timeLimit(.minutes(2))) struct MonitoringFleetTests {
    private struct Busy: SampleSource {
        var percent: Double

        mutating func sample() async -> MonitoringSample {
            var sample = MonitoringSample()
            sample.processor = .init()
            sample.processor?.usagePercent = percent
            return sample
        }
    }

    private static func withServer<Result: Sendable>(
        port: Int = 0, cpu: Double, _ body: @Sendable (Int) async throws -> Result
    ) async throws -> Result {
        var configuration = MonitoringServerConfiguration()
        configuration.port = port
        configuration.interval = .milliseconds(20)
        return try await withMonitoringServer(configuration, source: Busy(percent: cpu)) { try await body($0.port) }
    }

    private static var configuration: MonitoringFleet.Configuration {
        var configuration = MonitoringFleet.Configuration()
        configuration.reconnectInterval = .milliseconds(100)
        return configuration
    }

    /// Runs the fleet while `body` reads its events, and stops it.
    private static func run(
        _ fleet: MonitoringFleet, _ body: (inout AsyncStream<FleetEvent>.AsyncIterator) async throws -> Void
    ) async throws {
        let (events, event) = AsyncStream<FleetEvent>.makeStream()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await fleet.run { event.yield($0) } }
            var iterator = events.makeAsyncIterator()
            try await body(&iterator)
            await fleet.stop()
            try await group.waitForAll()
        }
    }

    @Test func `One host that is dead and one that comes and goes touch none of the others`() async throws {
        try await Self.withServer(cpu: 10) { one in
            try await Self.withServer(cpu: 30) { two in
                let port = try await Self.withServer(cpu: 50) { flapping in
                    let fleet = try MonitoringFleet(
                        [
                            FleetHost(name: "one", uri: "ws://127.0.0.1:\(one)"),
                            FleetHost(name: "two", uri: "ws://127.0.0.1:\(two)"),
                            // Nothing listens on the port of tcpmux.
                            FleetHost(name: "dead", uri: "ws://127.0.0.1:1"),
                            FleetHost(name: "flapping", uri: "ws://127.0.0.1:\(flapping)"),
                        ], configuration: Self.configuration)
                    try await Self.run(fleet) { events in
                        var samples: [String: Int] = [:]
                        var failures = 0
                        while failures < 3 || !["one", "two", "flapping"].allSatisfy({ samples[$0] ?? 0 >= 3 }) {
                            switch try #require(await events.next()) {
                            case .message(let received, let host, _):
                                if case .monitoringData = received.message { samples[host.name, default: 0] += 1 }
                            case .error(_, let host):
                                #expect(host.name == "dead")
                                failures += 1
                            case .clusterAlert: Issue.record("the dead host has not answered")
                            case .status: break
                            }
                        }
                        #expect(fleet.averages.cpuPercent == 30)
                        #expect(fleet.averages.upCount == 3)
                        #expect(fleet.averages.answeredCount == 3)
                        #expect(fleet.connection(of: "dead")?.statistics.messagesReceived == 0)
                        #expect(fleet.connection(of: "one")?.statistics.errorCount == 0)
                        #expect(fleet.connection(of: "nobody") == nil)
                    }
                    return flapping
                }
                try await Self.flap(port: port, beside: one)
            }
        }
    }

    /// Watches a server that is down, then up, then down again, beside one that stays.
    private static func flap(port: Int, beside steady: Int) async throws {
        let fleet = try MonitoringFleet(
            [
                FleetHost(name: "steady", uri: "ws://127.0.0.1:\(steady)"),
                FleetHost(name: "flapping", uri: "ws://127.0.0.1:\(port)"),
            ], configuration: configuration)
        try await run(fleet) { events in
            try await untilFlapping(&events) { $0.state == .reconnecting }
            for round in 1...2 {
                let (ends, end) = AsyncStream<Void>.makeStream()
                async let server: Void = serve(port: port, until: ends)
                try await untilFlapping(&events) { $0.state == .connected }
                end.finish()
                await server
                try await untilFlapping(&events) { $0.state == .reconnecting }
                #expect(fleet.connection(of: "flapping")?.statistics.totalDisconnections == round)
            }
            let steady = try #require(fleet.connection(of: "steady"))
            #expect(steady.status.state == .connected)
            #expect(steady.statistics.totalDisconnections == 0)
            #expect(steady.statistics.outages.isEmpty)
            #expect(fleet.connection(of: "flapping")?.statistics.outages.count == 3)
        }
    }

    /// Runs a server there; again and again while someone else has the port.
    private static func serve(port: Int, until ends: AsyncStream<Void>) async {
        while !Task.isCancelled {
            let served: Void? = try? await withServer(port: port, cpu: 50) { _ in for await _ in ends {} }
            if served != nil { return }
            await Task.yield()
        }
    }

    private static func untilFlapping(
        _ events: inout AsyncStream<FleetEvent>.AsyncIterator, _ isReached: (ConnectionStatus) -> Bool
    ) async throws {
        while true {
            guard case .status(let status, let host) = try #require(await events.next()) else { continue }
            if host.name == "flapping", isReached(status) { return }
        }
    }

    @Test func `The cluster's alert is raised once all hosts have answered`() async throws {
        try await Self.withServer(cpu: 99) { one in
            try await Self.withServer(cpu: 71) { two in
                let fleet = try MonitoringFleet(uris: [one, two].map { "ws://127.0.0.1:\($0)" })
                #expect(fleet.hosts.map(\.name) == ["127.0.0.1:\(one)", "127.0.0.1:\(two)"])
                try await Self.run(fleet) { events in
                    while let event = await events.next() {
                        guard case .clusterAlert(let change, let averages) = event else { continue }
                        #expect(change == .raised(cpuPercent: 85))
                        #expect(averages.answeredCount == 2)
                        return
                    }
                }
            }
        }
    }

    @Test func `Who waits is waited for, and gets every sample in order`() async throws {
        try await Self.withServer(cpu: 99) { one in
            try await Self.withServer(cpu: 71) { two in
                let fleet = try MonitoringFleet(uris: [one, two].map { "ws://127.0.0.1:\($0)" })
                let (events, event) = AsyncStream<FleetEvent>.makeStream()
                async let run: Void = fleet.run { taken in
                    await Task.yield()
                    event.yield(taken)
                }
                var samples: [String: Int] = [:]
                for await case .message(let received, let host, _) in events {
                    guard case .monitoringData = received.message else { continue }
                    samples[host.name, default: 0] += 1
                    let counted = try #require(fleet.connection(of: host.name)?.statistics.messagesReceived)
                    // The greeting comes before the samples.
                    #expect(counted >= samples[host.name, default: 0])
                    if samples.count == 2, samples.values.allSatisfy({ $0 >= 5 }) { break }
                }
                await fleet.stop()
                await run
            }
        }
    }

    @Test func `Hosts that make no fleet are refused`() {
        #expect(throws: FleetError.noHosts) { try MonitoringFleet(uris: []) }
        #expect(throws: FleetError.sameServer("ws://a", first: 0, second: 1)) {
            try MonitoringFleet(uris: ["ws://a", "ws://a"])
        }
    }
}
