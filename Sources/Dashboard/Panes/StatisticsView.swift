import MonitoringFormatters
import MonitoringMessages

/// Every figure of the connection's statistics, the work beside the screen, the newest errors, and the log of outages.
struct StatisticsView {
    let recording: Recording
    let counts: SideCounts
    let settings: DashboardSettings
    let now: Moment

    private var statistics: ConnectionStatistics { recording.statistics }
    private var signs: Signs { Signs(settings.glyphs) }
    let columns: Int

    private var labelColumns: Int { min(15, columns / 2) }
    private static let pairColumns = 44
    /// From this width on figures stand in two columns.
    private static let twoColumnsFrom = 76

    var lines: [StyledLine] {
        var lines = figures
        lines.append(StyledLine())
        lines += deliveries
        lines += storage
        lines += outages
        lines.append(StyledLine())
        lines += errors
        return lines
    }

    private var figures: [StyledLine] {
        let link = section("Connection", linkFigures)
        let traffic = section("Traffic", trafficFigures)
        let whole = [
            pair("Server", harmless(recording.status.uri)), pair("Last error", statistics.lastError.map(harmless)),
        ]
        guard columns >= Self.twoColumnsFrom else { return link + [StyledLine()] + traffic + whole }
        let beside = (0..<max(link.count, traffic.count)).map { index in
            var line = index < link.count ? link[index] : StyledLine()
            guard index < traffic.count else { return line }
            let blank = max(1, min(Self.pairColumns, columns / 2) - TextWidth.columns(line.plain))
            line.spans.append(StyledSpan(String(repeating: " ", count: blank)))
            line.spans += traffic[index].spans
            return line
        }
        return beside + whole
    }

    private var linkFigures: [StyledLine] {
        let start = statistics.connectionStart
        return [
            pair("State", statistics.currentState.rawValue),
            pair("Since", start.map { Figures.timeOfDay($0.wall) }),
            pair("Up", start.map { Figures.clock(now.monotonic - $0.monotonic) }),
            pair("Connected", statistics.connectedShare.map { Figures.percent($0 * 100) }),
            pair("Reconnect tries", "\(statistics.reconnectAttempts)"),
            pair("Disconnections", "\(statistics.totalDisconnections)"),
            pair("Longest outage", statistics.longestOutage.map(Figures.duration)),
            pair("Round trip", statistics.lastRoundTrip.map(Figures.milliseconds)),
        ]
    }

    private var trafficFigures: [StyledLine] {
        [
            pair("Messages in", "\(statistics.messagesReceived)"),
            pair("Messages out", "\(statistics.messagesSent)"),
            pair("Bytes in", Figures.bytes(statistics.bytesReceived)),
            pair("Bytes out", Figures.bytes(statistics.bytesSent)),
            pair("Rate", statistics.messageRate.map { Figures.decimal($0, places: 1, suffix: " msg/s") }),
            pair("Malformed", "\(statistics.malformedMessages)"),
            pair("Errors", "\(statistics.errorCount)"),
            pair("Samples kept", "\(recording.history.count) of \(recording.history.limits.samples)"),
        ]
    }

    private var deliveries: [StyledLine] {
        guard !counts.deliveries.isEmpty else { return [] }
        let rows = counts.deliveries.map { way in
            pair(
                harmless(way.name),
                "\(way.sent) sent, \(way.failed) failed, \(way.waiting) waiting, \(way.dropped) dropped")
        }
        return section("Alerts told", rows) + [StyledLine()]
    }

    private var storage: [StyledLine] {
        guard let storage = counts.storage else { return [] }
        let rows = [
            pair("Samples", "\(storage.written) written, \(storage.waiting) waiting, \(storage.dropped) dropped"),
            pair("Last error", storage.lastError.map(harmless)),
        ]
        return section("Database", rows) + [StyledLine()]
    }

    private var outages: [StyledLine] {
        let title = StyledLine([StyledSpan("Outages", .title)])
        guard !statistics.outages.isEmpty else { return [title, StyledLine([StyledSpan("none", .dim)])] }
        let head = StyledLine([StyledSpan("Start     Length    Attempts  Reason", .dim)])
        return [title, head]
            + statistics.outages.reversed().map { outage in
                let length = Figures.duration(outage.length(now: now.monotonic))
                return StyledLine([
                    StyledSpan(fitted(Figures.timeOfDay(outage.start.wall), 10), .plain),
                    StyledSpan(fitted(length, 10), .value),
                    StyledSpan(fitted("\(outage.attempts)", 10), .value),
                    StyledSpan(outage.end == nil ? "not over: " : "", .level(.warning)),
                    StyledSpan(harmless(outage.reason), .error),
                ])
            }
    }

    private var errors: [StyledLine] {
        let title = StyledLine([StyledSpan("Newest errors", .title)])
        let history = statistics.errorHistory
        guard !history.isEmpty else { return [title, StyledLine([StyledSpan("none", .dim)])] }
        let log = ErrorLog(errors: .init(history), glyphs: settings.glyphs, columns: columns)
        return [title] + history.reversed().flatMap(log.lines)
    }

    private func section(_ title: String, _ figures: [StyledLine]) -> [StyledLine] {
        [StyledLine([StyledSpan(title, .title)])] + figures
    }

    private func pair(_ label: String, _ value: String?) -> StyledLine {
        StyledLine([
            StyledSpan(fitted(label, labelColumns) + "  ", .dim),
            value.map { StyledSpan($0, .value) } ?? StyledSpan(signs.unknown, .dim),
        ])
    }

    private func fitted(_ text: String, _ columns: Int) -> String {
        TextWidth.fitted(text, to: columns, mark: signs.ellipsis)
    }

    private func harmless(_ text: String) -> String {
        HarmlessText.make(text, unicode: settings.unicode)
    }
}
