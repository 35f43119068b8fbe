/// How fast one host of a fleet may speak. What comes faster waits in its own socket, so that a host that floods takes
/// its share of the processor and no more.
package struct MessageAllowance: Sendable, Equatable {
    /// Messages a second: fifty times what a lively server sends.
    package static let messagesPerSecond = 100
    /// Messages that may come at once, such as those that waited while the link was slow.
    package static let burst = 200

    private static let interval = Duration.seconds(1) / messagesPerSecond
    /// When everything taken so far would have come at the allowed rate.
    private var paidUntil: Duration?

    package init() {}

    /// That of each of `count` hosts; nil for one alone, which has nobody to share with.
    package static func perHost(of count: Int) -> Self? {
        count > 1 ? Self() : nil
    }

    /// Takes messages that came together.
    /// - Returns: When the next may be read; nil is at once.
    package mutating func take(_ messages: Int = 1, now: Duration) -> Duration? {
        let earliest = now - Self.interval * Self.burst
        let paid = max(paidUntil ?? earliest, earliest) + Self.interval * messages
        paidUntil = paid
        return paid > now ? paid : nil
    }
}
