import MonitoringFormatters
import MonitoringMessages

/// A line of a recording: the header that a run begins with, or something that happened in it.
enum RecordingLine: Sendable, Equatable {
    case header(RecordingHeader)
    case entry(RecordedEntry)
}

/// What a recorded run begins with: `{"recording": 1, "server": "ws://host:8765"}`.
struct RecordingHeader: Sendable, Equatable {
    /// The version written; the only one that is read.
    static let version = 1

    var version = Self.version
    /// The server's URI without credentials.
    var server: String

    /// The line, without its line break.
    var text: String {
        JSONObjectWriter.object { writer in
            writer.field("recording", version)
            writer.field("server", server)
        }
    }
}

/// Something that happened, and when: `{"received": "…", "message": {…}}` or `{"received": "…", "event": "connected"}`.
struct RecordedEntry: Sendable, Equatable {
    enum Content: Sendable, Equatable {
        /// A message, as received except that line breaks and tabs between its parts are spaces, and characters that
        /// could harm a terminal are escapes: the same value.
        case message([UInt8])
        case connected
        /// The link was lost, or replaced as a user asked.
        case disconnected(ConnectionFailure)
        case attemptFailed(ConnectionFailure)
        /// The client was stopped as asked.
        case stopped
    }

    var received: WallTime
    var content: Content

    /// The line, without its line break.
    var text: String {
        JSONObjectWriter.object { writer in
            writer.field("received", Figures.iso8601(received))
            switch content {
            case .message(let raw): writer.field("message", json: raw)
            case .connected: writer.field("event", "connected")
            case .disconnected(let failure): writer.failure("disconnected", failure)
            case .attemptFailed(let failure): writer.failure("attempt_failed", failure)
            case .stopped: writer.field("event", "stopped")
            }
        }
    }
}

extension JSONObjectWriter {
    fileprivate mutating func failure(_ event: String, _ failure: ConnectionFailure) {
        field("event", event)
        field("reason", failure.text)
        field("type", failure.type)
        if let code = failure.code { field("code", code) }
    }
}
