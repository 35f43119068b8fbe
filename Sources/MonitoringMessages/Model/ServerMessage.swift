/// What a server says, in either dialect.
public enum ServerMessage: Sendable, Hashable {
    /// `monitoring_data`.
    case monitoringData(MonitoringSample)
    /// `connection` (published) or `connection_message` (documented). `status` is only in the published one.
    case connection(status: String?, message: String)
    /// `error` (published) or `error_message` (documented). `severity` is only in the documented one.
    case error(message: String, severity: String?)
    /// `status`, the answer to `get_status`.
    case status(connectedClients: Int?, monitoringActive: Bool?)
    /// A JSON-level `ping`, to be answered with a `pong`.
    case ping
    /// The answer to a JSON-level `ping`.
    case pong
    /// Any other type: an event, never an error.
    case other(type: String)
}

/// A message and the text it came from.
public struct ReceivedMessage: Sendable, Hashable {
    /// What it says.
    public var message: ServerMessage
    /// The message's `timestamp` as sent.
    public var timestamp: String?
    /// The whole message as received, as UTF-8: valid JSON, not made harmless. A slice of what arrived together with it, tens
    /// of kilobytes at most: who keeps a few messages of many for long makes an `Array` of it.
    public var rawBytes: ArraySlice<UInt8>

    /// A message from its parts.
    public init(message: ServerMessage, timestamp: String? = nil, rawBytes: ArraySlice<UInt8>) {
        self.message = message
        self.timestamp = timestamp
        self.rawBytes = rawBytes
    }

    /// A message from its parts.
    public init(message: ServerMessage, timestamp: String? = nil, raw: String) {
        self.init(message: message, timestamp: timestamp, rawBytes: Array(raw.utf8)[...])
    }

    /// The whole message as received, made from the bytes each time.
    public var raw: String {
        get { String(decoding: rawBytes, as: UTF8.self) }
        set { rawBytes = Array(newValue.utf8)[...] }
    }
}

/// A `monitoring_data` message as the history keeps it.
public struct ReceivedSample: Sendable, Hashable {
    /// When it arrived.
    public var moment: Moment
    /// What it says.
    public var sample: MonitoringSample
    /// The whole message as received, as UTF-8: a slice, as in `ReceivedMessage`.
    public var rawBytes: ArraySlice<UInt8>

    /// A received sample from its parts.
    public init(moment: Moment, sample: MonitoringSample, rawBytes: ArraySlice<UInt8>) {
        self.moment = moment
        self.sample = sample
        self.rawBytes = rawBytes
    }

    /// A received sample from its parts.
    public init(moment: Moment, sample: MonitoringSample, raw: String) {
        self.init(moment: moment, sample: sample, rawBytes: Array(raw.utf8)[...])
    }

    /// The whole message as received, made from the bytes each time.
    public var raw: String {
        get { String(decoding: rawBytes, as: UTF8.self) }
        set { rawBytes = Array(newValue.utf8)[...] }
    }
}

/// What a client says.
public enum ClientCommand: Sendable, Hashable {
    /// Asks for a `pong`.
    case ping
    /// Answers a `ping`.
    case pong
    /// Asks for a `status`.
    case getStatus
}

/// Which published form of the protocol is written. Reading accepts both, mixed field by field.
public enum MessageDialect: String, Sendable, Hashable, CaseIterable {
    /// What `monitoring-websocket-server` 1.0.83.87 sends: bytes, `percentage`.
    case published
    /// What the client's manual documents: GB, `usage_percent`.
    case documented
}
