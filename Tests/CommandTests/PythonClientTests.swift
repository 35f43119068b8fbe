import Foundation
import MonitoringMessages
import MonitoringWebSocketServer
import Testing

/// The published client beside ours, on our server and on the published one: both show the same.
@Suite(
    .serialized,
    .enabled(if: TestTools.publishedClient != nil, Comment(rawValue: TestTools.missing("monitoring-websocket-client"))))
struct PythonClientTests {
    private static let formats = ["simple", "detailed", "compact", "json"]

    /// A client of each kind for each format.
    private final class Clients {
        let ours: [RunningProgram]
        let published: [RunningProgram]

        /// Starts ours, and the others when ours are connected, so that ours miss nothing that the others show.
        init(_ uri: String) async throws {
            ours = try formats.map { try RunningProgram(TestTools.client, ["--uri", uri, "--format", $0]) }
            let program = try #require(TestTools.publishedClient)
            published = try formats.map { format in
                // Otherwise its output waits in a buffer until there is more of it.
                let environment = ["PYTHONUNBUFFERED": "1"]
                let arguments = ["--uri", uri, "--format", format, "--no-color"]
                return try RunningProgram(program, arguments, environment: environment)
            }
            for client in ours { try await client.wait(for: "Connected to monitoring server", in: .error) }
            for client in published { try await client.wait(for: "Connected to monitoring server") }
        }

        deinit {
            for client in ours + published { client.kill() }
        }
    }

    /// What a program shows once there are so many samples, and the beginning of one more.
    private func samples(_ count: Int, of program: RunningProgram, format: String) async throws -> [String] {
        let output = try await program.output(with: "\(count) samples") { output in
            (try? ShownSamples.read(output, format: format).count > count) ?? false
        }
        return try Array(ShownSamples.read(output, format: format).prefix(count))
    }

    /// Compares what both show of this machine in each format.
    private func compareLive(_ uri: String) async throws {
        let clients = try await Clients(uri)
        for (index, format) in Self.formats.enumerated() {
            // Whole percentages are compared below, where it is known which of them were halves.
            func comparable(_ samples: [String]) -> [String] {
                format == "compact" ? samples.map { $0.replacing(/\d+%/, with: "") } : samples
            }
            let theirs = comparable(try await samples(3, of: clients.published[index], format: format))
            var count = 3
            var ours = comparable(try await samples(count, of: clients.ours[index], format: format))
            while !theirs.allSatisfy(ours.contains), count < 30 {
                count += 1
                ours = comparable(try await samples(count, of: clients.ours[index], format: format))
            }
            #expect(theirs.allSatisfy(ours.contains), "\(format): \(theirs) of \(ours)")
        }
    }

    @Test("this machine, from our server")
    func ourServer() async throws {
        try await ServerProgram.with(["--interval", "0.2"]) { try await compareLive($0.uri) }
    }

    @Test(
        "this machine, from the published server",
        .enabled(if: PublishedServer.isInstalled, Comment(rawValue: TestTools.missing("monitoring-websocket-server"))))
    func publishedServer() async throws {
        try await PublishedServer.with { try await compareLive($0.uri) }
    }

    @Test("ten minutes, sample by sample: the published client, ours, and ours from a recording")
    func tenMinutes() async throws {
        let folder = try TemporaryFolder()
        let recording = try folder.file("ten-minutes.jsonl", TenMinutes.recording)
        let (start, starts) = AsyncStream<Void>.makeStream()
        var configuration = MonitoringServerConfiguration()
        configuration.port = 0
        configuration.interval = .milliseconds(10)
        // A client that is held up for some seconds shall miss nothing here.
        configuration.limits.sendBufferBytes = 1 << 20
        try await withMonitoringServer(configuration, source: TenMinutesSource(start: start)) { address in
            let clients = try await Clients(address.description)
            starts.yield()
            for (index, format) in Self.formats.enumerated() {
                let (ours, published) = (clients.ours[index], clients.published[index])
                for client in [ours, published] {
                    try await client.wait(forLast: TenMinutes.sign(ofLastIn: format))
                }
                let replay = try RunningProgram(
                    TestTools.client, ["--replay", recording, "--speed", "1000", "--format", format])
                let (status, replayed, _) = try await replay.finish()
                #expect(status == 0)
                #expect(ours.written().hasPrefix(replayed), "\(format)")

                let ourSamples = try ShownSamples.read(replayed, format: format)
                let theirSamples = try ShownSamples.read(published.written(), format: format)
                #expect(ourSamples.count == TenMinutes.count)
                #expect(theirSamples.count == TenMinutes.count + 1)
                let different = zip(zip(ourSamples, theirSamples), TenMinutes.samples).filter { shown, sample in
                    shown.0 != (format == "compact" ? Self.roundingUp(shown.1, sample) : shown.1)
                }
                #expect(different.map(\.0).isEmpty, "\(format)")
            }
        }
    }

    /// The published client's compact line as ours rounds: 28.5 is 29, as in the manual's example, where that one shows 28 for
    /// its even neighbour.
    private static func roundingUp(_ line: String, _ sample: MonitoringSample) -> String {
        let percentages = [
            sample.processor?.usagePercent, sample.memory?.usagePercent, sample.disk?.usagePercent,
            sample.gpus.first?.usagePercent, sample.gpus.first?.memoryPercent,
        ]
        var remaining = percentages[...]
        return line.replacing(/\d+%/) { match in
            guard let exact = remaining.popFirst() ?? nil, exact.rounded(.down) + 0.5 == exact,
                match.output == "\(Int(exact.rounded(.toNearestOrEven)))%"
            else { return String(match.output) }
            return "\(Int(exact.rounded(.up)))%"
        }
    }
}
