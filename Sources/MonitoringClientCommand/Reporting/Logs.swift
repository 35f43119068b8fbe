import Logging
import MonitoringWebSocketClient

/// Where logs go, and from which level on: to the log file when there is one, else to where the mode says.
struct Logs {
    private let level: Logger.Level?
    /// Whether anything is logged.
    var isOn: Bool { level != nil }
    /// Whether there is a log file.
    var hasFile: Bool { file != nil }
    private let file: LineLogHandler?

    /// - Parameter onFailure: Called once when the file cannot be written.
    /// - Throws: `LogFileError` when the file cannot be opened.
    init(_ settings: Settings, onFailure: @escaping @Sendable (LogFileError) -> Void) throws(LogFileError) {
        level = settings.lowestLogLevel
        if let path = settings.logFile, let level {
            file = try LineLogHandler(
                label: Self.label, path: path, level: level, rotation: settings.rotation, onFailure: onFailure)
        } else {
            file = nil
        }
    }

    /// A logger; nil when nothing is logged.
    /// - Parameter otherwise: the handler where there is no file.
    func logger(_ otherwise: (_ label: String, _ level: Logger.Level) -> LineLogHandler) -> Logger? {
        guard let level else { return nil }
        var logger = Logger(label: Self.label) { file ?? otherwise($0, level) }
        logger.logLevel = level
        return logger
    }

    /// The dashboard's logger: its lines are kept for the screen, beside the file when there is one.
    func logger(keptIn lines: LogLines, clock: any ClientClock) -> Logger? {
        guard let level else { return nil }
        let kept = lines.handler(label: Self.label, level: level, clock: clock)
        var logger = Logger(label: Self.label) { _ in
            if let file { MultiplexLogHandler([file, kept]) } else { kept }
        }
        logger.logLevel = level
        return logger
    }

    /// The streaming mode's place.
    ///
    /// - Parameter isGivenUp: As `OutputWriter.write` asks it.
    static func standardError(
        label: String, level: Logger.Level, unless isGivenUp: @escaping @Sendable () -> Bool
    ) -> LineLogHandler {
        LineLogHandler(label: label, level: level) { line in
            // When that is closed, nobody is there to be told.
            try? OutputWriter.standardError.write(line.text + "\n", unless: isGivenUp)
        }
    }

    private static let label = "client"
}
