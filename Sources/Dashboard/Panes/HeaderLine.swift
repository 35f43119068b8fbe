import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages

/// The header: what matters most stays when the screen gets narrow.
struct HeaderLine {
    /// A field of the header with its shorter forms.
    private struct Field {
        struct Form {
            var text: String
            var importance: Int
            /// Whether it is clipped to what room there is once a shorter form is on show.
            var isFlexible = false
        }

        /// The shorter a form, the more important.
        var forms: [Form]
        var role: Role

        init(_ forms: [(String, Int)], role: Role) {
            self.forms = forms.map { Form(text: $0.0, importance: $0.1) }
            self.role = role
        }
    }

    private let state: DashboardState
    private let signs: Signs
    private var status: ConnectionStatus { state.live.status }

    init(_ state: DashboardState) {
        self.state = state
        self.signs = Signs(state.settings.glyphs)
    }

    /// The runs of a header of that width, the clock at its right edge.
    func runs(columns: Int) -> [Run] {
        let state = stateRun(columns)
        var fields = marks(columns) + (status.state == .connected ? connectedFields : downFields(columns))
        let clock = clockField
        fields.append(clock)
        // The most important form that fits is taken first; a longer one takes its place when there is room for it too.
        var texts = [String?](repeating: nil, count: fields.count)
        var room = columns - TextWidth.columns(state.text)
        let candidates = fields.indices.flatMap { index in fields[index].forms.map { (index, $0) } }
        for (index, form) in candidates.sorted(by: { $0.1.importance > $1.1.importance }) {
            let isFirst = index < fields.count - 1 && texts.dropLast().allSatisfy { $0 == nil }
            let separator = isFirst ? 1 : index == fields.count - 1 ? Self.clockMargin : TextWidth.columns(signs.dot)
            let present = texts[index].map(TextWidth.columns) ?? -separator
            let text = form.isFlexible && present > 0 ? clipped(form.text, present + room) : form.text
            let more = TextWidth.columns(text) - present
            guard more <= room, more > 0, !text.isEmpty else { continue }
            texts[index] = text
            room -= more
        }
        let shown = zip(texts, fields).dropLast().compactMap { text, field in text.map { Run($0, field.role) } }
        var runs = [state]
        for (index, run) in shown.enumerated() {
            runs.append(index == 0 ? Run(" ") : Run(signs.dot, .text(.separator)))
            runs.append(run)
        }
        if let time = texts.last ?? nil {
            runs += [Run(String(repeating: " ", count: room + Self.clockMargin)), Run(time, clock.role)]
        }
        return runs
    }

    /// The time, or when a recording that has been played ended.
    private var clockField: Field {
        let time = Figures.timeOfDay(state.now.wall)
        // Of a link that is down there is more to say.
        let importance = status.state == .connected ? 58 : 43
        guard state.hasEnded else { return Field([(time, importance)], role: .text(.dim)) }
        return Field([("ended \(time)", 49), ("ended", 111)], role: .text(.title))
    }

    private static let clockMargin = 2

    private func clipped(_ text: String, _ columns: Int) -> String {
        TextWidth.clipped(text, to: columns, mark: signs.ellipsis)
    }

    /// The state's sign and name; the name is cut short where a critical figure needs the room.
    private func stateRun(_ columns: Int) -> Run {
        let name = status.state.rawValue.uppercased()
        let text = "\(signs.state(status.state)) \(name)"
        guard let worst else { return Run(text, .state(status.state)) }
        let marks = state.frozen == nil ? 0 : TextWidth.columns(Self.pausedMark + signs.dot)
        let needed = TextWidth.columns(text) + 1 + TextWidth.columns("\(worst.level.mark) \(worst.text)") + marks
        let shown = needed <= columns ? name : String(name.prefix(4))
        return Run("\(signs.state(status.state)) \(shown)", .state(status.state))
    }

    /// The highest figure on show, while connected and when it is not normal.
    private var worst: WorstFigure? {
        guard status.state == .connected, let sample = state.shownSample?.sample,
            let worst = WorstFigure(sample, settings: state.settings), worst.level != .normal
        else { return nil }
        return worst
    }

    private static let pausedMark = " PAUSED "

