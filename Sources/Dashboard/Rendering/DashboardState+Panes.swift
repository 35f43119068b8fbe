import MonitoringFormatters
import MonitoringMessages

extension DashboardState {
    /// The regions of the screen in the present mode.
    package func layout() -> [Region] { layout(of: mode, size: size) }

    func layout(of mode: DashboardMode) -> [Region] { layout(of: mode, size: size) }

    func layout(of mode: DashboardMode, size: ScreenSize) -> [Region] {
        Layout.make(size: size, mode: mode, needs: needs(mode: mode, size: size))
    }

    private func needs(mode: DashboardMode, size: ScreenSize) -> LayoutNeeds {
        let sample = shownSample?.sample
        return LayoutNeeds(
            metricsRows: metricsRows(sample, columns: size.columns),
            coreCount: sample?.processor?.perCoreUsagePercent.count ?? 0,
            help: mode.pane == .help
                ? HelpText.size(columns: max(0, size.columns - 4)) : ScreenSize(columns: 0, rows: 0))
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

    private static let waitingRows = 3
    /// A line of the simple or the compact format with its border.
    private static let oneLineColumns = 70

    /// Where a pane's content goes on the present screen; empty when the pane is not there.
    func contentRect(of pane: Pane) -> Rect {
        layout().first { $0.pane == pane }?.inner ?? Rect(column: 0, row: 0, columns: 0, rows: 0)
    }

    /// What a pane shows in a rectangle.
    func content(of pane: Pane, in rect: Rect) -> PaneContent {
        let recording = shown
        switch pane {
        case .metrics:
            return .lines(metrics(in: rect))
        case .graphs, .cores:
            return recording.history.count == 0 ? .lines(noSamples) : .drawing
        case .compact:
            guard recording.history.count > 0 else { return .lines(noSamples) }
            return .compactLog(
                CompactLog(
                    history: recording.history, formatter: OutputFormat.compact.formatter(formatOptions),
                    signs: Signs(unicode: settings.unicode), presentGap: presentGap))
        case .errors:
            guard !recording.errors.isEmpty else {
                return .lines([StyledLine([StyledSpan("No errors.", .dim)])])
            }
            return .errorLog(
                ErrorLog(
                    errors: recording.errors, unicode: settings.unicode, columns: rect.columns,
                    clipsText: mode.pane != .errors))
        case .statistics:
            let view = StatisticsView(recording: recording, settings: settings, now: shownMoment, columns: rect.columns)
            return .lines(view.lines)
        case .raw:
            guard let sample = shownSample else { return .lines(waiting) }
            return .lines(OutputFormat.json.formatter(formatOptions).format(sample).lines)
        case .help:
            return .lines(HelpText.lines(columns: rect.columns))
        }
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

    private func metrics(in rect: Rect) -> [StyledLine] {
        guard let received = shownSample else { return waiting }
        switch settings.format {
        case .detailed:
            let coresShown = layout().contains { $0.pane == .cores }
            let table = MetricsTable(received.sample, settings: settings, showsCores: !coresShown)
            return table.lines(columns: rect.columns, height: rect.rows)
        case .simple: return wrapped(received, columns: rect.columns)
        case .compact: return wrapped(received, columns: rect.columns)
        case .json, .jsonl: return OutputFormat.json.formatter(formatOptions).format(received).lines
        }
    }

    /// A one-line format, broken at its separators where the pane is too narrow.
    private func wrapped(_ received: ReceivedSample, columns: Int) -> [StyledLine] {
        let line = settings.format.formatter(formatOptions).format(received).lines.first?.withLevelMarks ?? StyledLine()
        if TextWidth.columns(line.plain) <= columns { return [line] }
        let fields = line.spans.split { $0.style == .separator && $0.text.utf8.count > 1 }.map(Array.init)
        return Flow.lines(fields, columns: columns, gap: "  ")
    }

    private var formatOptions: FormatOptions {
        FormatOptions(thresholds: settings.thresholds, unicode: settings.unicode, icons: false)
    }
}
