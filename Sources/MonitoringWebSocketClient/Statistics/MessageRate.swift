/// Messages a second over a sliding window, in constant memory: one counter for each second.
struct MessageRate: Sendable {
    /// One more than the window is long: the newest second is not over, so part of the oldest counts.
    private typealias Buckets = InlineArray<11, UInt32>

    /// Length of the window in seconds. Ten smooths a server that sends every half second, and follows a change soon.
    static let windowSeconds = Int64(Buckets.count - 1)

    private var buckets = Buckets(repeating: 0)
    private let origin: Duration
    /// The second, counted from the origin, that was written last.
    private var newest: Int64 = 0

    /// - Parameter origin: when counting begins.
    init(origin: Duration) {
        self.origin = origin
    }

    mutating func count(_ messages: Int = 1, at now: Duration) {
        advance(to: seconds(now))
        buckets[index(newest)] &+= UInt32(truncatingIfNeeded: messages)
    }

    /// - Returns: nil in the first second, which is too short to tell.
    func perSecond(now: Duration) -> Double? {
        let elapsed = (now - origin) / .seconds(1)
        guard elapsed >= 1 else { return nil }
        var moved = self
        moved.advance(to: seconds(now))
        let window = Double(Self.windowSeconds)
        let count = moved.buckets.indices.reduce(0) { $0 + Double(moved.buckets[$1]) }
        guard elapsed > window else { return count / elapsed }
        let oldest = Double(moved.buckets[moved.index(moved.newest + 1)])
        let others = count - oldest
        let unfinished = elapsed - elapsed.rounded(.down)
        return (others + oldest * (1 - unfinished)) / window
    }

    private func seconds(_ now: Duration) -> Int64 {
        (now - origin).components.seconds
    }

    private func index(_ second: Int64) -> Int {
        Int(second % Int64(buckets.count))
    }

    /// Empties what the seconds since the newest one leave behind.
    private mutating func advance(to second: Int64) {
        guard second > newest else { return }
        if second - newest >= Int64(buckets.count) {
            for bucket in buckets.indices { buckets[bucket] = 0 }
        } else {
            for passed in (newest + 1)...second { buckets[index(passed)] = 0 }
        }
        newest = second
    }
}
