import MonitoringFormatters
import MonitoringMessages

/// The line about the selected host: its server, and why its link is down or how it is up.
struct HostDetail {
    private let state: FleetState
    private let recording: Recording
    private let signs: Signs

    init(_ state: FleetState, host: Int) {
        self.state = state
        recording = state.hosts[host].dashboard.live
        signs = Signs(state.settings.glyphs)
    }

    var runs: [Run] {
        let fields = [Run(harmless(recording.status.uri), .text(.dim))] + (isUp ? upFields : downFields)
        return Array(fields.map { [$0] }.joined(separator: [Run(signs.dot, .text(.separator))]))
    }

    private var isUp: Bool { recording.status.state == .connected }

    private var upFields: [Run] {
        var fields: [Run] = []
        if let name = recording.history.newest?.sample.system?.hostname {
            fields.append(Run(harmless(name), .text(.title)))
        }
        if let start = recording.statistics.connectionStart {
            fields.append(Run("up \(Figures.clock(state.now.monotonic - start.monotonic))"))
        }
        if let rate = recording.statistics.messageRate {
            fields.append(Run(Figures.decimal(rate, places: 1, suffix: " msg/s")))
        }
        return fields
    }

    private var downFields: [Run] {
        var fields: [Run] = []
        let status = recording.status
        if let next = status.nextAttemptAt {
            fields.append(Run("next in \(Figures.duration(max(.zero, next - state.now.monotonic)))", .text(.title)))
        }
        if let reason = status.reason { fields.append(Run(harmless(reason), .text(.error))) }
        return fields
    }

    private func harmless(_ text: String) -> String {
        HarmlessText.make(text, limit: 200, unicode: state.settings.unicode)
    }
}