    /// What the command has set, PAUSED and HISTORY.
    private func marks(_ columns: Int) -> [Field] {
        var fields = state.settings.marks.map { mark in
            let text = harmless(mark)
            // In full before anything else from 80 columns on, cut from 40 on.
            // The end of a recording says as much as its mark.
            let least = state.hasEnded ? 60 : 111
            var field = Field([(" \(clipped(text, 8)) ", columns >= 40 ? 120 : least)], role: .mark)
            field.forms.append(Field.Form(text: " \(text) ", importance: columns >= 80 ? 119 : 87, isFlexible: true))
            return field
        }
        if let frozen = state.frozen {
            let length = Figures.duration(state.now.monotonic - frozen.moment.monotonic)
            let missed = frozen.missedSamples
            let forms = [(" PAUSED \(length), \(missed) new ", 66), (" PAUSED \(length) ", 86), (Self.pausedMark, 110)]
            fields.append(Field(forms, role: .mark))
        }
        if state.stepsBack > 0 {
            fields.append(Field([(" HISTORY \(signs.minus)\(state.stepsBack) ", 94)], role: .mark))
        }
        return fields
    }

    private var connectedFields: [Field] {
        let statistics = state.live.statistics
        var fields: [Field] = []
        var isAlertTold = false
        if let worst {
            let mark = worst.level.mark
            let whole = "\(worst.name) \(Figures.wholePercent(worst.percent))"
            var forms = [("\(mark) \(worst.text)", 98), ("\(mark)\(whole)", 104), (mark, 112)]
            // A figure that is the alert says so itself; of several hosts the alert may be another's.
            if let alert = state.alerts.active.first, alert.subject == worst.subject,
                alert.host == state.settings.hostName ?? alert.host
            {
                let count = state.alerts.active.count
                forms.append(("\(mark) \(worst.text)\(count == 1 ? " alert" : ", \(AlertCount.text(count))")", 97))
                isAlertTold = true
            }
            fields.append(Field(forms, role: state.isStale ? .text(.dim) : .text(.level(worst.level))))
        }
        if !isAlertTold, let alerts = alerts([96, 97]) ?? serverAlerts { fields.append(alerts) }
        fields.append(uri(whole: 28, host: 57, shortest: 72))
        if let hostname = hostname(60) { fields.append(hostname) }
        if let start = statistics.connectionStart {
            let length = Figures.clock(state.now.monotonic - start.monotonic)
            fields.append(Field([("up \(length)", 30)], role: .text(.plain)))
        }
        if let rate = statistics.messageRate {
            let text = Figures.decimal(rate, places: 1, suffix: " msg/s")
            fields.append(Field([(text, 25)], role: .text(.plain)))
        }
        // While the link is up, each connection that ended was followed by another.
        let reconnects = statistics.totalDisconnections
        if reconnects > 0 {
            let text = reconnects == 1 ? "1 reconnect" : "\(reconnects) reconnects"
            fields.append(Field([(text, 20)], role: .text(.plain)))
        }
        if state.frozen == nil {
            // Figures that are not fresh must not be taken for the present.
            fields.append(age([55, 75, state.isStale ? 113 : 85]))
        }
        return fields
    }

    /// The alerts that are on, their count and the worst; the count is the more important.
    private func alerts(_ importance: [Int]) -> Field? {
        AlertMark(state.alerts, unicode: state.settings.unicode).map { mark in
            Field(Array(zip(mark.texts, importance.reversed())), role: .text(.level(mark.level)))
        }
    }

    /// How many alerts the shown sample brought along.
    private var serverAlerts: Field? {
        guard let alerts = state.shownSample?.sample.alerts, !alerts.isEmpty else { return nil }
        let isCritical = alerts.contains { $0.usageLevel == .critical }
        return Field([(AlertCount.text(alerts.count), 97)], role: .text(.level(isCritical ? .critical : .warning)))
    }

    /// In order of importance: why, when the next try is, its number, the age of the data, the server, its host.
    private func downFields(_ columns: Int) -> [Field] {
        var fields = [uri(whole: 30, host: 46, shortest: 44)]
        if let reason = status.reason.map(withoutAddress).map(harmless), !reason.isEmpty {
            // The first words tell the most. Where there is room for little, the next try is worth more than a few letters.
            let last = columns >= 40 ? 100 : 88
            let pieces = [(clipped(reason, 40), 48), (clipped(reason, 24), 65), (clipped(reason, 12), last)]
            var field = Field(pieces, role: .text(.error))
            field.forms.append(Field.Form(text: reason, importance: 45, isFlexible: true))
            fields.append(field)
        }
        if status.attempt > 0 {
            let number = status.maxAttempts.map { "\(status.attempt) of \($0)" } ?? "\(status.attempt)"
            let short = status.maxAttempts.map { "\(status.attempt)/\($0)" } ?? "#\(status.attempt)"
            fields.append(Field([("attempt \(number)", 41), (short, 60)], role: .text(.plain)))
        }
        if let next = status.nextAttemptAt {
            let seconds = secondsLeft(until: next)
            let forms = [("next in \(seconds) s", 70), ("in \(seconds) s", 80), ("\(seconds) s", 90)]
            fields.append(Field(forms, role: .text(.title)))
        } else if status.state == .connecting || status.state == .reconnecting {
            let length = status.since.map { Figures.duration(state.now.monotonic - $0.monotonic) }
            let forms = [(length.map { "trying for \($0)" } ?? "trying now", 55), ("trying", 70)]
            fields.append(Field(forms, role: .text(.plain)))
        }
        if let alerts = alerts([26, 68]) { fields.append(alerts) }
        if state.frozen == nil && state.live.history.newest != nil { fields.append(age([42, 50, 52])) }
        if let hostname = hostname(27) { fields.append(hostname) }
        return fields
    }

