import MonitoringMessages

/// What the table of hosts is sorted by.
package enum FleetColumn: String, Sendable, Hashable, CaseIterable {
    /// What is down first, then what is late, then the highest figure.
    case worst
    case name, cpu, memory, disk, gpu, age, link

    func neighbour(_ step: Int) -> FleetColumn {
        let all = Self.allCases
        guard let index = all.firstIndex(of: self) else { return self }
        return all[(index + step + all.count) % all.count]
    }
}

/// The table: what it is sorted and filtered by, and where it stands. Hosts are named by their position in the order
/// given, so that the selection stays with its host when the order changes.
package struct HostTable: Sendable, Equatable {
    package internal(set) var column = FleetColumn.worst
    package internal(set) var isInverted = false
    package internal(set) var filter = ""
    /// Whether keys go into the filter.
    package internal(set) var isFiltering = false
    /// Hosts that pass the filter, first line first.
    package internal(set) var order: [Int] = []
    /// nil stays on the first line, whichever host that is.
    package internal(set) var selected: Int?
    /// The line at the top of the screen.
    package internal(set) var top = 0
    /// Lines that the help is scrolled by; nil while it is not shown.
    package internal(set) var help: Int?

    /// The line of the selected host.
    var cursor: Int { selected.flatMap { order.firstIndex(of: $0) } ?? 0 }

    /// The selected host, or that of the first line; nil when there is no line.
    package var cursorHost: Int? { order.indices.contains(cursor) ? order[cursor] : nil }
}

extension FleetState {
    /// Puts the hosts that pass the filter in order. The selected host stays on its line of the screen, as far as the
    /// table goes.
    mutating func sortTable() {
        let lineOnScreen = table.cursor - table.top
        let wasShown = table.selected.map { table.order.contains($0) } ?? false
        let filter = table.filter.lowercased()
        let places = hosts.indices.compactMap { host -> HostPlace? in
            let line = HostLine(hosts[host], settings: settings, now: now)
            return line.passes(filter) ? HostPlace(line, host: host, by: table.column) : nil
        }
        table.order = places.sorted { $0.isBefore($1, inverted: table.isInverted) }.map(\.host)
        if wasShown { table.top = table.cursor - lineOnScreen }
        keepSelectionVisible()
    }

    /// Scrolls just as far as the selected line, and the screen's last, need.
    mutating func keepSelectionVisible() {
        let rows = FleetLayout(size: size).rows.rows
        let cursor = table.cursor
        table.top = min(max(table.top, cursor - max(0, rows - 1)), cursor)
        table.top = max(0, min(table.top, table.order.count - rows))
    }

    mutating func scrollTable(_ step: ScrollStep) {
        if let help = table.help {
            table.help = scrolledHelp(from: help, step)
            return
        }
        guard !table.order.isEmpty else { return }
        let page = max(1, FleetLayout(size: size).rows.rows - 1)
        let last = table.order.count - 1
        func select(_ line: Int) { table.selected = table.order[min(max(0, line), last)] }
        switch step {
        case .up: select(table.cursor - 1)
        case .down: select(table.cursor + 1)
        case .pageUp: select(table.cursor - page)
        case .pageDown: select(table.cursor + page)
        // The first line, whichever host comes there.
        case .start: table.selected = nil
        case .end: select(last)
        case .left, .right: break
        }
        keepSelectionVisible()
    }

    private func scrolledHelp(from offset: Int, _ step: ScrollStep) -> Int {
        let layout = FleetLayout(size: size)
        let rows = layout.help.inner.rows
        let last = max(0, HelpText.table.lines(columns: layout.helpColumns).count - rows)
        let present = min(offset, last)
        let next =
            switch step {
            case .up: present - 1
            case .down: present + 1
            case .pageUp: present - max(1, rows - 1)
            case .pageDown: present + max(1, rows - 1)
            case .start: 0
            case .end: last
            case .left, .right: present
            }
        return min(max(0, next), last)
    }

    /// The wheel moves the lines, a press selects, and a press on the selected line opens it.
    mutating func take(_ event: MouseEvent) {
        guard table.help == nil else { return }
        let rect = FleetLayout(size: size).rows
        let last = max(0, table.order.count - rect.rows)
        switch event.action {
        case .wheelUp: scrollTable(.up)
        case .wheelDown: scrollTable(.down)
        case .press:
            let line = table.top + event.row - rect.row
            guard rect.contains(column: event.column, row: event.row), table.order.indices.contains(line) else {
                return
            }
            let host = table.order[line]
            if table.cursorHost == host, table.selected == host { open(host) } else { table.selected = host }
        }
        table.top = min(table.top, last)
        revision += 1
    }
}
