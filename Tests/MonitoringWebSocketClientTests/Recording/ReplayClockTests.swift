import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(1))) struct ReplayClockTests {
    private static let begin = WallTime(nanosecondsSinceEpoch: 1_000_000_000_000, utcOffsetSeconds: 3600)

    /// A wall time, seconds after the recording's first.
    private func wall(_ seconds: Int64) -> WallTime {
        WallTime(
            nanosecondsSinceEpoch: Self.begin.nanosecondsSinceEpoch + seconds * 1_000_000_000, utcOffsetSeconds: 3600)
    }

    @Test func `It goes at the speed of the replay from event to event, and stands at each`() throws {
        let base = ManualClock()
        base.advance(to: .seconds(100))
        let clock = ReplayClock(base: base, speed: try #require(ReplaySpeed(10)), wall: Self.begin)
        #expect(clock.now() == Moment(monotonic: .zero, wall: Self.begin))
        clock.proceed(to: .seconds(20))
        base.advance(to: .seconds(101))
        #expect(clock.now() == Moment(monotonic: .seconds(10), wall: wall(10)))
        #expect(clock.wait(until: .seconds(15)) == .milliseconds(500))
        // Not past what has not been played.
        base.advance(to: .seconds(110))
        #expect(clock.now() == Moment(monotonic: .seconds(20), wall: wall(20)))
        // The recording's wall clock was set in between.
        clock.stand(at: .seconds(20), wall: wall(500))
        base.advance(to: .seconds(111))
        #expect(clock.now() == Moment(monotonic: .seconds(20), wall: wall(500)))
        // What was late makes nothing later.
        clock.proceed(to: .seconds(200))
        #expect(clock.now() == Moment(monotonic: .seconds(110), wall: wall(590)))
        clock.stop()
        base.advance(to: .seconds(999))
        #expect(clock.now() == Moment(monotonic: .seconds(110), wall: wall(590)))
        #expect(clock.wait(until: .seconds(111)) == nil)
    }

    @Test func `Who slept finds that the time has come, and waits also after the end`() async throws {
        let base = ManualClock()
        let clock = ReplayClock(base: base, speed: try #require(ReplaySpeed(10)), wall: Self.begin)
        clock.stand(at: .seconds(1), wall: nil)
        async let slept: Void = clock.sleep(until: .seconds(2))
        try await base.sleeper(until: .milliseconds(200))
        base.advance(to: .milliseconds(200))
        try await slept
        #expect(clock.now().monotonic == .seconds(2))
        clock.stop()
        base.advance(to: .seconds(60))
        async let sleptAgain: Void = clock.sleep(until: .seconds(3))
        try await base.sleeper(until: .milliseconds(60_100))
        base.advance(to: .milliseconds(60_100))
        try await sleptAgain
        #expect(clock.now().monotonic == .seconds(3))
    }
}
