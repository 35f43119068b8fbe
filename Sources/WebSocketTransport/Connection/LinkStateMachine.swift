/// What an open WebSocket does next (RFC 6455 sections 5.5 and 7): pure, the channel handler performs the actions.
struct LinkStateMachine: Sendable, Equatable {
    private enum State: Equatable {
        /// → closeSent (our close), → closed (the peer's close, a violation, the socket's end).
        case open
        /// Our close frame is out. → closed (the peer's close, a violation, the socket's end, the timeout).
        case closeSent
        /// The events have ended; only the socket is left to close.
        case closed
    }

    /// What to do about something that arrived.
    enum Action: Equatable {
        /// Pass the event on.
        case yield(WebSocketEvent)
        /// Answer a ping (RFC 6455 section 5.5.3).
        case pong([UInt8])
        /// Pass the peer's close on, end the events, answer with `reply` if there is one, and wait for the socket's end:
        /// the server closes first (section 7.1.1).
        case finish(WebSocketEvent, reply: CloseFrame?)
        /// Send `frame` if there is one, end the events with the error, and close the socket (section 7.1.7).
        case fail(WebSocketTransportError, frame: CloseFrame?)
        /// Nothing: the events have ended.
        case ignore
    }

    private var state = State.open

    /// Whether messages and pings may still be sent: not after a close frame (RFC 6455 section 5.5.1).
    var canSend: Bool { state == .open }

    /// Whether the events have ended.
    var isClosed: Bool { state == .closed }

    /// Something complete arrived.
    mutating func receive(_ output: MessageAssembler.Output) -> Action {
        guard state != .closed else { return .ignore }
        switch output {
        case .text(let bytes): return .yield(.text(bytes))
        case .binary(let bytes): return .yield(.binary(bytes))
        case .pong(let payload): return .yield(.pong(payload))
        case .ping(let payload): return state == .open ? .pong(payload) : .ignore
        case .close(let frame):
            let reply = state == .open ? CloseFrame(code: frame.code) : nil
            state = .closed
            return .finish(.closed(frame.code, reason: frame.reason), reply: reply)
        }
    }

    /// The peer broke a rule.
    mutating func receive(_ violation: ProtocolViolation) -> Action {
        guard state != .closed else { return .ignore }
        let frame = state == .open ? CloseFrame(code: violation.code, reason: violation.detail) : nil
        state = .closed
        return .fail(.protocolViolation(violation.code, detail: violation.detail), frame: frame)
    }

    /// The user closes. Returns whether the close frame is to be sent and its answer to be waited for.
    mutating func close() -> Bool {
        guard state == .open else { return false }
        state = .closeSent
        return true
    }

    /// The socket has ended; `detail` says how.
    mutating func end(detail: String) -> Action {
        guard state != .closed else { return .ignore }
        state = .closed
        return .fail(.connectionLost(detail: detail), frame: nil)
    }

    /// The peer did not answer our close frame in time.
    mutating func closeTimedOut() -> Action {
        end(detail: "the server did not answer the close frame in time")
    }
}
