/// When each client of a fleet makes its first attempt: spread at random, so that neither this machine nor a proxy in
/// front of the servers sees them all at once.
package enum FleetStart {
    /// Time that a host adds to the spread. At 20 ms each, a hundred hosts are up within two seconds.
    package static let spreadPerHost: Duration = .milliseconds(20)
    /// The longest spread: the last host is not to keep anyone waiting.
    package static let longestSpread: Duration = .seconds(2)

    /// A delay for each of `count` hosts; a host alone starts at once.
    package static func delays(count: Int, using random: inout some RandomNumberGenerator) -> [Duration] {
        guard count > 1 else { return Array(repeating: .zero, count: max(0, count)) }
        let spread = min(spreadPerHost * count, longestSpread)
        return (0..<count).map { _ in spread * Double.random(in: 0..<1, using: &random) }
    }
}
