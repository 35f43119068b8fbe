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

/// Takes a client's events in order. The client awaits it, so a slow handler slows the reading of the socket
/// (back-pressure) and nothing is dropped.
package protocol ClientEventHandler: Sendable {
    /// Handles one event. It runs where its caller runs, so a handler that only takes note costs no change of executor.
    /// It may stop the client, and anything else that the client offers.
    nonisolated(nonsending) func handle(_ event: ClientEvent) async

    /// Called after `handle` when no message waits any more, or before a pause: what was kept to be written together is to
    /// go out. Never while `handle` runs.
    nonisolated(nonsending) func caughtUp() async

    /// What it looks at in messages; what no handler looks at is not read.
    var parts: MessageParts { get }
}

extension ClientEventHandler {
    package nonisolated(nonsending) func caughtUp() async {}

    package var parts: MessageParts { .all }
}
