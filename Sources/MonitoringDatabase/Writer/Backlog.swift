import DequeModule

/// The samples that wait to be written, and what became of those before: the rules of `SampleWriter`, without thread,
/// clock and database.
struct Backlog {
    /// Samples that wait at most; of more, the oldest are dropped. One server sends as many in a day, and they take some
    /// ten megabytes.
    static let limit = 100_000
    /// Samples of one transaction. From so many on nothing is waited for.
    static let batch = 5000

    /// What the owner is to do after a sample came.
    enum Wake: Equatable {
        case none
        /// Write in a while, together with what comes until then.
        case soon
        case now
    }

    private var samples: Deque<StoredSample> = []
    /// Samples that are being written.
    private var inFlight = 0
    /// Whether its owner is going to write; at first it opens the database.
    private var isAwake = true
    private(set) var written = 0
    private(set) var dropped = 0
    /// Attempts that failed.
    private(set) var failures = 0
    /// Why nothing can be written now.
    private(set) var problem: SampleDatabaseError?
    /// Why something could not be written last.
    private(set) var lastProblem: SampleDatabaseError?

    var waiting: Int { samples.count + inFlight }

    /// Takes a sample.
    mutating func append(_ sample: StoredSample) -> Wake {
        samples.append(sample)
        dropSurplus()
        if problem == nil, samples.count == Self.batch { return .now }
        if isAwake { return .none }
        isAwake = true
        return .soon
    }

    /// Counts a sample that is not taken, because there will be no more writing.
    mutating func refuse() {
        dropped += 1
    }

    /// Samples to write, oldest first; none is enough for now. They are to be told as written, or to be given back.
    mutating func takeBatch() -> [StoredSample] {
        let batch = Array(samples.prefix(Self.batch))
        samples.removeFirst(batch.count)
        inFlight = batch.count
        isAwake = false
        return batch
    }

    /// - Returns: whether the database could not be written before.
    mutating func wrote(_ batch: [StoredSample]) -> Bool {
        inFlight = 0
        written += batch.count
        defer { problem = nil }
        return problem != nil
    }

    /// The samples of a batch wait again.
    mutating func giveBack(_ batch: [StoredSample]) {
        inFlight = 0
        samples.prepend(contentsOf: batch)
        dropSurplus()
    }

    /// Nobody is woken until the owner has tried once more, in a while.
    /// - Returns: whether that is news.
    mutating func failed(_ error: SampleDatabaseError) -> Bool {
        failures += 1
        isAwake = true
        defer { problem = error }
        lastProblem = error
        return problem == nil
    }

    private mutating func dropSurplus() {
        let surplus = samples.count - Self.limit
        guard surplus > 0 else { return }
        samples.removeFirst(surplus)
        dropped += surplus
    }
}
