import DequeModule
import MonitoringFormatters
import MonitoringMessages

extension DashboardState {
    /// The regions of the screen in the present mode.
    package func layout() -> [Region] { layout(of: mode, size: size) }

    func layout(of mode: DashboardMode) -> [Region] { layout(of: mode, size: size) }

    func layout(of mode: DashboardMode, size: ScreenSize) -> [Region] {
        // What is not on the screen is not measured either.
        guard size.columns > 0, size.rows > 0 else { return [] }
        return Layout.make(size: size, mode: mode, needs: needs(mode: mode, size: size))
    }

    private func needs(mode: DashboardMode, size: ScreenSize) -> LayoutNeeds {
        let sample = shownSample?.sample
        return LayoutNeeds(
            metricsRows: metricsRows(sample, columns: size.columns),
            detailRows: detailRows(sample, columns: size.columns),
            optionalRows: optionalRows(sample),
            coreCount: sample?.processor?.perCoreUsagePercent.count ?? 0,
            help: mode.pane == .help
                ? HelpText.dashboard.size(columns: max(0, size.columns - 4)) : ScreenSize(columns: 0, rows: 0))
    }

    private func metricsRows(_ sample: MonitoringSample?, columns: Int) -> Int {
        guard let sample else { return Self.waitingRows }
        switch settings.format {
        case .detailed:
            let showsCores = columns < Layout.coresColumns
            return MetricsTable(sample, settings: settings, showsCores: showsCores).rowCount
        case .simple, .compact: return max(1, columns) < Self.oneLineColumns ? 2 : 1
        // As long as the message is; the layout leaves the others their part.
        case .json, .jsonl: return Int(Int16.max)
        }
    }

    private func detailRows(_ sample: MonitoringSample?, columns: Int) -> Int {
        guard settings.format == .detailed, let sample else { return 0 }
        return MetricsTable(sample, settings: settings, showsCores: columns < Layout.coresColumns).detailRowCount
    }

    private func optionalRows(_ sample: MonitoringSample?) -> Int {
        guard settings.format == .detailed, let sample else { return 0 }
        return MetricsTable(sample, settings: settings, showsCores: false).optionalRowCount
    }

    private static let waitingRows = 3
    /// A line of the simple or the compact format with its border.
    private static let oneLineColumns = 70

    /// What a pane shows in a rectangle, the regions of the screen being known.
    func content(of pane: Pane, in rect: Rect, among regions: [Region]) -> PaneContent {
        let recording = shown
        switch pane {
        case .metrics:
            return metrics(in: rect, showsCores: !regions.contains { $0.pane == .cores })
        case .graphs where !recording.history.remembered.entries.isEmpty:
            return .drawing
        case .graphs, .cores:
            return recording.history.count == 0 ? .lines(noSamples) : .drawing
        case .compact:
            guard recording.history.count > 0 else { return .lines(noSamples) }
            return .compactLog(
                CompactLog(
                    history: recording.history, formatter: OutputFormat.compact.formatter(formatOptions),
                    signs: Signs(settings.glyphs), presentGap: presentGap))
        case .errors:
            guard !recording.errors.isEmpty else {
                return .lines([StyledLine([StyledSpan("No errors.", .dim)])])
            }
            return .errorLog(
                ErrorLog(errors: recording.errors, glyphs: settings.glyphs, columns: rect.columns))
        case .statistics:
            let view = StatisticsView(
                recording: recording, counts: counts, settings: settings, now: shownMoment, columns: rect.columns)
            return .lines(view.lines)
        case .alerts:
            return .lines(AlertsView(alerts: alerts, settings: settings, now: now).lines)
        case .raw:
            guard let sample = shownSample else { return .lines(waiting) }
            return .lines(json(sample))
        case .log:
            guard !log.isEmpty else { return .lines([StyledLine([StyledSpan(emptyLog, .dim)])]) }
            return .programLog(programLog(columns: rect.columns, of: log))
        case .help:
            return .lines(HelpText.dashboard.lines(columns: rect.columns))
        }
    }

    func programLog(columns: Int, of records: some Sequence<LogRecord>) -> ProgramLog {
        ProgramLog(records: Deque(records), glyphs: settings.glyphs, columns: columns)
    }

    private var emptyLog: String {
        settings.keepsLog ? "Nothing logged yet." : "Nothing is logged: start with --verbose, or set log-level."
    }

    /// The silence since the newest sample, once it is late.
    var presentGap: Duration? {
        let history = shown.history
        return history.isLate(at: shownMoment) ? history.age(at: shownMoment) : nil
    }

    private var noSamples: [StyledLine] { [StyledLine([StyledSpan("No samples yet.", .dim)])] }

    private var waiting: [StyledLine] {
        WaitingText.lines(shown, now: shownMoment, unicode: settings.unicode)
    }

    private func metrics(in rect: Rect, showsCores: Bool) -> PaneContent {
        guard let received = shownSample else { return .lines(waiting) }
        switch settings.format {
        case .detailed:
            let table = MetricsTable(received.sample, settings: settings, showsCores: showsCores)
            guard table.rowCount + table.optionalRowCount > 0 else {
                return .lines([StyledLine([StyledSpan(CompactLog.noFigures, .dim)])])
            }
            return .metrics(table.lines(columns: rect.columns, height: rect.rows))
        case .simple: return .lines(wrapped(received, columns: rect.columns))
        case .compact: return .lines(wrapped(received, columns: rect.columns))
        case .json, .jsonl: return .lines(json(received))
        }
    }

    /// The whole message up to a limit: each frame lays it out anew.
    private func json(_ received: ReceivedSample) -> [StyledLine] {
        let formatter = OutputFormat.json.formatter(formatOptions)
        let left = received.rawBytes.count - Self.rawLimit
        guard left > 0 else { return formatter.format(received).lines }
        var head = received
        head.raw = String(decoding: received.rawBytes.prefix(Self.rawLimit), as: UTF8.self)
        let mark = Signs(settings.glyphs).ellipsis
        return formatter.format(head).lines + [StyledLine([StyledSpan("\(mark) \(left) more bytes", .dim)])]
    }

    /// Bytes of a message that are laid out: forty times a large sample.
    private static let rawLimit = 64 * 1024

    /// A one-line format, broken at its separators where the pane is too narrow.
    private func wrapped(_ received: ReceivedSample, columns: Int) -> [StyledLine] {
        let received = received.withGPUs(CompactLog.gpuLimit)
        let line = settings.format.formatter(formatOptions).format(received).lines.first?.withLevelMarks ?? StyledLine()
        if TextWidth.columns(line.plain) <= columns { return [line] }
        let fields = line.spans.split { $0.style == .separator && $0.text.utf8.count > 1 }.map(Array.init)
        return Flow.lines(fields, columns: columns, gap: "  ")
    }

    private var formatOptions: FormatOptions {
        FormatOptions(thresholds: settings.thresholds, unicode: settings.unicode, icons: false, indent: settings.indent)
    }
}
