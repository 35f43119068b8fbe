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

/// Takes a client's events in order. What takes time, or waits, belongs into `finish`: the client awaits it, so a slow handler
/// slows the reading of the socket (back-pressure) and nothing is dropped.
package protocol ClientEventHandler: Sendable {
    /// Takes note of an event. Quick: the messages that arrived with it wait. Who keeps no sample makes reading the next one
    /// cheaper, which then is written in its place.
    func take(_ event: ClientEvent)

    /// Called when all that arrived together, or a part of it, was taken: what was kept to be written together goes out, and
    /// what takes time is done. It runs where its caller runs, so a handler that has nothing to wait for costs no change of
    /// executor. It may stop the client, and anything else that the client offers.
    nonisolated(nonsending) func finish() async

    /// The most messages that are read before `finish`, of those that arrive together. With one, a sample that is not kept
    /// beyond `finish` is written over by the next; with more, what is done at the end of a round is done less often.
    var roundLimit: Int { get }

    /// What it looks at in messages; what no handler looks at is not read.
    var parts: MessageParts { get }
}

extension ClientEventHandler {
    package nonisolated(nonsending) func finish() async {}

    package var roundLimit: Int { 64 }

    package var parts: MessageParts { .all }
}
