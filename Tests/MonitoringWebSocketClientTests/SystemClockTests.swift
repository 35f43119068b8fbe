import Foundation
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5))) struct SystemClockTests {
    @Test func `Both clocks are read, with the zone's offset`() {
        let clock = SystemClock()
        let before = Date()
        let first = clock.now()
        let second = clock.now()
        let after = Date()
        #expect(first.monotonic >= .zero)
        #expect(second.monotonic >= first.monotonic)
        let seconds = Double(first.wall.nanosecondsSinceEpoch) / 1e9
        #expect(seconds >= before.timeIntervalSince1970 - 0.001)
        #expect(seconds <= after.timeIntervalSince1970 + 0.001)
        #expect(Int(first.wall.utcOffsetSeconds) == TimeZone.current.secondsFromGMT(for: before))
    }

    @Test func `Sleep ends at its deadline, at once when that is past, and when cancelled`() async throws {
        let clock = SystemClock()
        let deadline = clock.now().monotonic + .milliseconds(20)
        try await clock.sleep(until: deadline)
        #expect(clock.now().monotonic >= deadline)
        try await clock.sleep(until: .seconds(-1))
        let sleeper = Task { try await clock.sleep(until: .seconds(100_000)) }
        sleeper.cancel()
        await #expect(throws: CancellationError.self) { try await sleeper.value }
    }

    @Test func `A timer rings at its deadline, at once when that is past, and not at one that was taken back`()
        async throws
    {
        let clock = SystemClock()
        let (rings, ring) = AsyncStream<Duration>.makeStream()
        let timer = clock.makeTimer { ring.yield(clock.now().monotonic) }
        timer.set(.seconds(100_000))
        let deadline = clock.now().monotonic + .milliseconds(20)
        timer.set(deadline)
        #expect(try await rings.first() >= deadline)
        timer.set(.seconds(-1))
        _ = try await rings.first()
        timer.set(nil)
        timer.set(.zero)
        _ = try await rings.first()
    }
}
