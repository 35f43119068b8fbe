import Glibc
import MonitoringWebSocketClient
import Synchronization
import WebSocketTransport

/// The library without a display.
enum Receiver {
    private final class Counter: ClientEventHandler {
        private let messages = Mutex(0)
        var count: Int { messages.withLock { $0 } }

        func handle(_ event: ClientEvent) {
            if case .message = event { messages.withLock { $0 += 1 } }
        }
    }

    /// Messages received until the server closes.
    static func count(uri: String) async throws -> Int {
        let counter = Counter()
        var configuration = ClientConfiguration(uri: try WebSocketURI(parsing: uri))
        configuration.reconnect = false
        _ = await client(configuration, counter).run()
        return counter.count
    }

    /// What many connections at a time cost.
    static func watch(
        uri: String, connections: Int, settling: Duration, measuring: Duration
    ) async throws -> String {
        let counter = Counter()
        let configuration = ClientConfiguration(uri: try WebSocketURI(parsing: uri))
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<connections {
                group.addTask { _ = await client(configuration, counter).run() }
            }
            try await ContinuousClock().sleep(for: settling)
            let (before, time) = (counter.count, processorTime())
            try await ContinuousClock().sleep(for: measuring)
            let (messages, used) = (counter.count - before, processorTime() - time)
            group.cancelAll()
            let share = used / measuring * 100
            return """
                {"messages": \(messages), "processor_percent": \(share), "resident_bytes": \(residentBytes())}
                """
        }
    }

    private static func client(
        _ configuration: ClientConfiguration, _ handler: any ClientEventHandler
    ) -> ClientCore<NIOWebSocketConnector> {
        ClientCore(
            configuration: configuration, connector: NIOWebSocketConnector(), clock: SystemClock(),
            record: ClientRecord(configuration: configuration), handler: handler)
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
