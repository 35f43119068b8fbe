import Glibc
import MonitoringWebSocketClient
import Synchronization

/// The library without a display, by its public interface: every message is read whole.
enum Receiver {
    private final class Counter: Sendable {
        private let samples = Atomic(0)
        var count: Int { samples.load(ordering: .relaxed) }

        func take(_ event: FleetEvent) {
            if case .message(let received, _, _) = event, case .monitoringData = received.message {
                samples.add(1, ordering: .relaxed)
            }
        }
    }

    /// Samples received until the server closes.
    static func count(uri: String) async throws -> Int {
        let counter = Counter()
        var configuration = MonitoringFleet.Configuration()
        configuration.reconnect = false
        let fleet = try MonitoringFleet(uris: [uri], configuration: configuration)
        await fleet.run { counter.take($0) }
        return counter.count
    }

    /// What many connections at a time cost.
    static func watch(
        uri: String, connections: Int, settling: Duration, measuring: Duration
    ) async throws -> String {
        let counter = Counter()
        OpenFiles.allow(hosts: connections)
        // The same server is no two hosts, but for the path.
        let fleet = try MonitoringFleet(
            try (0..<connections).map { try FleetHost(name: "host \($0)", uri: "\(uri)/\($0)") })
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await fleet.run { counter.take($0) } }
            try await ContinuousClock().sleep(for: settling)
            let (before, time) = (counter.count, processorTime())
            try await ContinuousClock().sleep(for: measuring)
            let (messages, used) = (counter.count - before, processorTime() - time)
            let resident = residentBytes()
            group.cancelAll()
            let share = used / measuring * 100
            return """
                {"messages": \(messages), "processor_percent": \(share), "resident_bytes": \(resident)}
                """
        }
    }

    /// User and system time of this process.
    private static func processorTime() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    /// The second field of /proc/self/statm, in bytes; 0 when it cannot be read.
    private static func residentBytes() -> Int {
        guard let file = fopen("/proc/self/statm", "r") else { return 0 }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return 0 }
        let text = String(decoding: line.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let fields = text.split(separator: " ")
        return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(getpagesize()) : 0
    }
}
