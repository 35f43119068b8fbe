import MonitoringAlerts
import MonitoringMessages

extension FleetState {
    /// Takes one action in and says what its owner is to do.
    package mutating func reduce(_ action: FleetAction) -> [FleetEffect] {
        switch action {
        case .key(let key): return take(key)
        case .updates(let updates): take(updates)
        case .remembered(let samples, let host):
            guard hosts.indices.contains(host) else { return [] }
            _ = hosts[host].dashboard.reduce(.remembered(samples))
            revision += 1
        case .mouse(let event):
            if let openHost { return pass(.mouse(event), to: openHost) }
            take(event)
        case .resized(let newSize):
            guard newSize != size else { return [] }
            size = newSize
            if let openHost { return pass(.resized(newSize), to: openHost) }
            keepSelectionVisible()
            revision += 1
        case .ended:
            if let openHost { return pass(.ended, to: openHost) }
        case .log(let records):
            log.append(contentsOf: records)
            log.removeFirst(max(0, log.count - ProgramLog.limit))
            if let openHost { return pass(.log(records), to: openHost) }
        case .tick(let moment, let real):
            let before = now
            now = moment
            self.real = real ?? moment.monotonic
            if let openHost { return pass(.tick(moment, real: real), to: openHost) }
            if let until = notice?.until, until <= self.real {
                notice = nil
                revision += 1
            }
            guard !moment.isSameSecond(as: before), size.columns > 0, size.rows > 0 else { return [] }
            sortTable()
            revision += 1
        case .alerts(let list):
            guard list != alerts else { return [] }
            defer { alerts = list }
            if let openHost { return pass(.alerts(list), to: openHost) }
            revision += 1
            return list.effects(since: alerts, settings: settings).map { FleetEffect(effect: $0, host: 0) }
        case .counts(let counts):
            if let openHost { return pass(.counts(counts), to: openHost) }
        case .mark(let mark, let isOn):
            settings.mark(mark, isOn: isOn)
            if let openHost { return pass(.mark(mark, isOn: isOn), to: openHost) }
            revision += 1
        case .notice(let text):
            if let openHost { return pass(.notice(text), to: openHost) }
            notice = Notice(text: text, until: real + Notice.lifetime)
            revision += 1
        }
        return []
    }

    private mutating func take(_ updates: [HostUpdate]) {
        var isFirstAnswer = false
        for news in updates where hosts.indices.contains(news.host) {
            let host = news.host
            let hadSample = hosts[host].dashboard.live.history.newest != nil
            _ = hosts[host].dashboard.reduce(.update(news.update))
            if let newest = hosts[host].dashboard.live.history.newest?.moment {
                if newest.monotonic > now.monotonic { now = newest }
                if !hadSample { isFirstAnswer = true }
            }
            if view == .table || openHost == host { revision += 1 }
        }
        // A host that answers for the first time takes its place at once.
        if hasTable, isFirstAnswer { sortTable() }
    }

    /// Hands an action to a host's dashboard. What is chosen there is chosen for all.
    mutating func pass(_ action: DashboardAction, to host: Int) -> [FleetEffect] {
        let before = hosts[host].dashboard.revision
        let effects = hosts[host].dashboard.reduce(action)
        if hosts[host].dashboard.revision != before { revision += 1 }
        var chosen = hosts[host].dashboard.settings
        chosen.marks = settings.marks
        chosen.hostName = nil
        settings = chosen
        return effects.map { FleetEffect(effect: $0, host: host) }
    }

    // MARK: - The two views

    /// Shows a host in the full view.
    mutating func open(_ host: Int) {
        guard hosts.indices.contains(host) else { return }
        closeHost()
        view = .host(host)
        table.selected = host
        var settings = settings
        settings.hostName = hasTable ? hosts[host].name : nil
        settings.marks = (settings.hostName.map { [$0] } ?? []) + settings.marks + hosts[host].marks
        hosts[host].dashboard.settings = settings
        hosts[host].dashboard.alerts = alerts
        hosts[host].dashboard.log = log
        hosts[host].dashboard.live.history.unpack()
        _ = hosts[host].dashboard.reduce(.tick(now, real: real))
        _ = hosts[host].dashboard.reduce(.resized(size))
        revision += 1
    }

    /// Goes back to the table, the host that was open being selected.
    mutating func showTable() {
        closeHost()
        view = .table
        sortTable()
        revision += 1
    }

    /// A dashboard that is not on the screen has no size, so that its updates cost no layout, and its history is packed.
    private mutating func closeHost() {
        guard let openHost else { return }
        hosts[openHost].dashboard.live.history.pack()
        _ = hosts[openHost].dashboard.reduce(.resized(ScreenSize(columns: 0, rows: 0)))
    }

    /// Opens the host `step` lines further down the table; past its end comes its start.
    mutating func openNeighbour(by step: Int) {
        guard let openHost, !table.order.isEmpty else { return }
        guard let position = table.order.firstIndex(of: openHost) else { return open(table.order[0]) }
        let count = table.order.count
        let next = table.order[(position + step % count + count) % count]
        if next != openHost { open(next) }
    }
}
