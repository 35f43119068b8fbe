import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient

extension WallTime {
    /// As the database has it: UTC with microseconds, `2026-11-21 14:30:25.123456`. SQLite's date functions read it, and
    /// the order of the texts is that of the times.
    var databaseText: String {
        let iso = Figures.iso8601(WallTime(nanosecondsSinceEpoch: nanosecondsSinceEpoch))
        // Date, `T` and time without the zone.
        return String(iso.prefix(26)).replacing("T", with: " ")
    }

    /// Reads a time from a database, in this form or another that SQLite knows: with `T`, without a fraction of a second,
    /// with a zone. Without one it is UTC. nil for any other text.
    init?(databaseText: String) {
        let iso = databaseText.replacing(" ", with: "T", maxReplacements: 1)
        guard let time = WallTime(iso8601: iso) ?? WallTime(iso8601: iso + "Z") else { return nil }
        self = time
    }

    /// The time so long before, 1970 at the earliest.
    func earlier(by duration: Duration) -> WallTime {
        let (seconds, attoseconds) = duration.components
        guard seconds < nanosecondsSinceEpoch / 1_000_000_000, seconds >= 0 else {
            return WallTime(nanosecondsSinceEpoch: seconds < 0 ? nanosecondsSinceEpoch : 0)
        }
        return WallTime(
            nanosecondsSinceEpoch: nanosecondsSinceEpoch - seconds * 1_000_000_000 - attoseconds / 1_000_000_000)
    }
}
