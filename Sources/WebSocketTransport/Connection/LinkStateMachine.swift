/// What an open WebSocket does next (RFC 6455 sections 5.5 and 7): pure, the channel handler performs the actions.
struct LinkStateMachine: Sendable, Equatable {
    private enum State: Equatable {
        /// → closeSent (our close), → failing (a violation), → closed (the peer's close, the socket's end).
        case open
        /// The peer broke a rule. What it sent before that is still being answered, and nothing more is taken from it.
        /// → closed (the consumer has seen the error, closes or leaves; the timeout; the socket's end).
        case failing(CloseFrame)
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
        /// End the events with the error, and fail the connection once the consumer has come that far.
        case beginFailing(WebSocketTransportError)
        /// End the events with the error, and close the socket.
        case fail(WebSocketTransportError)
        /// Nothing: the events have ended.
        case ignore
    }

    private var state = State.open

    /// Whether messages and pings may still be sent: not after a close frame (RFC 6455 section 5.5.1).
    var canSend: Bool {
        switch state {
        case .open, .failing: true
        case .closeSent, .closed: false
        }
    }

    /// Whether the events have ended.
    var isClosed: Bool { state != .open && state != .closeSent }

    /// Something complete arrived.
    mutating func receive(_ output: MessageAssembler.Output) -> Action {
        guard !isClosed else { return .ignore }
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
        let error = WebSocketTransportError.protocolViolation(violation.code, detail: violation.detail)
        switch state {
        case .open:
            state = .failing(CloseFrame(code: violation.code, reason: violation.detail))
            return .beginFailing(error)
        case .closeSent:
            state = .closed
            return .fail(error)
        case .failing, .closed:
            return .ignore
        }
    }

    /// What came before a violation has been answered, or is not going to be.
    /// - Returns: The frame to send before the socket is closed (section 7.1.7); nil when there was no violation.
    mutating func endFailing() -> CloseFrame? {
        guard case .failing(let frame) = state else { return nil }
        state = .closed
        return frame
    }

    /// The user closes. Returns whether the close frame is to be sent and its answer to be waited for.
    mutating func close() -> Bool {
        guard state == .open else { return false }
        state = .closeSent
        return true
    }

    /// The socket has ended; `detail` says how.
    mutating func end(detail: String) -> Action {
        defer { state = .closed }
        return isClosed ? .ignore : .fail(.connectionLost(detail: detail))
    }

    /// The peer did not answer our close frame in time.
    mutating func closeTimedOut() -> Action {
        end(detail: "the server did not answer the close frame in time")
    }
}
