public import MonitoringMessages

/// The name of an event, which knows what its handlers are given.
public struct ClientEventName<Payload: Sendable>: Sendable, CustomStringConvertible {
    /// The manual's name, such as `monitoring_data`; `*` stands for every event.
    public let rawValue: String
    let payload: @Sendable (WebSocketClientEvent) -> Payload?

    /// The name.
    public var description: String { rawValue }
}

extension ClientEventName where Payload == ReceivedSample {
    /// `monitoring_data`: a sample arrived.
    public static var monitoringData: Self {
        Self(rawValue: "monitoring_data") { if case .monitoringData(let data) = $0 { data } else { nil } }
    }
}

extension ClientEventName where Payload == String {
    /// `connection_message`: the server's word about the connection, also from a server that calls it `connection`.
    public static var connectionMessage: Self {
        Self(rawValue: "connection_message") { if case .connectionMessage(let text) = $0 { text.text } else { nil } }
    }

    /// `error_message`: the server's word about an error of its own, also from a server that calls it `error`.
    public static var errorMessage: Self {
        Self(rawValue: "error_message") { if case .errorMessage(let text) = $0 { text.text } else { nil } }
    }
}

extension ClientEventName where Payload == StateChange {
    /// `state_change`: the connection's old and new state.
    public static var stateChange: Self {
        Self(rawValue: "state_change") { if case .stateChange(let change) = $0 { change } else { nil } }
    }
}

extension ClientEventName where Payload == ErrorRecord {
    /// `client_error`: a failed attempt, a lost connection, a message that could not be read, the server's own errors, a
    /// handler that threw. The manual has no such event.
    public static var clientError: Self {
        Self(rawValue: "client_error") { if case .clientError(let record) = $0 { record } else { nil } }
    }
}

extension ClientEventName where Payload == WebSocketClientEvent {
    /// `*`: every event.
    public static var all: Self {
        Self(rawValue: "*") { $0 }
    }
}

extension ClientEventName where Payload == CustomEvent {
    /// A message of any other type, such as `status` or `pong`, or what the program emits under this name.
    public static func custom(_ name: String) -> Self {
        Self(rawValue: name) {
            if case .custom(let event) = $0, event.name == name { event } else { nil }
        }
    }
}
