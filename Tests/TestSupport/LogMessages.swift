package import Logging
import Synchronization

/// What is logged, as "level text".
package final class LogMessages: Sendable {
    private let messages = Mutex<[String]>([])

    package init() {}

    package var all: [String] { messages.withLock { $0 } }

    package var logger: Logger {
        Logger(label: "test") { _ in Handler(messages: self) }
    }

    private struct Handler: LogHandler {
        let messages: LogMessages
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            messages.messages.withLock { $0.append("\(event.level) \(event.message)") }
        }
    }
}
