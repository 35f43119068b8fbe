import Dashboard
import Glibc
import MonitoringFormatters
import MonitoringMessages
import TerminalScreen

/// Saves what the screen shows as a text file in the working directory.
enum Snapshot {
    /// - Returns: what came of it, for the person who pressed the key.
    static func save(_ frame: Frame, at time: WallTime) -> String {
        let stamp = Figures.iso8601(time).prefix(19).filter { $0 != ":" && $0 != "-" }
        let name = "monitoring-\(stamp).txt"
        // Private, because it names hosts; and never over a file that is there.
        let file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else {
            return "cannot write \(name): \(String(cString: strerror(errno)))"
        }
        defer { close(file) }
        do {
            try OutputWriter(fileDescriptor: file).write(PlainLines.text(frame, colorDepth: .none))
            return "saved to \(name)"
        } catch {
            return "cannot write \(name): \(error)"
        }
    }
}
