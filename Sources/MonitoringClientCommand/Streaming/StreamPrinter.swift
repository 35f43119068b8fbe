import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient

/// Prints a client's events: data to standard output, one formatted message each, everything else to standard error.
/// The client waits for each write, so a slow reader slows the socket and nothing is lost.
struct StreamPrinter: ClientEventHandler {
    let formatter: any MonitoringFormatter
    let output: StreamOutput

    nonisolated(nonsending) func handle(_ event: ClientEvent) async {
        switch event {
        case .message(let received, let moment):
            switch received.message {
            case .monitoringData(let sample):
                let sample = ReceivedSample(moment: moment, sample: sample, raw: received.raw)
                await output.print(formatter.printed(sample, by: output.dataText))
            case .connection(_, let message):
                await output.note(formatter.formatConnectionMessage(message, at: moment.wall))
            case .error, .status, .ping, .pong, .other:
                break
            }
        case .stateChanged(_, let status):
            if let text = Self.connectionText(status), let moment = status.since {
                await output.note(formatter.formatConnectionMessage(text, at: moment.wall))
            }
        case .statusChanged, .pingSent, .pongReceived:
            break
        case .error(let record):
            await output.note(formatter.formatError(Self.errorText(record), at: record.moment.wall))
        }
    }

    private static func connectionText(_ status: ConnectionStatus) -> String? {
        switch status.state {
        case .connecting: "Connecting to \(status.uri)"
        case .connected: "Connected to \(status.uri)"
        case .reconnecting, .error, .disconnected: nil
        }
    }

    private static func errorText(_ record: ErrorRecord) -> String {
        guard let wait = record.nextAttemptIn else { return record.error }
        return "\(record.error); next attempt in \(Figures.duration(wait))"
    }
}
