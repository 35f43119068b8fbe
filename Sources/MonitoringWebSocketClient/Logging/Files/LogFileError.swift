import MonitoringFormatters

/// Why a file of logs or of saved messages is not as it should be. Each has a sentence for people, without the full stop.
public enum LogFileError: Error, Sendable, Hashable {
    /// The file cannot be made, opened or written; what is to be written meanwhile is lost, and counted.
    case cannotWrite(path: String, detail: String)
    /// The file has its full size and cannot be put aside; it grows on.
    case cannotRotate(path: String, detail: String)

    /// The file.
    public var path: String {
        switch self {
        case .cannotWrite(let path, _), .cannotRotate(let path, _): path
        }
    }
}

extension LogFileError: CustomStringConvertible {
    /// What happened, to which file.
    public var description: String {
        switch self {
        case .cannotWrite(let path, let detail): "cannot write \(HarmlessText.make(path)): \(detail)"
        case .cannotRotate(let path, let detail):
            "cannot put \(HarmlessText.make(path)) aside, so it grows on: \(detail)"
        }
    }
}
