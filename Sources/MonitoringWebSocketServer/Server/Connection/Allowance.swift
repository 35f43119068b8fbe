import NIOCore

/// How often something may still be done: a bucket that refills.
struct Allowance: Sendable, Equatable {
    private let perSecond: Double
    private let most: Double
    private var left: Double
    private var countedAt: NIODeadline

    /// - Parameters:
    ///   - perSecond: Times a second.
    ///   - atOnce: Times that may come together; as many as in a second unless told otherwise.
    init(perSecond: Int, atOnce: Int? = nil, now: NIODeadline) {
        self.perSecond = Double(perSecond)
        most = Double(atOnce ?? perSecond)
        left = most
        countedAt = now
    }

    /// Counts one more; false when it is one too many.
    mutating func take(at now: NIODeadline) -> Bool {
        left = left(at: now)
        countedAt = now
        guard left >= 1 else { return false }
        left -= 1
        return true
    }

    /// Whether one more would be too many.
    func isUsedUp(at now: NIODeadline) -> Bool { left(at: now) < 1 }

    /// Whether nothing of it has been used lately.
    func isFull(at now: NIODeadline) -> Bool { left(at: now) == most }

    private func left(at now: NIODeadline) -> Double {
        min(most, left + Double((now - countedAt).nanoseconds) / 1e9 * perSecond)
    }
}
