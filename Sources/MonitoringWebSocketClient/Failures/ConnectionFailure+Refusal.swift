import MonitoringFormatters
import WebSocketTransport

extension ConnectionFailure {
    /// The server's answer to the handshake was another status than 101.
    /// - Parameters:
    ///   - retryAfter: How long it asks to wait (RFC 9110 section 10.2.3).
    ///   - error: What the transport says of it.
    init(refusedWith status: Int, retryAfter: Duration?, _ error: WebSocketTransportError) {
        var text = HarmlessText.make(error.description)
        if let hint = Self.hint(for: status) { text += "; \(hint)" }
        var advice: ReconnectAdvice = Self.refusals.contains(status) ? .refused : .none
        if let retryAfter, Self.timed.contains(status) {
            text += "; it asks to wait \(Self.seconds(retryAfter))"
            advice = .wait(retryAfter)
        }
        self.init(text: text, type: error.typeName, code: status, advice: advice)
    }

    /// A proxy that refused us does so again; one that cannot reach the server may soon.
    static func proxyAdvice(_ error: WebSocketTransportError) -> ReconnectAdvice {
        guard case .proxyFailed(_, _, let status?) = error, refusals.contains(status) else { return .none }
        return .refused
    }

    /// Answers that the same request gets again: credentials and capacity.
    private static let refusals: Set<Int> = [401, 403, 407, 429]
    /// Answers that Retry-After belongs to here.
    private static let timed: Set<Int> = [429, 503]

    private static func hint(for status: Int) -> String? {
        switch status {
        case 401: "it wants credentials, or other ones"
        case 403: "these credentials are not enough, or this client is not allowed"
        case 407: "the proxy wants credentials, or other ones"
        case 429: "it gets more requests from here than it allows"
        case 503: "it is overloaded or down for a while"
        default: nil
        }
    }
}
