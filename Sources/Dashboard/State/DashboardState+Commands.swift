import MonitoringFormatters
import MonitoringMessages

extension DashboardState {
    mutating func perform(_ command: DashboardCommand) -> [DashboardEffect] {
        switch command {
        case .quit: return [.quit(keepFrame: false)]
        case .quitKeepingFrame: return [.quit(keepFrame: true)]
        case .suspend: return [.suspend]
        case .repaint: return [.repaint]
        case .saveSnapshot: return [.saveSnapshot]
        case .reconnect: return [.reconnectNow]
        case .faster: changeRedrawRate(by: 1)
        case .slower: changeRedrawRate(by: -1)
        default:
            if changeView(command) { revision += 1 }
        }
        return []
    }

    /// Performs what needs nothing from the owner. Returns whether anything visible changed.
    private mutating func changeView(_ command: DashboardCommand) -> Bool {
        let before = (mode, focus, scroll, settings, stepsBack)
        let wasFrozen = frozen != nil
        switch command {
        case .help: if case .help(let under) = mode { mode = under } else { mode = .help(over: mode) }
        case .back: goBack()
        case .format(let format): choose(format)
        case .nextFormat: choose(neighbour(of: settings.format, in: Self.paneFormats, by: 1))
        case .previousFormat: choose(neighbour(of: settings.format, in: Self.paneFormats, by: -1))
        case .pause: if wasFrozen { unfreeze() } else { frozen = FrozenRecording(recording: live, moment: now) }
        case .focusNext: moveFocus(by: 1)
        case .focusPrevious: moveFocus(by: -1)
        case .fullScreen: toggle(.fullScreen(focus))
        case .statistics: toggle(.statistics)
        case .errors: toggle(.errors)
        case .alerts: toggle(.alerts)
        case .raw: toggle(.raw)
        case .scroll(let step): scrollPane(mode.pane ?? focus, step)
        case .stepBack: stepsBack = min(stepsBack + 1, max(0, shown.history.count - 1))
        case .stepForward: stepsBack = max(0, stepsBack - 1)
        case .live: goLive()
        case .clearErrors: return clearErrors()
        case .nextTheme: settings.chooseNextTheme()
        case .quit, .quitKeepingFrame, .suspend, .repaint, .saveSnapshot, .reconnect, .faster, .slower, .openHost,
            .columnBefore, .columnAfter, .invertOrder, .filter:
            return false
        }
        return before != (mode, focus, scroll, settings, stepsBack) || wasFrozen != (frozen != nil)
    }

    /// The formats that the keys go through: one line of JSON is for pipes.
    private static let paneFormats: [OutputFormat] = [.simple, .detailed, .compact, .json]

    private mutating func choose(_ format: OutputFormat) {
        guard format != settings.format else { return }
        settings.format = format
        scroll[.metrics] = nil
        keepFocusVisible()
    }

    private func neighbour<Value: Equatable>(of value: Value, in values: [Value], by step: Int) -> Value {
        guard let index = values.firstIndex(of: value) else { return values.first ?? value }
        return values[(index + step + values.count) % values.count]
    }

    /// Opens a view, or leaves it when it is open; a view opened from the help replaces the help.
    private mutating func toggle(_ view: DashboardMode) {
        let base = mode.pane == .help ? mode.back : mode
        if case .fullScreen = view, case .fullScreen = base {
            mode = .live
        } else {
            mode = base == view ? .live : view
        }
    }

    /// Esc: out of a view first, then out of history and pause.
    private mutating func goBack() {
        if mode != .live { mode = mode.back } else { goLive() }
    }

    private mutating func goLive() {
        stepsBack = 0
        if frozen != nil { unfreeze() }
    }

    private mutating func unfreeze() {
        guard let frozen else { return }
        self.frozen = nil
        holdView(
            newSamples: frozen.missedSamples, newLogRows: frozen.missedLogRows, newErrors: frozen.missedErrors)
        keepFocusVisible()
    }

    private mutating func moveFocus(by step: Int) {
        guard mode == .live else { return }
        let panes = layout(of: .live).compactMap(\.pane)
        guard !panes.isEmpty else { return }
        focus = neighbour(of: focus, in: panes, by: step)
    }

    private mutating func clearErrors() -> Bool {
        guard !live.errors.isEmpty || !(frozen?.recording.errors.isEmpty ?? true) else { return false }
        live.errors.removeAll()
        frozen?.recording.errors.removeAll()
        scroll[.errors] = nil
        return true
    }

    private mutating func changeRedrawRate(by step: Int) {
        notice = Notice(text: settings.changeRedrawRate(by: step), until: now.monotonic + Notice.lifetime)
        revision += 1
    }
}
