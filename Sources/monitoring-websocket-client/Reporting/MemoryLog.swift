import DequeModule
import Logging
import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient
import Synchronization

/// Keeps the newest log lines while the dashboard has the screen, to be printed when it has given it back.
final class MemoryLog: Sendable {
    /// Lines kept: a few screens' worth, whatever the length of the session.
    static let limit = 1000

    private let lines = Mutex(Deque<String>())

    func makeLogger() -> Logger {
        var logger = Logger(label: "client") { _ in Handler(log: self) }
        logger.logLevel = .debug
        return logger
    }

    /// Prints what was kept; nothing when nothing was logged.
    func print(to output: OutputWriter) {
        let text = lines.withLock { $0.joined() }
        if !text.isEmpty { try? output.write(text) }
    }

    private func append(_ line: String) {
        lines.withLock { lines in
            if lines.count >= Self.limit { lines.removeFirst() }
            lines.append(line)
        }
    }

    private struct Handler: LogHandler {
        let log: MemoryLog
        let clock = SystemClock()
        var logLevel = Logger.Level.info
        var metadata = Logger.Metadata()

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            log.append("\(Figures.iso8601(clock.now().wall)) \(event.level): \(event.message)\n")
        }
    }
}
