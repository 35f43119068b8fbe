import MonitoringFormatters
import MonitoringMessages

/// Brings a client's events to its monitoring handler, and what is to be printed to a queue: a terminal or pipe that takes
/// nothing holds up nobody.
final class ClientDisplay: ClientEventHandler {
    enum Item: Sendable {
        case data(ReceivedSample)
        case connection(String, WallTime)
        case error(String, WallTime)
    }

    private let handler: MonitoringHandler
    private let printing: BoundedQueue<Item>

    init(handler: MonitoringHandler, printing: BoundedQueue<Item>) {
        self.handler = handler
        self.printing = printing
    }

    func handle(_ event: ClientEvent) {
        switch event {
        case .message(let received, let moment):
            switch received.message {
            case .monitoringData(let sample):
                let data = ReceivedSample(moment: moment, sample: sample, raw: received.raw)
                if handler.record(data) { printing.add(.data(data)) }
            case .connection(_, let message):
                printing.add(.connection(message, moment.wall))
            case .error, .status, .ping, .pong, .other:
                break
            }
        case .stateChanged(_, let status):
            if let time = status.since?.wall, let text = Self.text(status) { printing.add(.connection(text, time)) }
        case .statusChanged:
            break
        case .error(let record):
            let next = record.nextAttemptIn.map { "; next attempt in \(Figures.duration($0))" } ?? ""
            printing.add(.error(record.error + next, record.moment.wall))
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
