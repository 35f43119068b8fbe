import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient
import Synchronization

/// Prints a client's events: data to standard output, one formatted message each, everything else to standard error.
/// The client waits for each write, so a slow reader slows the socket and nothing is lost.
final class StreamPrinter: ClientEventHandler {
    private let formatter: any MonitoringFormatter
    private let data: (writer: OutputWriter, text: ANSIWriter)
    private let notes: (writer: OutputWriter, text: ANSIWriter)
    private let onFailure: @Sendable (OutputWriter.Failure) -> Void
    private let failed = Mutex(false)
    private let hasEnded = Mutex(false)

    /// - Parameter onFailure: Called once, when standard output cannot be written any more.
    init(
        formatter: any MonitoringFormatter, color: Bool,
        onFailure: @escaping @Sendable (OutputWriter.Failure) -> Void
    ) {
        self.formatter = formatter
        let output = OutputWriter.standardOutput
        let error = OutputWriter.standardError
        data = (output, ANSIWriter(color: color && output.isTerminal))
        notes = (error, ANSIWriter(color: color && error.isTerminal))
        self.onFailure = onFailure
    }

    nonisolated(nonsending) func handle(_ event: ClientEvent) async {
        switch event {
        case .message(let received, let moment):
            switch received.message {
            case .monitoringData(let sample):
                let sample = ReceivedSample(moment: moment, sample: sample, raw: received.raw)
                printData(formatter.printed(sample, by: data.text))
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

    /// From now on a reader that takes nothing is not waited for: the command ends.
    func end() {
        hasEnded.withLock { $0 = true }
    }

    /// Whether a reader that takes nothing is not waited for any more.
    var isOver: Bool { hasEnded.withLock { $0 } }

    /// Writes a note to standard error. When that is closed, nobody is there to be told.
    func note(_ text: StyledText) {
        try? notes.writer.write(notes.text.string(text), unless: { isOver })
    }

    private func printData(_ text: String) {
        guard !failed.withLock({ $0 }) else { return }
        do {
            try data.writer.write(text, unless: { isOver })
        } catch {
            failed.withLock { $0 = true }
            onFailure(error)
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
