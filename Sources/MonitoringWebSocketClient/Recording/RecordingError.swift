import MonitoringFormatters

/// Why a recording cannot be written or played. Each has a sentence for people, without the full stop.
package enum RecordingError: Error, Sendable, Equatable {
    /// The file cannot be opened, locked or written.
    case cannotWrite(path: String, detail: String)
    /// The file cannot be opened or read.
    case cannotRead(path: String, detail: String)
    /// There is nothing in it.
    case empty(path: String)
    /// It does not begin as a recording does.
    case notARecording(path: String)
    /// A later version of this program wrote it.
    case unsupportedVersion(path: String, version: Int)
    /// Its first line names something that is no WebSocket server.
    case invalidServer(path: String, detail: String)
    /// A line that was left out; the replay goes on. Lines count from 1.
    case invalidLine(path: String, line: Int, detail: String)
    /// So many lines are not valid that the replay ended there.
    case tooManyInvalidLines(path: String, line: Int, limit: Int)
}

extension RecordingError: CustomStringConvertible {
    /// What happened, to which file, and what to do.
    package var description: String {
        switch self {
        case .cannotWrite(let path, let detail):
            "cannot write \(Self.name(path)): \(detail)"
        case .cannotRead(let path, let detail):
            "cannot read \(Self.name(path)): \(detail)"
        case .empty(let path):
            "\(Self.name(path)) is empty; use a file that --record wrote"
        case .notARecording(let path):
            "\(Self.name(path)) is not a recording; use a file that --record wrote"
        case .unsupportedVersion(let path, let version):
            "\(Self.name(path)) is a recording of version \(version); "
                + "this program reads version \(RecordingHeader.version)"
        case .invalidServer(let path, let detail):
            "\(Self.name(path)):1: the server's URI is not valid: \(detail)"
        case .invalidLine(let path, let line, let detail):
            "\(Self.name(path)):\(line): line left out: \(detail)"
        case .tooManyInvalidLines(let path, let line, let limit):
            "\(Self.name(path)):\(line): the recording ends here: more than \(limit) lines are not valid"
        }
    }

    private static func name(_ path: String) -> String {
        HarmlessText.make(path)
    }
}