    /// A reason without the server's address, which the header has anyway.
    private func withoutAddress(_ reason: String) -> String {
        guard let scheme = status.uri.firstRange(of: "://") else { return reason }
        let authority = status.uri[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" }
        guard let address = authority.split(separator: "@").last, !address.isEmpty else { return reason }
        for around in [" on \(address)", " to \(address)", "\(address) "] {
            guard let range = reason.firstRange(of: around) else { continue }
            return String(reason[..<range.lowerBound] + reason[range.upperBound...])
        }
        return reason
    }

    /// Full seconds until a moment, rounded up: the last second shows 1, not 0.
    private func secondsLeft(until moment: Duration) -> Int64 {
        let (seconds, attoseconds) = max(.zero, moment - state.now.monotonic).components
        return seconds + (attoseconds > 0 ? 1 : 0)
    }

    /// The URI, or its host and port.
    private func uri(whole: Int, host: Int, shortest: Int) -> Field {
        let uri = harmless(status.uri)
        let scheme = uri.firstRange(of: "://")
        let short = scheme.map { uri[$0.upperBound...].prefix { $0 != "/" && $0 != "?" } }.map(String.init)
        var field = Field([(uri, whole)], role: .text(.plain))
        field.forms += pieces(short ?? uri, host, shortest: shortest, whole: whole + 1)
        return field
    }

    /// A name in full or cut to the room that is left.
    private func pieces(_ name: String, _ importance: Int, shortest: Int, whole: Int) -> [Field.Form] {
        [
            Field.Form(text: clipped(name, 24), importance: importance),
            Field.Form(text: clipped(name, 12), importance: shortest),
            Field.Form(text: name, importance: whole, isFlexible: true),
        ]
    }

    /// The server's own name.
    private func hostname(_ importance: Int) -> Field? {
        let name = state.live.history.newest?.sample.system?.hostname
        return name.map { name in
            var field = Field([], role: .text(.title))
            field.forms = pieces(harmless(name), importance, shortest: importance - 2, whole: 24)
            return field
        }
    }

    /// The data's age in its three forms, with their importance.
    private func age(_ importance: [Int]) -> Field {
        let text = state.live.history.age(at: state.now).map(AgeText.make)
        let texts = text.map { ["data \($0) old", "\($0) old", $0] } ?? ["no data yet", "no data"]
        let isStale = text != nil && state.live.isStale(at: state.now)
        return Field(Array(zip(texts, importance)), role: isStale ? .mark : .text(.plain))
    }

    private func harmless(_ text: String) -> String {
        HarmlessText.make(text, limit: 200, unicode: state.settings.unicode)
    }
}

/// An age in words: tenths below ten seconds, as `0.4 s`, then `14 s`, `2m 5s`.
enum AgeText {
    static func make(_ age: Duration) -> String {
        let (seconds, attoseconds) = max(.zero, age).components
        if seconds < 10 { return "\(seconds).\(attoseconds / 100_000_000_000_000_000) s" }
        if seconds < 60 { return "\(seconds) s" }
        return Figures.duration(age)
    }

    /// At most four characters, such as `0.4s`, `59s`, `12m`, `23h`, `99d`.
    static func short(_ age: Duration) -> String {
        let (seconds, attoseconds) = max(.zero, age).components
        if seconds < 10 { return "\(seconds).\(attoseconds / 100_000_000_000_000_000)s" }
        if seconds < 60 { return "\(seconds)s" }
        if seconds < 3600 { return "\(seconds / 60)m" }
        return seconds < 86400 ? "\(seconds / 3600)h" : "\(min(999, seconds / 86400))d"
    }
}
