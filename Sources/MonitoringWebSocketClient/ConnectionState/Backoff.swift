/// How the wait from a failure to the next attempt grows.
public enum Backoff: String, Sendable, Hashable, CaseIterable {
    /// The reconnect interval each time.
    case fixed
    /// A random time of up to the interval, twice that after the second failure in a row, and so on up to a cap. With all
    /// of it random ("full jitter") many clients that lost one server together do not come back together.
    case exponential
}

extension ConnectionRules {
    /// How long to wait before `attempt`.
    /// - Parameter generator: Asked only where the wait is random.
    func wait(before attempt: Attempt, using generator: inout some RandomNumberGenerator) -> Duration {
        let own = ownWait(failures: attempt.failures, using: &generator)
        return switch attempt.advice {
        case .none:
            own
        case .wait(let asked):
            // Where waits are random, those who were told the same time stay apart.
            max(min(asked, Self.maximumRetryAfter), reconnectInterval)
                + (backoff == .exponential ? Self.random(upTo: reconnectInterval, using: &generator) : .zero)
        case .restarting:
            max(own, Self.restartWait.lowerBound + Self.random(upTo: Self.restartSpread, using: &generator))
        case .refused:
            max(own, Self.doubled(Self.refusalWait, times: attempt.refusals - 1, cap: Self.maximumRefusalWait))
        }
    }

    private func ownWait(failures: Int, using generator: inout some RandomNumberGenerator) -> Duration {
        switch backoff {
        case .fixed:
            reconnectInterval
        case .exponential:
            max(
                Self.minimumReconnectInterval,
                Self.random(
                    upTo: Self.doubled(reconnectInterval, times: failures - 1, cap: max(backoffCap, reconnectInterval)),
                    using: &generator))
        }
    }

    private static var restartSpread: Duration { restartWait.upperBound - restartWait.lowerBound }

    private static func doubled(_ wait: Duration, times: Int, cap: Duration) -> Duration {
        var wait = wait
        var left = times
        while left > 0, wait < cap {
            wait *= 2
            left -= 1
        }
        return min(wait, cap)
    }

    private static func random(upTo limit: Duration, using generator: inout some RandomNumberGenerator) -> Duration {
        // Not `Double.random`, which asks a generator again until it is content.
        limit * (Double(generator.next() >> 11) / Double(1 << 53))
    }
}
