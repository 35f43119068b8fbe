import MonitoringMessages
import Synchronization

/// A reader of messages for several clients. Its buffers are the larger part of what a client that seldom gets a message
/// would need; each client has it for one batch at a time.
package final class SharedMessageReader: Sendable {
    private let reader: Mutex<MessageReader>

    /// A reader of messages of up to `maximumBytes`.
    package init(maximumBytes: Int) {
        reader = Mutex(MessageReader(maximumBytes: maximumBytes))
    }

    func withLock(_ body: (MessageReader) -> Void) {
        reader.withLock { body($0) }
    }
}
