package import Logging
import MonitoringFormatters
package import MonitoringMessages

/// One line of a log: `2026-11-21T10:45:42.123Z INFO client: message key=value`. The time is UTC; what comes from outside
/// is harmless, and secrets are left out.
package struct LogLine: Sendable, Hashable {
    /// Its level, for those who colour it.
    package var level: Logger.Level
    /// When it was logged.
    package var time: WallTime
    /// What it says: message and metadata.
    package var message: String
    /// The whole line without the line break.
    package var text: String

    /// - Parameters:
    ///   - metadata: of the logger; that of the event wins.
    ///   - time: when it was logged.
    init(_ event: LogEvent, label: String, metadata: Logger.Metadata, time: WallTime) {
        level = event.level
        self.time = time
        var said = event.message.description
        if let error = event.error { said += ": \(error)" }
        message = HarmlessText.make(Redaction.text(said))
        let metadata = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in metadata.sorted(by: { $0.key < $1.key }) {
            message += " \(HarmlessText.make(key))=\(Self.shown(Redaction.value("\(value)", of: key)))"
        }
        text = "\(Self.timestamp(time)) \(level.manualName) \(HarmlessText.make(label)): \(message)"
    }

    /// In milliseconds.
    private static func timestamp(_ time: WallTime) -> String {
        let utc = Figures.iso8601(WallTime(nanosecondsSinceEpoch: time.nanosecondsSinceEpoch))
        return utc.prefix("0000-00-00T00:00:00.000".count) + "Z"
    }

    private static func shown(_ value: String) -> String {
        let value = HarmlessText.make(value)
        let isPlain = !value.isEmpty && !value.contains { $0 == " " || $0 == "\"" || $0 == "=" }
        return isPlain ? value : "\"" + value.replacing("\"", with: "\\\"") + "\""
    }
}
