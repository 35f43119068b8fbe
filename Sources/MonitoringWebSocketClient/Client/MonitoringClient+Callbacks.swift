import MonitoringMessages

/// What happens on a connection, as `onConnectionEvent` is told.
public enum ConnectionEvent: String, Sendable, Hashable, CaseIterable {
    /// The first attempt begins.
    case connecting
    /// The connection is up.
    case connected
    /// The connection was lost, or an attempt failed, and another attempt follows.
    case reconnecting
    /// An attempt failed, or the connection was lost and no attempt follows.
    case error
    /// The client was stopped.
    case disconnected
    /// The server's word about the connection.
    case serverMessage = "connection_message"

    init(_ state: ClientState) {
        self =
            switch state {
            case .connecting: .connecting
            case .connected: .connected
            case .reconnecting: .reconnecting
            case .error: .error
            case .disconnected: .disconnected
            }
    }
}

extension MonitoringClient {
    package func register(
        onMessage: OnMessage? = nil, onError: OnError? = nil, onConnect: OnConnection? = nil,
        onDisconnect: OnConnection? = nil, onConnectionEvent: OnConnectionEvent? = nil
    ) {
        if let onMessage { addHandler(for: .monitoringData, onMessage) }
        if let onError { addHandler(for: .clientError) { try await onError($0.typedError) } }
        if let onConnect {
            addHandler(for: .stateChange) { if $0.new == .connected { try await onConnect() } }
        }
        if let onDisconnect {
            addHandler(for: .stateChange) { if $0.old == .connected { try await onDisconnect() } }
        }
        if let onConnectionEvent {
            addHandler(for: .connectionEvent) { try await onConnectionEvent($0.event, $0.text) }
        }
    }
}

extension ClientEventName where Payload == ConnectionEventText {
    /// Both in one queue, so that their order is kept.
    fileprivate static var connectionEvent: Self {
        Self(rawValue: "connection_event") { event in
            switch event {
            case .stateChange(let change): ConnectionEventText(change.status)
            case .connectionMessage(let text): ConnectionEventText(event: .serverMessage, text: text.text)
            case .monitoringData, .errorMessage, .clientError, .custom: nil
            }
        }
    }
}

private struct ConnectionEventText: Sendable {
    var event: ConnectionEvent
    var text: String

    init(event: ConnectionEvent, text: String) {
        self.event = event
        self.text = text
    }

    init(_ status: ConnectionStatus) {
        event = ConnectionEvent(status.state)
        switch status.state {
        case .connecting: text = "Connecting to \(status.uri)"
        case .connected: text = "Connected to \(status.uri)"
        case .reconnecting: text = "Reconnecting to \(status.uri): \(status.reason ?? "the connection was lost")"
        case .error: text = status.reason ?? "The connection failed"
        case .disconnected: text = "Disconnected from \(status.uri)"
        }
    }
}
