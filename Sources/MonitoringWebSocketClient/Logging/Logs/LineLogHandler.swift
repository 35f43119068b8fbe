public import Logging
import MonitoringMessages

/// Writes what is logged as lines: `2026-11-21T10:45:42.123Z INFO client: message key=value`. Control characters, escape
/// sequences and line breaks become visible replacements; passwords, tokens and the like are left out.
public struct LineLogHandler: LogHandler {
    /// The lowest level that is written.
    public var logLevel: Logger.Level
    /// What stands at the end of each line.
    public var metadata = Logger.Metadata()
    /// Adds to the metadata of each line.
    public var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let clock: any ClientClock
    private let write: @Sendable (LogLine) -> Void

    /// - Parameter write: takes each line, from the thread that logs.
    package init(
        label: String, level: Logger.Level = .info, clock: any ClientClock = SystemClock(),
        write: @escaping @Sendable (LogLine) -> Void
    ) {
        self.label = label
        self.clock = clock
        self.write = write
        logLevel = level
    }

    /// Logs into a file that may be shared with other loggers and processes.
    package init(
        label: String, level: Logger.Level = .info, clock: any ClientClock = SystemClock(), file: RotatingFile
    ) {
        self.init(label: label, level: level, clock: clock) { file.append($0.text) }
    }

    /// Logs into a file, made with its directory where it is missing (mode 0600 and 0700), which other loggers and
    /// processes may use at the same time: each line stays whole.
    ///
    /// - Parameters:
    ///   - label: The logger's name.
    ///   - path: The file.
    ///   - level: The lowest level that is written.
    ///   - rotation: When the file is put aside; by default at 10 MiB, with 5 backups.
    ///   - onFailure: Called once when lines cannot be written (a full disk, a lost directory), and again only when they
    ///     could be meanwhile. Nothing else follows from it. It must not log to the same logger.
    /// - Throws: `LogFileError.cannotWrite` when the file cannot be opened.
    public init(
        label: String, path: String, level: Logger.Level = .info, rotation: LogRotation = LogRotation(),
        onFailure: @escaping @Sendable (LogFileError) -> Void
    ) throws(LogFileError) {
        self.init(
            label: label, level: level, file: try RotatingFile(path: path, rotation: rotation, onFailure: onFailure))
    }

    /// A part of the metadata.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        let provided = metadataProvider?.get() ?? [:]
        let metadata = metadata.merging(provided) { _, new in new }
        write(LogLine(event, label: label, metadata: metadata, time: clock.now().wall))
    }
}
