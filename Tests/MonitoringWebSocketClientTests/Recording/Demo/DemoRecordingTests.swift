import Foundation
import MonitoringFormatters
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

/// `DEMO_RECORDING=FOLDER swift test --filter DemoRecording` writes the demo's recordings into a folder: `web-1.jsonl`,
/// `db-1.jsonl`, `gpu-1.jsonl`, `edge-1.jsonl`.
@Suite(.timeLimit(.minutes(5))) struct DemoRecordingTests {
    private static let folder = ProcessInfo.processInfo.environment["DEMO_RECORDING"]

    @Test(.enabled(if: folder != nil))
    func `The recordings are written when asked for`() async throws {
        let folder = try #require(Self.folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for profile in DemoProfile.all {
            let path = "\(folder)/\(profile.hostname).jsonl"
            try? FileManager.default.removeItem(atPath: path)
            try await DemoRecording.write(profile, to: path)
        }
    }

    @Test(arguments: DemoProfile.all.indices)
    func `A replay, recorded again, is the same file`(index: Int) async throws {
        let folder = try TemporaryFolder()
        let profile = DemoProfile.all[index]
        try await DemoRecording.write(profile, to: folder("demo"))
        let start = try #require(WallTime(iso8601: "2026-11-21T14:00:00Z"))
        let clock = SkippingClock(start: start, end: .seconds(DemoRecording.seconds))
        let server = try ReplayFixture(folder("demo")).connector.server
        let writer = try RecordingWriter(path: folder("again"), server: server) { _ in }
        let replay = try ReplayFixture(folder("demo"), clock: clock, handler: writer)
        #expect(await replay.core.replay(replay.connector) == .stopped)
        #expect(try contents(folder("again")) == contents(folder("demo")))
        #expect(replay.problems.values == [])

        let statistics = replay.statistics
        #expect(statistics.outages.count == 2)
        #expect(statistics.malformedMessages == 0)
        #expect(1100...1440 ~= statistics.messagesReceived)
        let samples = replay.events.values.compactMap { event -> MonitoringSample? in
            guard case .message(let received, _) = event, case .monitoringData(let sample) = received.message else {
                return nil
            }
            return sample
        }
        #expect(samples.allSatisfy { $0.gpus.count == profile.gpus.count })
        #expect(samples.contains { !$0.alerts.isEmpty } == (profile.dialect == .published))
        let usage = samples.compactMap { $0.processor?.usagePercent }
        #expect(usage.count == samples.count)
        // Smooth: nothing jumps by a third of the scale from one sample to the next.
        #expect(zip(usage, usage.dropFirst()).allSatisfy { abs($0 - $1) < 33 })
        #expect(Set(usage).count > 20)
    }

    @Test func `Ten times as fast, outages are as long as recorded`() async throws {
        let folder = try TemporaryFolder()
        try await DemoRecording.write(.web, to: folder("demo"))
        let slow = try await statistics(of: folder("demo"), .recorded)
        let fast = try await statistics(of: folder("demo"), try #require(ReplaySpeed(10)))
        #expect(slow == fast)
        #expect(slow.outages.count == 2)
    }

    private func statistics(of path: String, _ speed: ReplaySpeed) async throws -> ConnectionStatistics {
        let replay = try ReplayFixture(path, speed: speed)
        #expect(await replay.core.replay(replay.connector) == .stopped)
        return replay.statistics
    }
}
