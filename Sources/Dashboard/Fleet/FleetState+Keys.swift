extension FleetState {
    mutating func take(_ key: Key) -> [FleetEffect] {
        if let openHost { return take(key, in: openHost) }
        if table.isFiltering {
            edit(key)
            return []
        }
        guard let command = KeyBindings.command(for: key) else { return [] }
        return perform(command)
    }

    /// In the full view: what leads out of it, and else what its dashboard makes of the key.
    private mutating func take(_ key: Key, in host: Int) -> [FleetEffect] {
        if hasTable, let command = KeyBindings.command(for: key) {
            let dashboard = hosts[host].dashboard
            switch command {
            case .back where dashboard.mode == .live && dashboard.stepsBack == 0 && dashboard.frozen == nil:
                showTable()
                return []
            case .columnBefore,
                .scroll(.left) where dashboard.mode == .live:
                openNeighbour(by: -1)
                return []
            case .columnAfter,
                .scroll(.right) where dashboard.mode == .live:
                openNeighbour(by: 1)
                return []
            default: break
            }
        }
        return pass(.key(key), to: host)
    }

    private mutating func perform(_ command: DashboardCommand) -> [FleetEffect] {
        func effect(_ effect: DashboardEffect, host: Int = 0) -> [FleetEffect] {
            [FleetEffect(effect: effect, host: host)]
        }
        revision += 1
        switch command {
        case .quit: return effect(.quit(keepFrame: false))
        case .quitKeepingFrame: return effect(.quit(keepFrame: true))
        case .suspend: return effect(.suspend)
        case .repaint: return effect(.repaint)
        case .saveSnapshot: return effect(.saveSnapshot)
        case .faster: return reduce(.notice(settings.changeRedrawRate(by: 1)))
        case .slower: return reduce(.notice(settings.changeRedrawRate(by: -1)))
        case .nextTheme: settings.chooseNextTheme()
        case .reconnect: return table.cursorHost.map { effect(.reconnectNow, host: $0) } ?? []
        case .openHost: if let host = table.cursorHost { open(host) }
        case .statistics, .errors, .alerts, .raw:
            guard let host = table.cursorHost else { return [] }
            open(host)
            _ = hosts[host].dashboard.perform(command)
        case .help: table.help = table.help == nil ? 0 : nil
        case .back: goBack()
        case .columnBefore: sort(by: table.column.neighbour(-1))
        case .columnAfter: sort(by: table.column.neighbour(1))
        case .invertOrder:
            table.isInverted.toggle()
            sortTable()
        case .filter: table.isFiltering = true
        case .scroll(let step): scrollTable(step)
        case .format, .nextFormat, .previousFormat, .pause, .focusNext, .focusPrevious, .fullScreen, .stepBack,
            .stepForward, .live, .clearErrors:
            // Of one host.
            break
        }
        return []
    }

    /// Esc: out of the help first, then out of the filter, then back to the first line.
    private mutating func goBack() {
        if table.help != nil {
            table.help = nil
        } else if !table.filter.isEmpty {
            setFilter("")
        } else {
            table.selected = nil
            keepSelectionVisible()
        }
    }

    private mutating func sort(by column: FleetColumn) {
        table.column = column
        sortTable()
    }

    // MARK: - The filter

    /// A filter longer than this fits no line.
    private static let filterLimit = 64

    private mutating func edit(_ key: Key) {
        revision += 1
        switch key {
        case .escape:
            table.isFiltering = false
            setFilter("")
        case .enter: table.isFiltering = false
        case .backspace, .control("h"): setFilter(String(table.filter.dropLast()))
        case .control("u"): setFilter("")
        case .character(let character):
            if table.filter.count < Self.filterLimit { setFilter(table.filter + String(character)) }
        case .up: scrollTable(.up)
        case .down: scrollTable(.down)
        default: break
        }
    }

    private mutating func setFilter(_ filter: String) {
        table.filter = filter
        sortTable()
    }
}
