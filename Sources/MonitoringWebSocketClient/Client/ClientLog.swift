import Logging
import MonitoringFormatters
import MonitoringMessages

/// Writes a client's events to the logger that the program gave. Nothing in it can harm a terminal, and no credentials are
/// in it: the status has the URI without them.
struct ClientLog: Sendable {
    let logger: Logger

    func write(_ event: ClientEvent) {
        switch event {
        case .message(let received, _):
            logger.debug("Message of \(received.raw.utf8.count) bytes")
            if case .connection(_, let message) = received.message {
                logger.info("The server says: \(HarmlessText.make(message))")
            }
        case .stateChanged(let old, let status):
            logger.info("\(status.uri): \(old.rawValue) → \(status.state.rawValue)")
        case .statusChanged(let status):
            logger.debug("\(status.uri): attempt \(status.attempt)")
        case .error(let record):
            logger.log(level: Self.level(of: record), "\(record.error)")
        }
    }

    /// A lost link that will be tried again is a warning; one that nobody will bring back is critical.
    private static func level(of record: ErrorRecord) -> Logger.Level {
        if record.nextAttemptIn != nil { return .warning }
        switch record.type {
        case HandlerError.recordType, "ServerError", "MalformedMessage", "UnexpectedBinaryMessage": return .error
        default: return .critical
        }
    }
}
