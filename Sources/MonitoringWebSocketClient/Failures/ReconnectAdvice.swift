/// What a failure says about the next attempt.
package enum ReconnectAdvice: Sendable, Hashable {
    /// Nothing: the settings say when.
    case none
    /// The server named a time to wait: Retry-After with 429 or 503 (RFC 9110 section 10.2.3).
    case wait(Duration)
    /// It is restarting: close code 1012.
    case restarting
    /// It refused this client, so that soon again is of no use: close codes 1008 and 1013, HTTP 401, 403, 407 and 429.
    case refused
}
