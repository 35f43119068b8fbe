import MonitoringFormatters
import MonitoringMessages
import Synchronization

/// Brings a client's events to its monitoring handler, and prints on a thread of its own: a terminal or pipe that takes
/// nothing holds up nobody.
final class ClientDisplay: ClientEventHandler {
    private enum Item: Sendable {
        case data(ReceivedSample)
        case connection(String, WallTime)
        case error(String, WallTime)
    }

    private let handler: MonitoringHandler
    private let printing: HandlerRunner<Item>

    /// - Parameter onFailure: Called when the output cannot be written, and again only when it could be meanwhile.
    init(handler: MonitoringHandler, onFailure: @escaping @Sendable (any Error) -> Void) {
        self.handler = handler
        let isFailing = Mutex(false)
        printing = HandlerRunner(
            label: "output", limit: EventHub.queueLimit, place: CallbackPlace(),
            handle: { item in
                try Self.print(item, with: handler)
                isFailing.withLock { $0 = false }
            },
            onFailure: { error, _ in
                let isNew = isFailing.withLock { isFailing in
                    defer { isFailing = true }
                    return !isFailing
                }
                if isNew { onFailure(error) }
            })
    }

    /// Pieces of output that were left out because it was too slow.
    var dropped: Int { printing.dropped }

    /// Returns when everything so far is printed, or the task is cancelled.
    func drain() async {
        await printing.drain()
    }

    func take(_ event: ClientEvent) {
        switch event {
        case .message(let received, let moment):
            switch received.message {
            case .monitoringData(let sample):
                let data = ReceivedSample(moment: moment, sample: sample, rawBytes: received.rawBytes)
                if handler.record(data) { printing.offer(.data(data)) }
            case .connection(_, let message):
                printing.offer(.connection(message, moment.wall))
            case .error, .status, .ping, .pong, .other:
                break
            }
        case .stateChanged(_, let status):
            if let time = status.since?.wall, let text = Self.text(status) { printing.offer(.connection(text, time)) }
        case .statusChanged, .pingSent, .pongReceived:
            break
        case .error(let record):
            let next = record.nextAttemptIn.map { "; next attempt in \(Figures.duration($0))" } ?? ""
            printing.offer(.error(record.error + next, record.moment.wall))
        }
    }

    private static func print(_ item: Item, with handler: MonitoringHandler) throws {
        switch item {
        case .data(let data): try handler.display(data)
        case .connection(let message, let time): try handler.displayConnection(message, at: time)
        case .error(let error, let time): try handler.displayError(error, at: time)
        }
    }

    private static func text(_ status: ConnectionStatus) -> String? {
        switch status.state {
        case .connecting: "Connecting to \(status.uri)"
        case .connected: "Connected to \(status.uri)"
        case .disconnected: "Disconnected from \(status.uri)"
        case .reconnecting, .error: nil
        }
    }
}
