import Foundation
import MonitoringMessages
import MonitoringWebSocketServer
import Synchronization

/// A server whose processor usage the test sets, with a sample each 50 ms.
struct AlertingServer: Sendable {
    /// What the samples say.
    final class Figures: Sendable {
        private let state = Mutex<(cpu: Double?, ram: Double?)>((10, 20))

        func set(cpu: Double?, ram: Double? = 20) { state.withLock { $0 = (cpu, ram) } }

        fileprivate var sample: MonitoringSample {
            var sample = MonitoringSample()
            let (cpu, ram) = state.withLock { $0 }
            sample.processor = .init()
            sample.processor?.usagePercent = cpu
            sample.memory = .init()
            sample.memory?.usagePercent = ram
            sample.system = .init()
            sample.system?.hostname = "vm"
            return sample
        }
    }

    private struct Source: SampleSource {
        let figures: Figures

        func sample() async -> MonitoringSample { figures.sample }
    }

    let uri: String
    let figures: Figures

    /// Options under which an alert follows its cause at once.
    static let options = ["--alert-hold", "0.2", "--alert-cool-down", "0", "--alert-link", "0.2"]

    static func with<Result: Sendable>(
        port: Int = 0, _ body: @Sendable (AlertingServer) async throws -> Result
    ) async throws -> Result {
        var configuration = MonitoringServerConfiguration()
        configuration.port = port
        configuration.interval = .milliseconds(50)
        let figures = Figures()
        return try await withMonitoringServer(configuration, source: Source(figures: figures)) { address in
            try await body(AlertingServer(uri: address.description, figures: figures))
        }
    }

    var port: Int { Int(uri.split(separator: ":").last ?? "") ?? 0 }
}
