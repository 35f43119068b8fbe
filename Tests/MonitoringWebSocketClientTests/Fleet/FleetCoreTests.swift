import MonitoringMessages
import Synchronization
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5))) struct FleetCoreTests {
    private struct Always: RandomNumberGenerator {
        var value: UInt64
        mutating func next() -> UInt64 { value }
    }

    @Test(arguments: [(0, 0), (1, 0), (2, 40), (50, 1000), (100, 2000), (400, 2000)])
    func `Starts are spread, the more hosts the wider, and a host alone starts at once`(
        _ count: Int, _ spreadMilliseconds: Int
    ) {
        var lowest = Always(value: 0)
        var highest = Always(value: .max)
        let spread = Duration.milliseconds(spreadMilliseconds)
        #expect(FleetStart.delays(count: count, using: &lowest) == Array(repeating: .zero, count: count))
        let latest = FleetStart.delays(count: count, using: &highest)
        #expect(latest.count == count)
        #expect(latest.allSatisfy { $0 <= spread && $0 >= spread * 0.99 })
    }

    @Test func `A host that floods is held to its rate, and one that was quiet may catch up`() {
        var allowance = MessageAllowance()
        var now = Duration.seconds(5)
        let free = (0..<1000).prefix { _ in allowance.take(now: now) == nil }.count
        #expect(free == MessageAllowance.burst)
        // Whoever waits as told gets the allowed rate.
        let start = now
        for _ in 0..<500 { now = allowance.take(now: now) ?? now }
        let seconds = (now - start) / .seconds(1)
        #expect(abs(500 / seconds - Double(MessageAllowance.messagesPerSecond)) < 2)
        now += .seconds(60)
        #expect((0..<1000).prefix { _ in allowance.take(now: now) == nil }.count == MessageAllowance.burst)
    }

    private struct Fleet {
        let clock = ManualClock()
        let connectors: [ScriptedConnector]
        let core: FleetCore

        init(delays: [Duration]) throws {
            connectors = [ScriptedConnector()]
            let (connector, clock) = (connectors[0], clock)
            core = FleetCore(
                clients: try delays.map { _ in
                    let configuration = try makeConfiguration { $0.reconnect = false }
                    return ClientCore(
                        configuration: configuration, connector: connector, clock: clock,
                        record: ClientRecord(configuration: configuration), handler: EventLog())
                },
                clock: clock, delays: delays)
        }
    }

    @Test func `Each client starts after its delay and tells its own end`() async throws {
        let fleet = try Fleet(delays: [.zero, .seconds(1)])
        let (ends, end) = AsyncStream<(Int, ClientEnd)>.makeStream()
        async let run: Void = fleet.core.run { end.yield(($0, $1)) }
        try await fleet.connectors[0].attempts.first().fail(.connectionRefused(host: "server", port: 8765))
        let first = try await ends.first()
        #expect(first.0 == 0)
        #expect(fleet.connectors[0].attemptCount == 1)
        try await fleet.clock.sleeper(until: .seconds(1))
        fleet.clock.advance(to: .seconds(1))
        let link = try await fleet.connectors[0].attempts.first().accept()
        await fleet.core.stop()
        let second = try await ends.first()
        #expect(second.0 == 1)
        #expect(second.1 == .stopped)
        await run
        #expect(await link.sent.first { $0 == .close(.normalClosure) } != nil)
    }

    @Test func `Stopped before its start, a client makes no attempt`() async throws {
        let fleet = try Fleet(delays: [.seconds(1)])
        let ends = Mutex<[ClientEnd]>([])
        async let run: Void = fleet.core.run { _, end in ends.withLock { $0.append(end) } }
        try await fleet.clock.sleeper(until: .seconds(1))
        await fleet.core.stop()
        fleet.clock.advance(to: .seconds(1))
        await run
        #expect(ends.withLock { $0 } == [.stopped])
        #expect(fleet.connectors[0].attemptCount == 0)
    }
}
