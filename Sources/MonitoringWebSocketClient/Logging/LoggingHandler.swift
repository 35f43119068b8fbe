public import MonitoringFormatters
public import MonitoringMessages
import Synchronization

/// Saves every message that a client receives in a file, which is put aside at 10 MiB with 5 backups.
///
/// The file is for its owner's eyes (mode 0600), and its directory is made where it is missing. The handler has it for
/// itself: another that is to write into the same file fails at once. A full disk or a lost directory is told once,
/// counted and tried again, and the client goes on; no line is ever half written.
public final class LoggingHandler: Sendable {
    /// What is written of a message.
    public enum Content: Sendable {
        /// The message as received, on one line: JSON Lines. Values are as sent, with spaces between them as this program
        /// writes them, and characters that could harm a terminal as escapes.
        case raw
        /// The lines of a formatter, each with the arrival time (ISO 8601, local time) before it. A message that
        /// formatters do not know is one line of JSON.
        case formatted(any MonitoringFormatter)
    }

    /// The manual's figures of the file, and what ours adds to them.
    public struct Statistics: Sendable, Hashable {
        /// Messages saved (`message_count`).
        public var messageCount: Int
        /// Path of the file that is written (`log_file`).
        public var logFile: String
        /// Its size in bytes, without the backups (`log_size`).
        public var logSize: Int
        /// Messages that are missing from the files because they could not be written.
        public var lostMessages: Int
    }

    private struct Counts {
        var saved = 0
        var lost = 0
    }

    private let content: Content
    private let file: RotatingFile
    private let counts = Mutex(Counts())

    /// Saves into a file of this name; what it holds already stays.
    ///
    /// - Parameters:
    ///   - path: The file, such as `data.jsonl`.
    ///   - content: What is written of a message.
    ///   - rotation: When the file is put aside; by default at 10 MiB, with 5 backups.
    ///   - onFailure: Called once when messages cannot be saved, and again only when they could be meanwhile.
    /// - Throws: `LogFileError.cannotWrite` when the file cannot be opened, or is written by something else.
    public convenience init(
        path: String, content: Content = .raw, rotation: LogRotation = LogRotation(),
        onFailure: @escaping @Sendable (LogFileError) -> Void
    ) throws(LogFileError) {
        try self.init(path: path, content: content, rotation: rotation, clock: SystemClock(), onFailure: onFailure)
    }

    /// Saves into a new file of a directory, `monitoring_20261121_104542.log` by local time, or with `_2` and so on before
    /// the dot where there is one of that name.
    ///
    /// - Parameters: as those of `init(path:content:rotation:onFailure:)`.
    /// - Throws: `LogFileError.cannotWrite` when no file can be made there.
    public convenience init(
        directory: String, content: Content = .raw, rotation: LogRotation = LogRotation(),
        onFailure: @escaping @Sendable (LogFileError) -> Void
    ) throws(LogFileError) {
        let clock = SystemClock()
        let path = try DefaultLogName.make(in: directory, at: clock.now().wall)
        try self.init(path: path, content: content, rotation: rotation, clock: clock, onFailure: onFailure)
    }

    init(
        path: String, content: Content, rotation: LogRotation, clock: any ClientClock,
        onFailure: @escaping @Sendable (LogFileError) -> Void
    ) throws(LogFileError) {
        self.content = content
        let halfLine: LineFile.HalfLine =
            switch content {
            case .raw: .objectCut
            case .formatted: .ended
            }
        file = try RotatingFile(
            path: path, rotation: rotation, ownership: .exclusive, halfLine: halfLine, clock: clock,
            onFailure: onFailure)
    }

    /// The figures as of now.
    public var statistics: Statistics {
        let counts = counts.withLock { $0 }
        return Statistics(
            messageCount: counts.saved, logFile: file.path, logSize: file.size, lostMessages: counts.lost)
    }

    /// Saves one message. It waits for the disk.
    /// - Parameter moment: When it arrived.
    public func save(_ received: ReceivedMessage, at moment: Moment) {
        let isSaved = file.append(text(received, at: moment))
        counts.withLock { counts in
            if isSaved { counts.saved += 1 } else { counts.lost += 1 }
        }
    }

    private func text(_ received: ReceivedMessage, at moment: Moment) -> String {
        guard case .formatted(let formatter) = content else { return JSONText(received.rawBytes).singleLine() }
        let text =
            switch received.message {
            case .monitoringData(let sample):
                formatter.format(ReceivedSample(moment: moment, sample: sample, rawBytes: received.rawBytes))
            case .connection(_, let message): formatter.formatConnectionMessage(message, at: moment.wall)
            case .error(let message, _): formatter.formatError(message, at: moment.wall)
            case .status, .ping, .pong, .other:
                JSONFormatter(.singleLine, formatter.options).format(
                    ReceivedSample(moment: moment, sample: MonitoringSample(), rawBytes: received.rawBytes))
            }
        let time = Figures.iso8601(moment.wall)
        return text.plain.split(separator: "\n", omittingEmptySubsequences: false)
            .map { $0.isEmpty ? "\(time)\n" : "\(time) \($0)\n" }.joined()
    }
}

extension LoggingHandler: MessageHandler {
    /// Saves one message, as `save(_:at:)` does. With `client.addHandler(for: .all, handler)` a program has a file with
    /// content, rotation and name of its own.
    public func handle(_ message: ReceivedMessage, at moment: Moment) {
        save(message, at: moment)
    }

    /// The manual's names of the figures: `message_count`, `log_file` and `log_size`.
    public var handlerStatistics: [String: String] {
        let statistics = statistics
        return [
            "message_count": "\(statistics.messageCount)", "log_file": statistics.logFile,
            "log_size": "\(statistics.logSize)",
        ]
    }
}

extension LoggingHandler: ClientEventHandler {
    package func take(_ event: ClientEvent) {
        if case .message(let received, let moment) = event { save(received, at: moment) }
    }
}
