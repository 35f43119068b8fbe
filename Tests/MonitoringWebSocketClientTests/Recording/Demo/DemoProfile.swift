import MonitoringMessages
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// A machine of the demo: what it is, how busy, and when its link is lost. Percentages 0…100, times in seconds.
struct DemoProfile {
    struct Outage {
        var start: Double
        var length: Double
        /// How long before nothing arrives any more.
        var silence = 0.0
        /// What ends the link, and what each attempt meets until it is back.
        var loss: ConnectionFailure
        var refusal: ConnectionFailure
    }

    /// Load that swings around a mean, with smooth noise on top.
    struct Load {
        var mean: Double
        var wave: Double
        /// Length of one swing.
        var period: Double
        var noise: Double
    }

    var hostname: String
    var uri: String
    var dialect = MessageDialect.published
    var cores: Int
    var processor: Load
    var temperature: Double?
    var memoryBytes: UInt64
    var memory: Load
    var diskBytes: UInt64
    var diskPercent: Double
    var gpus: [(name: String, memoryBytes: UInt64, load: Load)] = []
    var outages: [Outage]
}

extension DemoProfile {
    private static let gigabyte: UInt64 = 1 << 30

    private static func restart(_ start: Double, _ length: Double, host: String) -> Outage {
        Outage(
            start: start, length: length, loss: ConnectionFailure(closedWith: .serviceRestart, reason: "new release"),
            refusal: ConnectionFailure(WebSocketTransportError.connectionRefused(host: host, port: 8765)))
    }

    private static func networkLoss(_ start: Double, _ length: Double, host: String) -> Outage {
        let detail = "No route to host"
        return Outage(
            start: start, length: length, silence: 23, loss: .noPong(after: .seconds(10)),
            refusal: ConnectionFailure(WebSocketTransportError.unreachable(host: host, port: 8765, detail: detail)))
    }

    /// Each becomes one file.
    static let all: [DemoProfile] = [web, database, gpu, edge]

    /// A web server through the wave of a day.
    static let web = DemoProfile(
        hostname: "web-1", uri: "ws://web-1.example:8765", cores: 8,
        processor: Load(mean: 48, wave: 30, period: 480, noise: 7), memoryBytes: 32 * gigabyte,
        memory: Load(mean: 56, wave: 9, period: 600, noise: 1), diskBytes: 512 * gigabyte, diskPercent: 41.3,
        outages: [
            restart(200.2, 17, host: "web-1.example"), networkLoss(520.2, 41, host: "web-1.example"),
        ])

    /// A database that runs out of memory, and says so.
    static let database = DemoProfile(
        hostname: "db-1", uri: "ws://db-1.example:8765", cores: 16,
        processor: Load(mean: 35, wave: 18, period: 300, noise: 5), memoryBytes: 128 * gigabyte,
        memory: Load(mean: 88, wave: 6, period: 420, noise: 0.5), diskBytes: 4096 * gigabyte, diskPercent: 83.6,
        outages: [
            networkLoss(150.2, 28, host: "db-1.example"), restart(610.2, 12, host: "db-1.example"),
        ])

    /// A box with two GPUs that train in turns.
    static let gpu = DemoProfile(
        hostname: "gpu-1", uri: "wss://gpu-1.example:8765", cores: 24,
        processor: Load(mean: 22, wave: 8, period: 120, noise: 4), temperature: 58, memoryBytes: 256 * gigabyte,
        memory: Load(mean: 73, wave: 9, period: 500, noise: 0.8), diskBytes: 2048 * gigabyte, diskPercent: 67.9,
        gpus: [
            ("NVIDIA RTX 6000 Ada Generation", 48 * gigabyte, Load(mean: 74, wave: 24, period: 180, noise: 6)),
            ("NVIDIA RTX 6000 Ada Generation", 48 * gigabyte, Load(mean: 46, wave: 40, period: 260, noise: 6)),
        ],
        outages: [
            restart(310.2, 22, host: "gpu-1.example"), networkLoss(470.2, 33, host: "gpu-1.example"),
        ])

    /// A quiet box at the edge that speaks as the manual documents.
    static let edge = DemoProfile(
        hostname: "edge-1", uri: "ws://192.0.2.17:8765", dialect: .documented, cores: 4,
        processor: Load(mean: 6, wave: 2, period: 240, noise: 1.5), temperature: 41, memoryBytes: 4 * gigabyte,
        memory: Load(mean: 31, wave: 1, period: 700, noise: 0.3), diskBytes: 32 * gigabyte, diskPercent: 22.4,
        outages: [
            networkLoss(90.2, 65, host: "192.0.2.17"), networkLoss(640.2, 20, host: "192.0.2.17"),
        ])
}
