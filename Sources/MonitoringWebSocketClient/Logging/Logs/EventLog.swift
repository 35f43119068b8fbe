package import Logging
import MonitoringFormatters
import MonitoringMessages

/// Logs a client's events: messages, attempts, pings and pongs as DEBUG, changes of the state as INFO, a lost link (one that does not
/// answer pings as well) as WARNING, other errors as ERROR, and giving up as CRITICAL.
package struct EventLog: ClientEventHandler {
    /// Errors about a message; the others are about a link or an attempt.
    private static let messageErrors: Set = ["MalformedMessage", "UnexpectedBinaryMessage", "ServerError"]

    private let logger: Logger

    package init(logger: Logger) {
        self.logger = logger
    }

    package func take(_ event: ClientEvent) {
        switch event {
        case .message(let received, _):
            logger.debug("received \(Self.name(of: received.message)), \(received.rawBytes.count) bytes")
        case .stateChanged(let old, let status):
            logger.info("state: \(old.rawValue) -> \(status.state.rawValue)", metadata: ["uri": "\(status.uri)"])
        case .statusChanged(let status):
            logger.debug("\(status.state.rawValue): attempt \(status.attempt)")
        case .error(let record):
            let next = record.nextAttemptIn.map { "; next attempt in \(Figures.duration($0))" } ?? ""
            logger.log(level: Self.level(of: record), "\(record.type): \(record.error)\(next)")
        case .pingSent:
            logger.debug("ping sent")
        case .pongReceived(let time):
            logger.debug("pong received after \(Figures.milliseconds(time))")
        }
    }

    private static func level(of record: ErrorRecord) -> Logger.Level {
        if messageErrors.contains(record.type) { return .error }
        if record.nextAttemptIn == nil { return .critical }
        return record.attempt == nil ? .warning : .error
    }

    private static func name(of message: ServerMessage) -> String {
        switch message {
        case .monitoringData: "monitoring_data"
        case .connection: "connection"
        case .error: "error"
        case .status: "status"
        case .ping: "ping"
        case .pong: "pong"
        case .other(let type): type
        }
    }
}
