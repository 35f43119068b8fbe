public import MonitoringMessages

extension WebSocketClientEvent {
    /// Its name, as `ClientEventName` knows it: the manual's, or the type of the message.
    public var name: String {
        switch self {
        case .monitoringData: "monitoring_data"
        case .connectionMessage: "connection_message"
        case .errorMessage: "error_message"
        case .stateChange: "state_change"
        case .clientError: "client_error"
        case .custom(let event): event.name
        }
    }

    /// The server's message behind it, and when it arrived; nil where there is none.
    public var receivedMessage: (message: ReceivedMessage, moment: Moment)? {
        switch self {
        case .monitoringData(let data): (data.received, data.moment)
        case .connectionMessage(let text), .errorMessage(let text): (text.received, text.moment)
        case .custom(let event):
            if let received = event.received, let moment = event.moment { (received, moment) } else { nil }
        case .stateChange, .clientError: nil
        }
    }

    /// Nil for what only a status line or a log shows: another attempt in the same state, the connection's own pings.
    init?(_ event: ClientEvent) {
        switch event {
        case .message(let received, let moment): self.init(received, at: moment)
        case .stateChanged(let old, let status):
            self = .stateChange(StateChange(old: old, new: status.state, status: status))
        case .statusChanged, .pingSent, .pongReceived: return nil
        case .error(let record): self = .clientError(record)
        }
    }

    private init(_ received: ReceivedMessage, at moment: Moment) {
        func custom(_ name: String) -> Self {
            .custom(CustomEvent(name: name, received: received, moment: moment))
        }
        self =
            switch received.message {
            case .monitoringData(let sample):
                .monitoringData(ReceivedSample(moment: moment, sample: sample, rawBytes: received.rawBytes))
            case .connection(_, let message):
                .connectionMessage(ServerText(text: message, received: received, moment: moment))
            case .error(let message, _):
                .errorMessage(ServerText(text: message, received: received, moment: moment))
            case .status: custom("status")
            case .ping: custom("ping")
            case .pong: custom("pong")
            case .other(let type): custom(type)
            }
    }
}

extension ReceivedSample {
    /// The message's `timestamp` as sent; nil when it has none.
    public var timestamp: String? { sample.timestamp }

    /// The message's `type`.
    public var type: String { "monitoring_data" }

    /// The sample as the message that it came in.
    public var received: ReceivedMessage {
        ReceivedMessage(message: .monitoringData(sample), timestamp: sample.timestamp, raw: raw)
    }
}
