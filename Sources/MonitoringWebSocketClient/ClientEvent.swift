package import MonitoringMessages

/// What happens in a client, in order.
package enum ClientEvent: Sendable, Equatable {
    /// A message arrived and could be read.
    case message(ReceivedMessage, Moment)
    /// The state changed; the status says why and what comes next.
    case stateChanged(from: ConnectionState, status: ConnectionStatus)
    /// The state stays, and what is known about it changed: an attempt began, or another one was planned.
    case statusChanged(ConnectionStatus)
    /// An error of any kind: a failed attempt, a lost link, a malformed message, the server's own errors.
    case error(ErrorRecord)
    /// A protocol ping went out (RFC 6455 section 5.5.2).
    case pingSent
    /// Its pong came, this much later.
    case pongReceived(after: Duration)
}

/// What a handler has still to do, run where its caller runs.
package typealias HandlerRest = nonisolated(nonsending) @Sendable () async -> Void

/// Takes a client's events in order. What takes time, or waits, is left to `finish`: the client awaits it, so a slow handler
/// slows the reading of the socket (back-pressure) and nothing is dropped.
package protocol ClientEventHandler: Sendable {
    /// Takes note of an event. Quick: the messages that arrived with it wait. Who keeps no sample makes reading the next one
    /// cheaper, which then is written in its place.
    func take(_ event: ClientEvent)

    /// Called when all that arrived together, or a part of it, was taken.
    /// - Returns: What takes time, such as writing what was kept to be written together; nil when there is nothing, so that
    ///   no task has to wait. It may stop the client, and anything else that the client offers.
    func finish() -> HandlerRest?

    /// The most messages that are read before `finish`, of those that arrive together. With one, a sample that is not kept
    /// beyond `finish` is written over by the next; with more, what is done at the end of a round is done less often.
    var roundLimit: Int { get }

    /// What it looks at in messages; what no handler looks at is not read.
    var parts: MessageParts { get }
}

extension ClientEventHandler {
    package func finish() -> HandlerRest? { nil }

    package var roundLimit: Int { 64 }

    package var parts: MessageParts { .all }
}

extension [any ClientEventHandler] {
    /// Finishes one after the other.
    package func finish() -> HandlerRest? {
        let rests = compactMap { $0.finish() }
        guard rests.count > 1 else { return rests.first }
        return { for rest in rests { await rest() } }
    }
}
