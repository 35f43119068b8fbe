package import MonitoringFormatters

/// How many colours the terminal has.
package enum ColorCount: Int, Sendable, Hashable, CaseIterable, Comparable {
    case none = 0
    case eight = 8
    case sixteen = 16
    case many = 256

    /// The largest known count that a terminal with `colors` colours can show.
    package init(colors: Int) {
        self = Self.allCases.last { $0.rawValue <= colors } ?? .none
    }

    package static func < (left: ColorCount, right: ColorCount) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// A set of looks.
package enum Theme: String, Sendable, Hashable, CaseIterable {
    /// The terminal's own colours: readable on dark and on light backgrounds.
    case standard = "default"
    case dark
    case light
    /// No colours, only attributes.
    case mono
}

/// What the person at the screen can choose, by option or by key.
package struct DashboardSettings: Sendable, Equatable {
    /// Redraws a second that `+` and `-` step through. More than 30 costs processor time that nobody can see.
    package static let redrawRates = [1, 2, 5, 10, 20, 30]

    /// The metrics pane's format. Default: detailed.
    package var format = OutputFormat.detailed
    /// The signs to draw with. Default: full.
    package var glyphs = Glyphs.full
    /// Colours of the terminal. Default: 256.
    package var colors = ColorCount.many
    /// Default: the terminal's own colours.
    package var theme = Theme.standard
    /// From where a percentage is a warning, and critical.
    package var thresholds = UsageThresholds()
    /// Spaces of a level of JSON. Default: 2.
    package var indent = 2
    /// Redraws a second, at most. Default: 10.
    package var redrawsPerSecond = 10
    /// Whether alerts sound the bell. Default: true.
    package var ringsBell = true
    /// Whether the program keeps a log, which a view shows. Default: no.
    package var keepsLog = false
    /// Lasting marks that the header shows in reverse video behind the state, such as `INSECURE TLS`. Default: none.
    package var marks: [String] = []

    /// The host's name where it is one of several, which Esc leads back to. Default: nil, the only one.
    var hostName: String?

    /// The defaults.
    package init() {}

    /// Whether signs outside ASCII may be used.
    package var unicode: Bool { glyphs != .ascii }

    mutating func mark(_ mark: String, isOn: Bool) {
        marks.removeAll { $0 == mark }
        if isOn { marks.append(mark) }
    }

    mutating func chooseNextTheme() {
        let themes = Theme.allCases
        guard let index = themes.firstIndex(of: theme) else { return }
        theme = themes[(index + 1) % themes.count]
    }

    /// - Returns: what it is now, in words.
    mutating func changeRedrawRate(by step: Int) -> String {
        let present = redrawsPerSecond
        let next = step > 0 ? Self.redrawRates.first { $0 > present } : Self.redrawRates.last { $0 < present }
        if let next { redrawsPerSecond = next }
        return "at most \(redrawsPerSecond) redraws a second"
    }
}
