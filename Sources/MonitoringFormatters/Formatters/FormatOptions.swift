/// What can be set about the formats.
public struct FormatOptions: Sendable, Equatable {
    /// Default: warning from 80 %, critical from 90 %.
    public var thresholds: UsageThresholds
    /// Cells of a bar; none leaves bars out. Default: 20.
    public var barLength: Int
    /// Whether text may hold more than ASCII. Without it bars are `#` and `.`, `│` is `|`, `–` is `-`, and there are no
    /// icons. Default: true.
    public var unicode: Bool
    /// Whether the detailed format has its icons. Default: true.
    public var icons: Bool
    /// Spaces of a level of pretty-printed JSON. Default: 2.
    public var indent: Int
    /// How the compact and detailed formats print times. Default: `14:30:25`.
    public var timeFormat: TimeFormat

    /// Options, each with its default.
    public init(
        thresholds: UsageThresholds = UsageThresholds(),
        barLength: Int = 20,
        unicode: Bool = true,
        icons: Bool = true,
        indent: Int = 2,
        timeFormat: TimeFormat = .standard
    ) {
        self.thresholds = thresholds
        self.barLength = barLength
        self.unicode = unicode
        self.icons = icons
        self.indent = indent
        self.timeFormat = timeFormat
    }

    /// What stands for an unknown figure.
    var unknown: String { unicode ? Figures.unknown : "-" }

    /// A percentage as a span at its level, or the sign for an unknown one.
    func percent(_ value: Double?, whole: Bool = false) -> StyledSpan {
        guard let value, value.isFinite else { return StyledSpan(unknown, .dim) }
        let text = whole ? Figures.wholePercent(value) : Figures.percent(value)
        return StyledSpan(text, .level(thresholds.level(value)))
    }

    /// Text from outside, made harmless.
    func harmless(_ text: String) -> String {
        HarmlessText.make(text, unicode: unicode)
    }
}
