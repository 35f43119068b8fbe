package import MonitoringMessages

/// What happens in a client, in order.
package enum ClientEvent: Sendable, Equatable {
    /// A message arrived and could be read.
    case message(ReceivedMessage, Moment)
    /// The state changed; the status says why and what comes next.
    case stateChanged(from: ConnectionState, status: ConnectionStatus)
    /// An error of any kind: a failed attempt, a lost link, a malformed message, the server's own errors.
    case error(ErrorRecord)
}

/// Takes a client's events in order. The client awaits it, so a slow handler slows the reading of the socket
/// (back-pressure) and nothing is dropped.
package protocol ClientEventHandler: Sendable {
    /// Handles one event.
    func handle(_ event: ClientEvent) async
}
