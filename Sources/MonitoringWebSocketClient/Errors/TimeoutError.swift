/// Something took longer than its limit.
public struct TimeoutError: Error, Sendable, Hashable {
    /// What took too long.
    public enum Operation: Sendable, Hashable {
        /// Look-up of the name and TCP connection; the limit is the operation timeout, for this and the handshake together.
        case connecting
        /// TLS and the WebSocket handshake; the limit is what connecting left of the operation timeout.
        case handshake
        /// A message to the server; the limit is the send timeout.
        case sending
        /// The answer to a ping; the limit is the ping timeout.
        case ping
    }

    /// What took too long.
    public var operation: Operation
    /// What happened, and how long it was waited for, in words for people.
    public var message: String

    /// An error from its parts.
    public init(_ operation: Operation, _ message: String) {
        self.operation = operation
        self.message = message
    }
}

extension TimeoutError: CustomStringConvertible {
    /// The message.
    public var description: String { message }
}
