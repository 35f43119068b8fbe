/// What arrives on an open WebSocket, in order.
public enum WebSocketEvent: Sendable, Equatable {
    /// A complete text message: valid UTF-8.
    case text([UInt8])
    /// A complete binary message.
    case binary([UInt8])
    /// The answer to a ping of ours, with its payload. Pings from the peer are answered by the transport.
    case pong([UInt8])
    /// The peer's close frame (the last event before the sequence ends). The transport has answered it.
    case closed(WebSocketCloseCode?, reason: String)
}
