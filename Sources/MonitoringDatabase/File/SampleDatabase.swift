import GRDB
public import MonitoringMessages
import MonitoringWebSocketClient

/// An SQLite file with samples in the manual's table `monitoring_data`.
///
/// Every call reads or writes the file before it comes back, and waits up to a second for another program that holds it.
/// `SampleWriter` is for those who must not wait.
public final class SampleDatabase: Sendable {
    /// What a database is opened for.
    public enum Access: Sendable, Hashable {
        /// To look into one that is there.
        case reading
        /// To add samples to it. The file, for its owner's eyes (mode 0600), and the folder that it is in are made where
        /// they are missing; a new or old database is put into WAL mode, so that readers and a writer get along.
        case writing
    }

    /// The manual's number of hours that are recent.
    public static let recentHours = 24.0

    /// How long to wait for another program that holds the database.
    private static let busyTimeoutSeconds = 1.0
    /// Rows that are read or removed at a time: others get in between.
    static let chunk = 10_000

    /// The file.
    public let path: String
    private let queue: DatabaseQueue
    private let identity: DatabaseFile.Identity
    private let clock = SystemClock()

    /// Opens a database.
    /// - Throws: `SampleDatabaseError` for a file that is none, or cannot be used.
    public init(path: String, access: Access) throws(SampleDatabaseError) {
        self.path = path
        guard !path.utf8.contains(0) else {
            throw SampleDatabaseError(.cannotOpen("no file can have this name"), path: path)
        }
        if access == .writing { try DatabaseFile.make(path) }
        var configuration = Configuration()
        configuration.readonly = access == .reading
        configuration.busyMode = .timeout(Self.busyTimeoutSeconds)
        do {
            identity = try DatabaseFile.identity(path)
            queue = try DatabaseQueue(path: DatabaseFile.name(path), configuration: configuration)
            try queue.writeWithoutTransaction { database in
                if let foreignness = try SampleTable.foreignness(of: database) {
                    throw SampleDatabaseError(.otherSchema(foreignness), path: path)
                }
                guard access == .writing else { return }
                try database.execute(sql: "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL")
                try database.inTransaction(.immediate) {
                    try SampleTable.create(in: database)
                    return .commit
                }
            }
        } catch {
            throw SampleDatabaseError(error, path: path)
        }
    }

    /// Adds samples in one transaction: all or, when it throws, none.
    public func append(_ samples: [StoredSample]) throws(SampleDatabaseError) {
        try access { try $0.write { try SampleTable.insert(samples, into: $0) } }
    }

    /// The samples of the last hours, the newest first: the manual's `get_recent_data`.
    ///
    /// - Parameters:
    ///   - hours: How many. Default: 24.
    ///   - server: Of which server. Default: of all.
    public func recentSamples(
        hours: Double = recentHours, server: String? = nil
    ) throws(SampleDatabaseError) -> [StoredSample] {
        var query = SampleQuery()
        // A century and what is no number are as good as all and none.
        query.since = clock.now().wall.earlier(by: .seconds(hours > 0 ? min(hours, 1e6) * 3600 : 0))
        query.server = server
        return try samples(query)
    }

    /// The samples of a query.
    public func samples(_ query: SampleQuery) throws(SampleDatabaseError) -> [StoredSample] {
        var samples: [StoredSample] = []
        var chunks = SampleChunks(query, of: self)
        while let chunk = try chunks.next() { samples += chunk }
        return samples
    }

    /// Removes the samples of before a time.
    /// - Returns: how many there were.
    @discardableResult
    public func removeSamples(before time: WallTime) throws(SampleDatabaseError) -> Int {
        var removed = 0
        while true {
            let count = try removeChunk(before: time)
            removed += count
            if count < Self.chunk { return removed }
        }
    }

    /// Whether the path leads to another file by now, or to none: what is written would go nowhere.
    var isReplaced: Bool { (try? DatabaseFile.identity(path)) != identity }

    /// - Returns: how many samples were removed, at most `chunk`.
    func removeChunk(before time: WallTime) throws(SampleDatabaseError) -> Int {
        try access { queue in
            try queue.write { try SampleTable.remove(before: time, limit: Self.chunk, from: $0) }
        }
    }

    func select(
        _ query: SampleQuery, after place: SampleTable.Place?, limit: Int
    ) throws(SampleDatabaseError) -> (samples: [StoredSample], next: SampleTable.Place?) {
        try access { queue in
            try queue.read { try SampleTable.select(query, after: place, limit: limit, from: $0) }
        }
    }

    private func access<Result>(_ body: (DatabaseQueue) throws -> Result) throws(SampleDatabaseError) -> Result {
        do {
            return try body(queue)
        } catch {
            throw SampleDatabaseError(error, path: path)
        }
    }

    /// Closes the file; the last one to do so puts everything into it. Nothing can be done with the database afterwards.
    public func close() {
        // What holds it open is a statement that runs; it is closed with the object then.
        try? queue.close()
    }
}
