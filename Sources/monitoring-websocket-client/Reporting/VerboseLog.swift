import Logging
import MonitoringWebSocketClient

/// The loggers of `--verbose`.
enum VerboseLog {
    /// The streaming mode's: standard error.
    ///
    /// - Parameter isGivenUp: As `OutputWriter.write` asks it.
    static func standardError(unless isGivenUp: @escaping @Sendable () -> Bool) -> Logger {
        logger { label in
            LineLogHandler(label: label, level: .debug) { line in
                // When that is closed, nobody is there to be told.
                try? OutputWriter.standardError.write(line.text + "\n", unless: isGivenUp)
            }
        }
    }

    /// The dashboard's: kept while it has the screen.
    static func keeping(in lines: LogLines) -> Logger {
        logger { lines.handler(label: $0, level: .debug) }
    }

    private static func logger(_ handler: (String) -> LineLogHandler) -> Logger {
        Logger(label: "client", factory: handler)
    }
}
