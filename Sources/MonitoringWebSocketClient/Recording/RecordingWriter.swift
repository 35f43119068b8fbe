import MonitoringMessages
import Synchronization
package import WebSocketTransport

/// Writes what a client receives, and the fate of its links, as a recording that `ReplayConnector` plays: JSON Lines, one
/// event a line, the header first.
///
/// A new file is for its owner's eyes (mode 0600). A file that is a recording is continued with another header line; any
/// other file that is there, unless it is empty, is refused. Each line is one write(2), so a reader of the growing file
/// sees whole lines; half a line, as a full disk or a crash leaves behind, is cut off before the next.
///
/// A write that fails loses its event and nothing else: the next event is tried again. The first failure is told, all
/// are counted. The client waits for each write, as it does for every handler. Messages that it could not read are not
/// recorded: no event has their bytes.
package final class RecordingWriter: ClientEventHandler {
    private struct State {
        var lines: LineFile
        var lostEvents = 0
        /// The newest error event: it tells the type of the loss that follows.
        var lastError: ErrorRecord?
    }

    private let path: String
    private let onFailure: @Sendable (RecordingError) -> Void
    private let state: Mutex<State>

    /// Opens or makes the file and writes the header.
    /// - Parameters:
    ///   - server: what is recorded; its credentials are left out.
    ///   - onFailure: called with the first failure to write, from where the client's events are handled.
    /// - Throws: `RecordingError.cannotWrite`.
    package init(
        path: String, server: WebSocketURI, onFailure: @escaping @Sendable (RecordingError) -> Void
    ) throws(RecordingError) {
        self.path = path
        self.onFailure = onFailure
        do {
            var lines = try LineFile(recording: .appending(path, .exclusive))
            try lines.append(Array((RecordingHeader(server: server.description).text + "\n").utf8))
            state = Mutex(State(lines: lines))
        } catch {
            throw .cannotWrite(path: path, detail: error.detail)
        }
    }

    /// Events that are missing from the file because they could not be written.
    package var lostEvents: Int { state.withLock { $0.lostEvents } }

    package func take(_ event: ClientEvent) {
        let failure = state.withLock { state -> RegularFile.Failure? in
            if case .error(let record) = event { state.lastError = record }
            guard let entry = RecordedEntry(event, after: state.lastError) else { return nil }
            do throws(RegularFile.Failure) {
                try state.lines.append(Array((entry.text + "\n").utf8))
                return nil
            } catch {
                state.lostEvents += 1
                return state.lostEvents == 1 ? error : nil
            }
        }
        if let failure { onFailure(.cannotWrite(path: path, detail: failure.detail)) }
    }
}

extension RecordedEntry {
    /// What is kept of an event; nil for one that replaying the others brings about again.
    /// - Parameter lastError: the newest error event.
    init?(_ event: ClientEvent, after lastError: ErrorRecord?) {
        switch event {
        case .message(let received, let moment):
            self.init(received: moment.wall, content: .message(Self.harmless(received.raw)))
        case .error(let record):
            guard record.attempt != nil else { return nil }
            let failure = ConnectionFailure(text: record.error, type: record.type, code: record.code)
            self.init(received: record.moment.wall, content: .attemptFailed(failure))
        case .stateChanged(let old, let status):
            guard let moment = status.since else { return nil }
            switch (old, status.state) {
            case (_, .connected): self.init(received: moment.wall, content: .connected)
            case (_, .disconnected): self.init(received: moment.wall, content: .stopped)
            case (.connected, _):
                let reason = status.reason ?? "The connection ended"
                let error = lastError.flatMap { $0.error == reason ? $0 : nil }
                let failure = ConnectionFailure(
                    text: reason, type: error?.type ?? "ConnectionReplaced", code: error?.code)
                self.init(received: moment.wall, content: .disconnected(failure))
            default: return nil
            }
        case .statusChanged, .pingSent, .pongReceived: return nil
        }
    }

    /// JSON of the same value on one line, without characters that could harm the terminal it is looked at in.
    private static func harmless(_ json: String) -> [UInt8] {
        if json.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return Array(json.utf8) }
        // C0 controls stand between values only (RFC 8259 sections 2 and 7), where a space means the same; the others in
        // strings only, where an escape does.
        let line = json.utf8.map { $0 < 0x20 ? 0x20 : $0 }
        return Array(String(decoding: line, as: UTF8.self).escapingUnsafeScalars().utf8)
    }
}
