import MonitoringClientCommand
import Dashboard
import MonitoringDatabase
import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient

/// `--database`: one writer for all servers that are watched.
struct DatabaseStorage: Storage {
    private let writer: SampleWriter

    /// The file is opened in the background.
    init(path: String, _ settings: Settings, notices: Notices) {
        writer = SampleWriter(path: path, retention: settings.databaseRetention) { event in
            switch event {
            case .failed(let error): notices.post("not stored: \(error)")
            case .recovered: notices.post("stored again: \(HarmlessText.make(path)), with what had to wait")
            }
            notices.mark("NOT STORED", isOn: event != .recovered)
        }
    }

    var counts: SideCounts.Storage {
        let statistics = writer.statistics
        return SideCounts.Storage(
            written: statistics.written, waiting: statistics.waiting, dropped: statistics.dropped,
            lastError: statistics.lastProblem?.description)
    }

    func handler(server: String) -> any ClientEventHandler { writer.handler(server: server) }

    func remembered(server: String, clock: any ClientClock, limit: Int) -> AsyncStream<[RememberedSample]> {
        let now = clock.now().wall
        var query = SampleQuery()
        query.before = now
        query.since = WallTime(
            nanosecondsSinceEpoch: now.nanosecondsSinceEpoch - Int64(SampleDatabase.recentHours) * 3_600_000_000_000)
        query.server = server
        query.limit = limit
        let (results, result) = AsyncStream<[RememberedSample]>.makeStream()
        Task { [writer, query] in
            let samples = await writer.samples(query).reversed().map {
                RememberedSample(
                    time: $0.time, cpu: $0.cpuUsage, ram: $0.ramUsage, disk: $0.diskUsage, gpu: $0.gpuUsage)
            }
            result.yield(samples)
            result.finish()
        }
        return results
    }

    func end(_ status: ExitStatus, _ settings: Settings) async -> ExitStatus {
        let statistics = await writer.close()
        let lost = statistics.waiting + statistics.dropped
        if settings.stats {
            let output = OutputWriter.standardError
            let writer = ANSIWriter(color: settings.allowsColor && output.isTerminal)
            try? output.write(text(statistics, lost: lost, settings, writer))
        }
        guard lost > 0 else { return status }
        let reason = statistics.problem.map { "; \($0)" } ?? ""
        ClientProgram.complain("\(lost) \(lost == 1 ? "sample is" : "samples are") missing from the database\(reason)")
        return status == .success ? .cannotWrite : status
    }

    private func text(
        _ statistics: SampleWriter.Statistics, lost: Int, _ settings: Settings, _ writer: ANSIWriter
    ) -> String {
        let problem = statistics.problem?.description
        switch settings.format {
        case .json, .jsonl:
            let json = JSONObjectWriter.object { object in
                object.field("type", "database")
                object.field("path", self.writer.path)
                object.field("samples_written", statistics.written)
                object.field("samples_lost", lost)
                object.field("failed_attempts", statistics.failures)
                object.field("problem", problem)
            }
            return (settings.format == .json ? JSONText(json).pretty(indent: settings.formats.indent) : json) + "\n"
        case .simple, .detailed, .compact, nil:
            let figures = [
                ("File", HarmlessText.make(self.writer.path)),
                ("Samples", "\(statistics.written) written, \(lost) lost"),
                ("Failed attempts", "\(statistics.failures)"), ("Problem", problem ?? "none"),
            ]
            let heading = StyledLine([StyledSpan("=== Database ===", .title)])
            return writer.string(
                StyledText(
                    [heading] + figures.map { StyledLine([StyledSpan($0 + ": ", .label), StyledSpan($1, .value)]) }))
        }
    }
}
