import Logging
import MonitoringWebSocketClient

/// The loggers of `--verbose`.
enum VerboseLog {
    /// The streaming mode's: standard error.
    static func standardError() -> Logger {
        // When that is closed, nobody is there to be told.
        logger { LineLogHandler(label: $0, level: .debug) { try? OutputWriter.standardError.write($0.text + "\n") } }
    }

    /// The dashboard's: kept while it has the screen.
    static func keeping(in lines: LogLines) -> Logger {
        logger { lines.handler(label: $0, level: .debug) }
    }

    private static func logger(_ handler: (String) -> LineLogHandler) -> Logger {
        Logger(label: "client", factory: handler)
    }
}
