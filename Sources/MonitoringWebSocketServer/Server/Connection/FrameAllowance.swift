import NIOCore

/// How many frames a client may still send: a bucket that refills over a second.
struct FrameAllowance: Sendable, Equatable {
    private let perSecond: Double
    private var left: Double
    private var countedAt: NIODeadline

    /// - Parameter perSecond: Frames a second, which may come all at once.
    init(perSecond: Int, now: NIODeadline) {
        self.perSecond = Double(perSecond)
        left = self.perSecond
        countedAt = now
    }

    /// Counts a frame; false when it is one too many.
    mutating func take(at now: NIODeadline) -> Bool {
        left = min(perSecond, left + Double((now - countedAt).nanoseconds) / 1e9 * perSecond)
        countedAt = now
        guard left >= 1 else { return false }
        left -= 1
        return true
    }
}
