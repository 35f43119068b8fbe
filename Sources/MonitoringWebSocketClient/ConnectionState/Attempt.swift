/// One attempt to connect.
struct Attempt: Sendable, Equatable {
    /// Its number since the link was last up, from 1.
    var number: Int
    /// The highest number allowed; nil is unlimited.
    var limit: Int?
    /// Whether it follows a failure or a loss.
    var isReconnection: Bool
    /// Failures since the link last stayed up.
    var failures = 0
    /// Those of them at the end that were refusals.
    var refusals = 0
    /// What the last failure asked for.
    var advice = ReconnectAdvice.none

    /// The one after it, which failed with `advice`; nil when it is the last.
    func following(_ advice: ReconnectAdvice) -> Attempt? {
        if let limit, number >= limit { return nil }
        return Attempt(number: number + 1, limit: limit, isReconnection: true)
            .following(failures: failures, refusals: refusals, advice)
    }

    /// The same, behind one failure more than those.
    func following(failures: Int, refusals: Int, _ advice: ReconnectAdvice) -> Attempt {
        var attempt = self
        attempt.failures = failures + 1
        attempt.refusals = advice == .refused ? refusals + 1 : 0
        attempt.advice = advice
        return attempt
    }
}
