import MonitoringFormatters
public import MonitoringMessages
import WebSocketTransport

extension ErrorRecord {
    /// The same as an error that a program can match on: `ConnectionError`, `TimeoutError`, `ServerError`,
    /// `UnreadableMessageError` or `HandlerError`.
    public var typedError: any Error {
        switch type {
        case "ServerError": ServerError(error)
        case "MalformedMessage", "UnexpectedBinaryMessage": UnreadableMessageError(error)
        case HandlerError.recordType: HandlerError(error)
        default: ConnectionFailure(text: error, type: type, code: code).typedError
        }
    }
}

extension HandlerError {
    static let recordType = "HandlerError"

    init(handlerOf event: String, thrown: any Error) {
        let text = (thrown as? any CustomStringConvertible)?.description ?? "\(thrown)"
        self.init(HarmlessText.make("The handler of \(event) failed: \(text)"))
    }
}

extension ConnectionFailure {
    /// The same as an error that a program can match on.
    var typedError: any Error {
        if let operation { return TimeoutError(operation, text) }
        return ConnectionError(reason, text)
    }

    private var operation: TimeoutError.Operation? {
        switch type {
        case "ConnectionTimeout": .connecting
        case "HandshakeTimeout": .handshake
        case "SendTimeout": .sending
        case "PingTimeout": .ping
        default: nil
        }
    }

    private var reason: ConnectionError.Reason {
        switch type {
        case "ConnectionRefused": .refused
        case "NameNotResolved": .unresolved
        case "Unreachable": .unreachable
        case "TLSError": .tls
        case "HandshakeRefused", "Redirected": .handshakeRefused(status: code ?? 0)
        case "HandshakeInvalid": .handshakeInvalid
        case "ProtocolError": .protocolViolation(code: code ?? 1002)
        case "ConnectionClosed": .closed(code: code ?? 1005)
        case "ConnectionLost": .lost
        case "InvalidConfiguration": .configuration
        default: .other
        }
    }
}

extension WebSocketTransportError {
    /// The same as an error that a program can match on.
    var typedError: any Error {
        self == .notConnected ? ClientError.notConnected : ConnectionFailure(self).typedError
    }
}
