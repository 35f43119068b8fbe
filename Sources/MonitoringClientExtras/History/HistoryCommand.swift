import MonitoringClientCommand
import MonitoringDatabase
import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient

/// `history`: prints what a database has.
struct HistoryCommand {
    private let settings: Settings
    private let path: String
    private let hours: Double
    /// As given.
    private let hoursText: String
    private let server: String?

    /// - Throws: `SettingError`.
    init(_ arguments: HistoryArguments) throws(SettingError) {
        settings = try EffectiveSettings(SettingSources(options: arguments.settings, file: arguments.config)).settings
        guard let path = settings.database else {
            throw SettingError("'history' needs a database: give '--database FILE'", status: .usage)
        }
        self.path = path
        server = arguments.server
        hoursText = arguments.hours ?? "\(HistoryArguments.standardHours)"
        do {
            hours = try SettingText.hours(hoursText)
        } catch {
            throw SettingError(
                "'--hours': the value '\(HarmlessText.make(hoursText))' is invalid: \(error.reason)", status: .usage)
        }
    }

    func run() -> ExitStatus {
        let output = OutputWriter.standardOutput
        let printer = HistoryPrinter(
            format: settings.format ?? .simple, options: settings.formatOptions(for: output),
            writer: ANSIWriter(color: settings.allowsColor && output.isTerminal))
        do {
            let database = try SampleDatabase(path: path, access: .reading)
            defer { database.close() }
            var chunks = SampleChunks(query, of: database)
            var count = 0
            while let chunk = try chunks.next() {
                count += chunk.count
                try output.write(chunk.map(printer.text).joined())
            }
            if count == 0 {
                let ofServer = server.map { " of '\(HarmlessText.make($0))'" } ?? ""
                ClientProgram.complain(
                    "\(HarmlessText.make(path)): no samples\(ofServer) in the last \(hoursText) hours")
            }
            return .success
        } catch let error as SampleDatabaseError {
            ClientProgram.complain("\(error)")
            return error.reason == .locked ? .unavailable : .usage
        } catch OutputWriter.Failure.readerGone {
            return .success
        } catch {
            ClientProgram.complain("standard output cannot be written: \(error)")
            return .cannotWrite
        }
    }

    private var query: SampleQuery {
        let now = SystemClock().now().wall.nanosecondsSinceEpoch
        var query = SampleQuery()
        query.since = WallTime(nanosecondsSinceEpoch: now - Int64(hours * 3_600_000_000_000))
        query.server = server
        query.newestFirst = false
        return query
    }
}
