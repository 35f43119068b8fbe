import MonitoringFormatters

/// The footer: a notice while there is one, else the keys, as many as fit.
struct FooterLine {
    private let state: DashboardState
    private let signs: Signs

    init(_ state: DashboardState) {
        self.state = state
        self.signs = Signs(state.settings.glyphs)
    }

    func runs(columns: Int) -> [Run] {
        if let notice = state.notice {
            return [Run(HarmlessText.make(notice.text, unicode: state.settings.unicode), .notice)]
        }
        return Self.runs(hints: hints, columns: columns)
    }

    /// Keys with what they do, as many as fit.
    static func runs(hints: [(String, String)], columns: Int) -> [Run] {
        var runs: [Run] = []
        var taken = 0
        for (key, label) in hints {
            let width = TextWidth.columns(key) + 1 + TextWidth.columns(label)
            let gap = runs.isEmpty ? 0 : 2
            guard taken + gap + width <= columns else { break }
            if gap > 0 { runs.append(Run("  ")) }
            runs += [Run(key, .key), Run(" \(label)", .keyLabel)]
            taken += gap + width
        }
        return runs
    }

    /// What a way out is needed for comes first.
    private var hints: [(String, String)] {
        var hints: [(String, String)] = []
        if state.mode != .live {
            hints.append(("Esc", "back"))
        } else if state.stepsBack > 0 {
            hints += [("`", "live"), ("[", "older"), ("]", "newer")]
        } else if state.frozen != nil {
            hints.append(("Space", "go on"))
        } else if state.settings.hostName != nil {
            hints += [("Esc", "hosts"), ("< >", "other host")]
        }
        if state.mode != .alerts, state.hasAlerts { hints.append(("a", "alerts")) }
        let offered = KeyBindings.footer.filter(isOffered)
        return hints + Self.hints(offered).filter { hint in !hints.contains { $0.0 == hint.0 } }
    }

    private func isOffered(_ binding: KeyBinding) -> Bool {
        switch binding.actions.first?.command {
        case .reconnect: !state.hasEnded
        case .log: state.settings.keepsLog
        default: true
        }
    }

    /// The first key of each binding that has a label.
    static func hints(_ bindings: [KeyBinding]) -> [(String, String)] {
        bindings.compactMap { binding in
            guard let key = binding.actions.first?.keys.first, let label = binding.label else { return nil }
            return (key.name, label)
        }
    }
}
