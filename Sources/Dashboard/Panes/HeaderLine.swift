import MonitoringFormatters
import MonitoringMessages

/// The header: what matters most stays when the screen gets narrow.
struct HeaderLine {
    /// A field of the header with its shorter forms.
    private struct Field {
        /// Longest first; when even the shortest does not fit, the field is left out.
        var forms: [String]
        var role: Role
        /// The field with the lowest is shortened first.
        var importance: Int
    }

    private let state: DashboardState
    private let signs: Signs
    private var status: ConnectionStatus { state.live.status }

    init(_ state: DashboardState) {
        self.state = state
        self.signs = Signs(unicode: state.settings.unicode)
    }

    /// The runs of a header of that width, the clock at its right edge.
    func runs(columns: Int) -> [Run] {
        var fields = marks + (status.state == .connected ? connectedFields : downFields)
        fields.insert(stateField, at: 0)
        let clock = Figures.timeOfDay(state.now.wall)
        // The clock gives way before anything that tells about the connection but its long forms.
        var forms = [Int?](repeating: 0, count: fields.count)
        var showsClock = true
        func width() -> Int {
            let texts = zip(fields, forms).compactMap { field, form in form.map { field.forms[$0] } }
            let separators = max(0, texts.count - 2) * TextWidth.columns(signs.dot) + (texts.count > 1 ? 1 : 0)
            return texts.reduce(separators) { $0 + TextWidth.columns($1) } + (showsClock ? clock.utf8.count + 2 : 0)
        }
        while width() > columns {
            let candidates = fields.indices.filter { $0 > 0 && forms[$0] != nil }
            guard let weakest = candidates.min(by: { fields[$0].importance < fields[$1].importance }) else { break }
            if showsClock && fields[weakest].importance >= Self.clockImportance {
                showsClock = false
                continue
            }
            let next = (forms[weakest] ?? 0) + 1
            if next < fields[weakest].forms.count {
                forms[weakest] = next
                fields[weakest].importance += Self.shortened
            } else {
                forms[weakest] = nil
            }
        }
        if width() > columns { showsClock = false }
        return assembled(zip(fields, forms).compactMap { field, form in form.map { Run(field.forms[$0], field.role) } })
            + clockRuns(showsClock ? clock : nil, after: width(), columns: columns)
    }

    private static let clockImportance = 45
    /// What a field gains in importance by each shortening, so that long forms go before short fields do.
    private static let shortened = 10

    private func assembled(_ texts: [Run]) -> [Run] {
        var runs: [Run] = []
        for (index, run) in texts.enumerated() {
            if index == 1 { runs.append(Run(" ")) }
            if index > 1 { runs.append(Run(signs.dot, .text(.separator))) }
            runs.append(run)
        }
        return runs
    }

    private func clockRuns(_ clock: String?, after width: Int, columns: Int) -> [Run] {
        guard let clock else { return [] }
        // `width` counts the clock and two blanks before it.
        return [Run(String(repeating: " ", count: max(0, columns - width) + 2)), Run(clock, .text(.dim))]
    }

    private var stateField: Field {
        let name = status.state.rawValue.uppercased()
        return Field(forms: ["\(signs.state(status.state)) \(name)"], role: .state(status.state), importance: 1000)
    }

    /// PAUSED and HISTORY.
    private var marks: [Field] {
        var fields: [Field] = []
        if let frozen = state.frozen {
            let length = Figures.duration(state.now.monotonic - frozen.moment.monotonic)
            let missed = frozen.missedSamples
            fields.append(
                Field(
                    forms: [" PAUSED \(length), \(missed) new ", " PAUSED \(length) ", " PAUSED "], role: .mark,
                    importance: 95))
        }
        if state.stepsBack > 0 {
            fields.append(Field(forms: [" HISTORY \(signs.minus)\(state.stepsBack) "], role: .mark, importance: 94))
        }
        return fields
    }

    private var connectedFields: [Field] {
        let statistics = state.live.statistics
        var fields = [uri]
        if let hostname { fields.append(hostname) }
        if let start = statistics.connectionStart {
            let length = Figures.clock(state.now.monotonic - start.monotonic)
            fields.append(Field(forms: ["up \(length)"], role: .text(.plain), importance: 30))
        }
        if let rate = statistics.messageRate {
            let text = Figures.decimal(rate, places: 1, suffix: " msg/s")
            fields.append(Field(forms: [text], role: .text(.plain), importance: 25))
        }
        // While the link is up, each connection that ended was followed by another.
        let reconnects = statistics.totalDisconnections
        if reconnects > 0 {
            let text = reconnects == 1 ? "1 reconnect" : "\(reconnects) reconnects"
            fields.append(Field(forms: [text], role: .text(.plain), importance: 20))
        }
        if state.frozen == nil { fields.append(age) }
        return fields
    }

    private var downFields: [Field] {
        var fields = [uri]
        if let reason = status.reason {
            fields.append(Field(forms: [harmless(reason)], role: .text(.error), importance: 70))
        }
        if status.attempt > 0 {
            let number = status.maxAttempts.map { "\(status.attempt) of \($0)" } ?? "\(status.attempt)"
            let short = status.maxAttempts.map { "\(status.attempt)/\($0)" } ?? "#\(status.attempt)"
            fields.append(Field(forms: ["attempt \(number)", short], role: .text(.plain), importance: 50))
        }
        if let next = status.nextAttemptAt {
            let seconds = secondsLeft(until: next)
            fields.append(
                Field(
                    forms: ["next in \(seconds) s", "in \(seconds) s", "\(seconds) s"], role: .text(.title),
                    importance: 85))
        } else if status.state == .connecting || status.state == .reconnecting {
            let length = status.since.map { Figures.duration(state.now.monotonic - $0.monotonic) }
            fields.append(
                Field(
                    forms: [length.map { "trying for \($0)" } ?? "trying now", "trying"], role: .text(.plain),
                    importance: 55))
        } else {
            fields.append(Field(forms: ["r reconnects"], role: .key, importance: 60))
        }
        if state.frozen == nil && state.live.history.newest != nil { fields.append(age) }
        if let hostname { fields.append(hostname) }
        return fields
    }

    /// Full seconds until a moment, rounded up: the last second shows 1, not 0.
    private func secondsLeft(until moment: Duration) -> Int64 {
        let (seconds, attoseconds) = max(.zero, moment - state.now.monotonic).components
        return seconds + (attoseconds > 0 ? 1 : 0)
    }

    /// The URI, its host and port.
    private var uri: Field {
        let whole = harmless(status.uri)
        let scheme = whole.firstRange(of: "://")
        let host = scheme.map { whole[$0.upperBound...].prefix { $0 != "/" && $0 != "?" } }.map(String.init)
        return Field(forms: [whole] + (host.map { [$0] } ?? []), role: .text(.plain), importance: 28)
    }

    /// The server's own name.
    private var hostname: Field? {
        let name = state.live.history.newest?.sample.system?.hostname
        return name.map { Field(forms: [harmless($0)], role: .text(.title), importance: 60) }
    }

    private var age: Field {
        guard let age = state.live.history.age(at: state.now) else {
            return Field(forms: ["no data yet", "no data"], role: .text(.plain), importance: 80)
        }
        let text = AgeText.make(age)
        let isStale = state.live.isStale(at: state.now)
        return Field(
            forms: ["data \(text) old", "\(text) old", text], role: isStale ? .mark : .text(.plain), importance: 65)
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
}
