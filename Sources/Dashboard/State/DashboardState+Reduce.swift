import MonitoringMessages

extension DashboardState {
    /// Takes one action in and says what its owner is to do.
    package mutating func reduce(_ action: DashboardAction) -> [DashboardEffect] {
        switch action {
        case .key(let key):
            guard let command = KeyBindings.command(for: key) else { return [] }
            return perform(command)
        case .mouse(let event):
            take(event)
        case .resized(let newSize):
            guard newSize != size else { return [] }
            size = newSize
            keepFocusVisible()
            revision += 1
        case .update(let update):
            take(update)
        case .remembered(let samples):
            live.history.remember(samples)
            revision += 1
        case .tick(let moment, let real):
            tick(moment, real: real ?? moment.monotonic)
        case .alerts(let list):
            return take(list)
        case .counts(let counts):
            guard counts != self.counts else { return [] }
            self.counts = counts
            revision += 1
        case .mark(let mark, let isOn):
            settings.mark(mark, isOn: isOn)
            revision += 1
        case .ended:
            hasEnded = true
            revision += 1
        case .log(let records):
            take(records)
        case .notice(let text):
            tell(text)
        }
        return []
    }

    private mutating func take(_ records: [LogRecord]) {
        guard !records.isEmpty else { return }
        log.append(contentsOf: records)
        log.removeFirst(max(0, log.count - ProgramLog.limit))
        guard mode.pane == .log else { return }
        let rows = programLog(columns: layout().last { $0.pane == .log }?.inner.columns ?? 0, of: records).rowCount
        // Who scrolled back keeps seeing the same lines.
        if offset(of: .log).rows > 0 { scroll[.log, default: ScrollOffset()].rows += rows }
        revision += 1
    }

    /// Shows a notice for a while.
    mutating func tell(_ text: String) {
        notice = Notice(text: text, until: real + Notice.lifetime)
        revision += 1
    }

    private mutating func tick(_ moment: Moment, real: Duration) {
        let isNewSecond = !moment.isSameSecond(as: now)
        now = moment
        self.real = real
        var changed = isNewSecond && size.columns > 0 && size.rows > 0
        if let until = notice?.until, until <= real {
            notice = nil
            changed = true
        }
        if changed { revision += 1 }
    }

    private mutating func take(_ update: ClientUpdate) {
        let markersBefore = live.history.markerCount
        live.take(update)
        // The update may be newer than the last tick; an age is never negative.
        if let newest = live.history.newest?.moment, newest.monotonic > now.monotonic { now = newest }
        let newRows = update.samples.count + max(0, live.history.markerCount - markersBefore)
        if frozen != nil {
            frozen?.missedSamples += update.samples.count
            frozen?.missedLogRows += newRows
            frozen?.missedErrors += update.errors.count
        } else {
            holdView(newSamples: update.samples.count, newLogRows: newRows, newErrors: update.errors.count)
            keepFocusVisible()
        }
        revision += 1
    }

    /// Who looks at an old sample or scrolled back keeps seeing the same lines.
    mutating func holdView(newSamples: Int, newLogRows: Int, newErrors: Int) {
        if stepsBack > 0 { stepsBack = min(stepsBack + newSamples, max(0, live.history.count - 1)) }
        if offset(of: .compact).rows > 0 { scroll[.compact, default: ScrollOffset()].rows += newLogRows }
        if offset(of: .errors).rows > 0 { scroll[.errors, default: ScrollOffset()].rows += newErrors }
    }

    private mutating func take(_ event: MouseEvent) {
        let before = (focus, scroll, mode)
        let region = layout().last { $0.rect.contains(column: event.column, row: event.row) }
        guard let pane = region?.pane else { return }
        switch event.action {
        case .wheelUp: move(pane, .lines(-Self.wheelLines))
        case .wheelDown: move(pane, .lines(Self.wheelLines))
        case .press: if mode == .live { focus = pane }
        }
        if before != (focus, scroll, mode) { revision += 1 }
    }

    /// Lines a notch of the wheel moves: what terminals and less do.
    private static let wheelLines = 3

    /// Panes come and go with size and data; the focus stays on one that is there.
    mutating func keepFocusVisible() {
        let panes = layout(of: .live).compactMap(\.pane)
        if !panes.contains(focus), let first = panes.first { focus = first }
    }
}
