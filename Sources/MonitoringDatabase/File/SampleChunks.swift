/// The samples of a query, some thousand at a time, for more than fit into memory. The database is not held in between.
public struct SampleChunks {
    private let query: SampleQuery
    private let database: SampleDatabase
    /// Samples still to come; nil is all.
    private var remaining: Int?
    private var place: SampleTable.Place?
    private var isOver = false

    /// - Parameter database: Where the samples are.
    public init(_ query: SampleQuery, of database: SampleDatabase) {
        self.query = query
        self.database = database
        remaining = query.limit
    }

    /// The next samples; nil when there are no more.
    public mutating func next() throws(SampleDatabaseError) -> [StoredSample]? {
        let limit = min(SampleDatabase.chunk, remaining ?? .max)
        guard !isOver, limit > 0 else { return nil }
        let (samples, next) = try database.select(query, after: place, limit: limit)
        remaining = remaining.map { $0 - limit }
        place = next
        isOver = next == nil
        return samples
    }
}
