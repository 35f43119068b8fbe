/// What arrives on an open WebSocket, in order.
///
/// The bytes of a message are a slice of what arrived together with it, tens of kilobytes at most: who keeps a few messages
/// of many for long makes an `Array` of them.
public enum WebSocketEvent: Sendable, Equatable {
    /// A complete text message: valid UTF-8.
    case text(ArraySlice<UInt8>)
    /// A complete binary message.
    case binary(ArraySlice<UInt8>)
    /// The answer to a ping of ours, with its payload. Pings from the peer are answered by the transport.
    case pong([UInt8])
    /// The peer's close frame (the last event before the sequence ends). The transport has answered it.
    case closed(WebSocketCloseCode?, reason: String)
}
