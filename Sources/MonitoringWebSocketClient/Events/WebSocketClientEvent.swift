public import MonitoringMessages

/// What a client tells its handlers.
public enum WebSocketClientEvent: Sendable, Equatable {
    /// A `monitoring_data` message.
    case monitoringData(ReceivedSample)
    /// The server's word about the connection (`connection`, `connection_message`).
    case connectionMessage(ServerText)
    /// The server's word about an error of its own (`error`, `error_message`).
    case errorMessage(ServerText)
    /// The connection's state changed.
    case stateChange(StateChange)
    /// Something failed: an attempt to connect, the connection, a message that could not be read, a handler.
    case clientError(ErrorRecord)
    /// A message of any other type, or what the program emitted under a name of its own.
    case custom(CustomEvent)
}

/// A text that the server sent, for people to read.
public struct ServerText: Sendable, Hashable {
    /// The text as sent: make it harmless before it is shown (`HarmlessText`).
    public var text: String
    /// The whole message.
    public var received: ReceivedMessage
    /// When it arrived.
    public var moment: Moment

    /// A text from its parts.
    public init(text: String, received: ReceivedMessage, moment: Moment) {
        self.text = text
        self.received = received
        self.moment = moment
    }
}

/// A step from one state of the connection to another.
public struct StateChange: Sendable, Equatable {
    /// The state before.
    public var old: ClientState
    /// The state now.
    public var new: ClientState
    /// All that is known about the connection now: why, which attempt, when the next one starts.
    public var status: ConnectionStatus

    /// A change from its parts.
    public init(old: ClientState, new: ClientState, status: ConnectionStatus) {
        self.old = old
        self.new = new
        self.status = status
    }
}

/// An event that has no case of its own.
public struct CustomEvent: Sendable, Hashable {
    /// The message's type, or the name that the program chose.
    public var name: String
    /// The whole message as received, or whatever the program gave with it.
    public var data: String
    /// The message; nil when the program emitted the event.
    public var received: ReceivedMessage?
    /// When the message arrived; nil when the program emitted the event.
    public var moment: Moment?

    /// An event of the program's own.
    public init(name: String, data: String = "") {
        self.name = name
        self.data = data
    }

    init(name: String, received: ReceivedMessage, moment: Moment) {
        self.name = name
        self.data = received.raw
        self.received = received
        self.moment = moment
    }
}
