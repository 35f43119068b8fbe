import Logging
import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient

/// Writes a client's events to a log, for `--verbose`.
struct EventLog: ClientEventHandler {
    let logger: Logger

    nonisolated(nonsending) func handle(_ event: ClientEvent) async {
        switch event {
        case .message(let received, _):
            logger.debug("received \(Self.name(of: received.message)), \(received.raw.utf8.count) bytes")
        case .stateChanged(let old, let status):
            logger.info("state: \(old.rawValue) -> \(status.state.rawValue)")
        case .statusChanged(let status):
            logger.debug("\(status.state.rawValue): attempt \(status.attempt)")
        case .error(let record):
            logger.error("\(record.type): \(record.error)")
        }
    }

    private static func name(of message: ServerMessage) -> String {
        switch message {
        case .monitoringData: "monitoring_data"
        case .connection: "connection"
        case .error: "error"
        case .status: "status"
        case .ping: "ping"
        case .pong: "pong"
        case .other(let type): HarmlessText.make(type)
        }
    }
}

/// The log of the streaming mode: standard error.
enum StreamLog {
    static func makeLogger() -> Logger {
        var logger = Logger(label: "client") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .debug
        return logger
    }
}
