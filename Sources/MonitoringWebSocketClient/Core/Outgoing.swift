/// What goes out by itself and waits for the socket. A task of its own writes it, so that a socket that takes nothing stops
/// neither the reader nor the timer. A ping never waits behind pongs: a peer that asks for many could else make itself look
/// dead.
struct Outgoing: Sendable {
    enum Message: Sendable, Equatable {
        case ping([UInt8])
        case pong
    }

    /// Pongs that may wait. A peer that asks and does not read gets no more than these.
    static let pongLimit = 16

    /// Of the newest ping; one that still waits is replaced.
    private var ping: [UInt8]?
    private var pongs = 0

    mutating func ping(_ payload: [UInt8]) {
        ping = payload
    }

    mutating func addPongs(_ count: Int) {
        pongs = min(pongs + count, Self.pongLimit)
    }

    /// What to write next; nil when nothing waits.
    mutating func next() -> Message? {
        if let payload = ping.take() { return .ping(payload) }
        guard pongs > 0 else { return nil }
        pongs -= 1
        return .pong
    }
}
