import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient
import Synchronization

/// Prints a client's events: data to standard output, one formatted message each, everything else to standard error.
/// Messages that arrived together are written together, and one that came alone at once. The client waits for each write,
/// so a slow reader slows the socket and nothing is lost.
final class StreamPrinter: ClientEventHandler {
    /// Formatted, and not written yet.
    private struct Waiting {
        var data: [UInt8] = []
        /// Notes, and how much of the data stands before each.
        var notes: [(text: StyledText, offset: Int)] = []

        var isEmpty: Bool { data.isEmpty && notes.isEmpty }
    }

    private let formatter: any MonitoringFormatter
    private let output: StreamOutput
    /// Events come one at a time: nobody else is waited for here.
    private let waiting = Mutex(Waiting())

    init(formatter: any MonitoringFormatter, output: StreamOutput) {
        self.formatter = formatter
        self.output = output
    }

    var parts: MessageParts { formatter.parts }

    func take(_ event: ClientEvent) {
        switch event {
        case .message(let received, let moment):
            switch received.message {
            case .monitoringData(let sample):
                let sample = ReceivedSample(moment: moment, sample: sample, rawBytes: received.rawBytes)
                waiting.withLock { formatter.write(sample, by: output.dataText, to: &$0.data) }
            case .connection(_, let message):
                note(formatter.formatConnectionMessage(message, at: moment.wall))
            case .error, .status, .ping, .pong, .other:
                break
            }
        case .stateChanged(_, let status):
            if let text = Self.connectionText(status), let moment = status.since {
                note(formatter.formatConnectionMessage(text, at: moment.wall))
            }
        case .statusChanged, .pingSent, .pongReceived:
            break
        case .error(let record):
            note(formatter.formatError(Self.errorText(record), at: record.moment.wall))
        }
    }

    func finish() -> HandlerRest? {
        guard waiting.withLock({ !$0.isEmpty }) else { return nil }
        return { await self.write() }
    }

    private nonisolated(nonsending) func write() async {
        var waiting = waiting.withLock { waiting in
            defer { waiting = Waiting() }
            return waiting
        }
        var begin = 0
        for note in waiting.notes {
            // What was printed before stands before it, on a terminal too.
            if note.offset > begin { await output.print(Array(waiting.data[begin..<note.offset])) }
            await output.note(note.text)
            begin = note.offset
        }
        guard begin < waiting.data.count else { return }
        await output.print(begin == 0 ? waiting.data : Array(waiting.data[begin...]))
        // Its memory is used again.
        waiting.data.removeAll(keepingCapacity: true)
        self.waiting.withLock { $0.data = waiting.data }
    }

    private func note(_ text: StyledText) {
        waiting.withLock { $0.notes.append((text, $0.data.count)) }
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
