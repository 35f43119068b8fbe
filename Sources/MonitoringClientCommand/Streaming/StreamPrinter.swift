import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient
import Synchronization

/// Prints a client's events: data to standard output, one formatted message each, everything else to standard error.
/// Messages that arrived together are written together, and one that came alone at once. The client waits for each write,
/// so a slow reader slows the socket and nothing is lost.
final class StreamPrinter: ClientEventHandler {
    /// Text kept at most before it is written: what a pipe holds.
    private static let batchBytes = 64 * 1024

    private let formatter: any MonitoringFormatter
    private let output: StreamOutput
    /// Formatted, and not written yet. Events come one at a time: nobody else is waited for here.
    private let text = Mutex<[UInt8]>([])

    init(formatter: any MonitoringFormatter, output: StreamOutput) {
        self.formatter = formatter
        self.output = output
    }

    var parts: MessageParts { formatter.parts }

    nonisolated(nonsending) func handle(_ event: ClientEvent) async {
        switch event {
        case .message(let received, let moment):
            switch received.message {
            case .monitoringData(let sample):
                let sample = ReceivedSample(moment: moment, sample: sample, rawBytes: received.rawBytes)
                let bytes = text.withLock { text in
                    formatter.write(sample, by: output.dataText, to: &text)
                    return text.count
                }
                if bytes >= Self.batchBytes { await caughtUp() }
            case .connection(_, let message):
                await note(formatter.formatConnectionMessage(message, at: moment.wall))
            case .error, .status, .ping, .pong, .other:
                break
            }
        case .stateChanged(_, let status):
            if let text = Self.connectionText(status), let moment = status.since {
                await note(formatter.formatConnectionMessage(text, at: moment.wall))
            }
        case .statusChanged, .pingSent, .pongReceived:
            break
        case .error(let record):
            await note(formatter.formatError(Self.errorText(record), at: record.moment.wall))
        }
    }

    nonisolated(nonsending) func caughtUp() async {
        var bytes = text.withLock { text in
            defer { text = [] }
            return text
        }
        guard !bytes.isEmpty else { return }
        await output.print(bytes)
        // Its memory is used again.
        bytes.removeAll(keepingCapacity: true)
        text.withLock { $0 = bytes }
    }

    /// What was printed before stands before it, on a terminal too.
    private nonisolated(nonsending) func note(_ text: StyledText) async {
        await caughtUp()
        await output.note(text)
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
