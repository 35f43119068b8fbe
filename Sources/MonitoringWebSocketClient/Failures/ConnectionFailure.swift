import MonitoringFormatters
package import WebSocketTransport

/// Why there is no link, in words for people. What the peer sent is harmless in it.
package struct ConnectionFailure: Error, Sendable, Hashable {
    package var text: String
    /// A short stable name of its kind, such as `ConnectionRefused`.
    package var type: String
    /// The close code or the HTTP status that it came with; nil when there was none.
    package var code: Int?
    /// What it says about the next attempt.
    package var advice: ReconnectAdvice

    package init(text: String, type: String, code: Int? = nil, advice: ReconnectAdvice = .none) {
        self.text = text
        self.type = type
        self.code = code
        self.advice = advice
    }
}

extension ConnectionFailure {
    /// What a transport threw.
    package init(_ error: any Error) {
        switch error {
        case let failure as ConnectionFailure:
            self = failure
        case let error as WebSocketTransportError:
            if case .handshakeRefused(let status, _, let retryAfter) = error {
                self.init(refusedWith: status, retryAfter: retryAfter, error)
                return
            }
            let code: Int? =
                switch error {
                case .protocolViolation(let closedWith, _): Int(closedWith.rawValue)
                case .redirected(let status, _): status
                case .proxyFailed(_, _, let status): status
                default: nil
                }
            self.init(
                text: HarmlessText.make(error.description), type: error.typeName, code: code,
                advice: Self.proxyAdvice(error))
        case is CancellationError:
            self = .cancelled
        default:
            let detail = (error as? any CustomStringConvertible).map { HarmlessText.make($0.description) }
            self.init(text: "The connection failed: \(detail ?? "unexpected error")", type: "ConnectionFailed")
        }
    }

    /// The peer's close frame (RFC 6455 sections 5.5.1 and 7.4).
    /// - Parameter code: nil when the frame had none, which an API shows as 1005.
    package init(closedWith code: WebSocketCloseCode?, reason: String) {
        var text = Self.meaning(of: code)
        if !reason.isEmpty { text += ": \(HarmlessText.make(reason))" }
        let advice: ReconnectAdvice =
            switch code {
            case .policyViolation, .tryAgainLater: .refused
            case .serviceRestart: .restarting
            default: .none
            }
        self.init(text: text, type: "ConnectionClosed", code: code.map { Int($0.rawValue) }, advice: advice)
    }

    private static func meaning(of code: WebSocketCloseCode?) -> String {
        guard let code else { return "The server closed the connection without a code (1005)" }
        return switch code {
        case .normalClosure: "The server closed the connection (1000 normal closure)"
        case .goingAway: "The server is going away (1001)"
        case .protocolError: "The server says that this client broke the protocol (1002)"
        case .unsupportedData: "The server does not take this kind of data (1003)"
        case .invalidPayloadData: "The server says that the data does not fit its type (1007)"
        case .policyViolation:
            "Refused by the server, which is full or does not take these credentials (1008 policy violation)"
        case .messageTooBig: "The server says that a message was too big for it (1009)"
        case .mandatoryExtension: "The server lacks an extension that is needed (1010)"
        case .internalError: "The server failed inside (1011 internal error)"
        case .serviceRestart: "The server is restarting (1012)"
        case .tryAgainLater: "The server is overloaded and asks to try again later (1013)"
        default: "The server closed the connection with code \(code.rawValue)"
        }
    }

    /// The link ended without a close frame, which an API shows as 1006.
    static let endedSilently = Self(text: "The connection ended without a close frame (1006)", type: "ConnectionLost")

    /// It was ended from this side.
    static let cancelled = Self(text: "The connection was abandoned", type: "Cancelled")

    static func noPong(after timeout: Duration) -> Self {
        Self(text: "No answer to a ping for \(seconds(timeout))", type: "PingTimeout")
    }

    static func seconds(_ duration: Duration) -> String {
        Figures.decimal(duration / .seconds(1), places: 1, trimmed: true, suffix: " s")
    }

    /// The same failure, when no attempt follows it.
    func giving(up rules: ConnectionRules) -> Self {
        Self(text: "\(text); \(rules.surrender)", type: type, code: code, advice: advice)
    }

    /// The same failure of a link that nothing was heard on since the machine slept.
    func after(sleep: Duration) -> Self {
        guard sleep > .zero else { return self }
        return Self(
            text: "\(text); this machine slept for \(Self.seconds(sleep))", type: type, code: code, advice: advice)
    }
}
