internal import GRDB
import MonitoringFormatters

/// Why samples cannot be stored or read: what happened to which file, and what helps.
public struct SampleDatabaseError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What happened.
    public enum Reason: Sendable, Hashable {
        /// Another program holds the database.
        case locked
        /// The disk has no room, or the database may not grow.
        case full
        /// The file may only be read.
        case readOnly
        /// The file is something else than an SQLite database.
        case notADatabase
        /// The database is of another kind; the text says how that shows.
        case otherSchema(String)
        /// The file cannot be opened; the text is the system's.
        case cannotOpen(String)
        /// Anything else, in SQLite's words.
        case failed(String)
    }

    /// What happened.
    public let reason: Reason
    /// To which file.
    public let path: String

    init(_ reason: Reason, path: String) {
        self.reason = reason
        self.path = path
    }

    init(_ error: any Error, path: String) {
        if let error = error as? SampleDatabaseError {
            self = error
            return
        }
        guard let error = error as? DatabaseError else {
            self.init(.failed("\(error)"), path: path)
            return
        }
        let reason: Reason =
            switch error.resultCode {
            case .SQLITE_BUSY, .SQLITE_LOCKED: .locked
            case .SQLITE_FULL: .full
            case .SQLITE_READONLY, .SQLITE_PERM: .readOnly
            case .SQLITE_NOTADB: .notADatabase
            case .SQLITE_CANTOPEN: .cannotOpen(error.message ?? "SQLite gives no reason")
            default: .failed(error.message ?? "SQLite gives no reason")
            }
        self.init(reason, path: path)
    }

    /// One line for people.
    public var description: String {
        let detail =
            switch reason {
            case .locked: "the database is locked by another program"
            case .full: "there is no room left for the database"
            case .readOnly: "the database may only be read; make the file and its folder writable"
            case .notADatabase: "the file is no SQLite database; choose another one"
            case .otherSchema(let detail): "the database is not one of samples: \(detail); choose another file"
            case .cannotOpen(let detail): "the database cannot be opened: \(detail)"
            case .failed(let detail): "the database failed: \(detail)"
            }
        return "\(HarmlessText.make(path)): \(HarmlessText.make(detail))"
    }
}
