import MonitoringFormatters
import MonitoringMessages

/// A pane's title, and what is to be said about it at the right of its border.
struct PaneCaption {
    let state: DashboardState
    let pane: Pane
    let content: PaneContent
    let rows: Int

    private var signs: Signs { Signs(state.settings.glyphs) }

    var title: [Run] {
        let isFocused = state.mode == .live && state.focus == pane
        let role = isFocused ? Role.paneTitleFocused : .paneTitle
        // The sign tells the focus without colours.
        return [Run((isFocused ? "\(signs.focus) " : "") + name, role)]
    }

    private var name: String {
        switch pane {
        case .metrics: "Metrics"
        case .graphs: "History"
        case .cores: "Cores"
        case .compact: "Log"
        case .errors: "Errors"
        case .statistics: "Statistics"
        case .alerts: "Alerts"
        case .raw: "Raw message"
        case .log: "Program log"
        case .help: "Keys"
        }
    }

    var info: [Run] {
        var parts = facts
        let offset = state.offset(of: pane)
        // A log that follows its end has nothing to say about its place.
        if !pane.isLog || offset.rows > 0,
            let position = content.position(offset: offset, rows: rows, isLog: pane.isLog)
        {
            parts.append(Run(position, .text(.dim)))
            if pane.isLog { parts.append(Run("End follows", .text(.title))) }
        }
        return Array(parts.map { [$0] }.joined(separator: [Run(signs.dot, .text(.separator))]))
    }

    private var facts: [Run] {
        switch pane {
        case .metrics: [Run(state.settings.format.rawValue, .text(.dim))] + time
        case .raw: time
        case .compact where state.shown.history.count > 0:
            [Run(count(state.shown.history.count, "sample"), .text(.dim))]
        case .log where !state.log.isEmpty: [Run(count(state.log.count, "entry", "entries"), .text(.dim))]
        case .errors where !state.shown.errors.isEmpty: [Run(count(state.shown.errors.count, "error"), .text(.dim))]
        default: []
        }
    }

    private func count(_ count: Int, _ noun: String, _ plural: String? = nil) -> String {
        count == 1 ? "1 \(noun)" : "\(count) \(plural ?? noun + "s")"
    }

    /// When the sample on show was taken, or how old it is if it should be newer.
    private var time: [Run] {
        guard let sample = state.shownSample else { return [] }
        if state.isStale {
            let age = max(.zero, state.shownMoment.monotonic - sample.moment.monotonic)
            return [Run(" STALE \(AgeText.make(age)) old ", .mark)]
        }
        return [Run(Figures.timeOfDay(sample.moment.wall), .text(.dim))]
    }
}
