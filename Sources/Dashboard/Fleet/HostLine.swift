import MonitoringFormatters
import MonitoringMessages

/// What a line of the table says about a host.
struct HostLine {
    let index: Int
    let name: String
    let tint: Tint?
    let status: ConnectionStatus
    let cpu: Double?
    let memory: Double?
    let disk: Double?
    let gpu: Double?
    /// Of the newest sample; nil before the first.
    let age: Duration?
    /// Whether the figures are not of the present.
    let isStale: Bool
    /// Share of the time with a link, 0…1.
    let linkShare: Double?
    let disconnections: Int
    let roundTrip: Duration?
    /// The highest figure of any kind; nil without one.
    let worst: WorstFigure?

    init(_ host: FleetHostState, index: Int, settings: DashboardSettings, now: Moment) {
        let recording = host.dashboard.live
        let sample = recording.history.newest?.sample
        self.index = index
        name = host.name
        tint = host.tint
        status = recording.status
        cpu = Self.known(sample?.processor?.usagePercent)
        memory = Self.known(sample?.memory?.usagePercent)
        disk = Self.known(sample?.disk?.usagePercent)
        gpu = Self.known(sample?.busiestGPUPercent)
        age = recording.history.age(at: now)
        isStale = recording.isStale(at: now)
        linkShare = recording.statistics.connectedShare
        disconnections = recording.statistics.totalDisconnections
        roundTrip = recording.statistics.lastRoundTrip
        worst = sample.flatMap { WorstFigure($0, settings: settings) }
    }

    private static func known(_ percent: Double?) -> Double? {
        percent.flatMap { $0.isFinite ? $0 : nil }
    }

    // MARK: - Filter and order

    /// Whether name, server or state contain the text, in upper or lower case.
    func passes(_ filter: String) -> Bool {
        guard !filter.isEmpty else { return true }
        let filter = filter.lowercased()
        return [name, status.uri, status.state.rawValue].contains { $0.lowercased().contains(filter) }
    }

    /// What is unknown comes last, whatever the direction; equal lines stand in the order of the hosts.
    static func isBefore(_ left: HostLine, _ right: HostLine, by column: FleetColumn, inverted: Bool) -> Bool {
        switch (left.key(column), right.key(column)) {
        case (nil, nil): break
        case (nil, _): return false
        case (_, nil): return true
        case (let one?, let other?) where one != other: return (one < other) != inverted
        default: break
        }
        return left.index < right.index
    }

    /// What a column is sorted by, the first line's being the least.
    private enum SortKey: Equatable {
        case text(String)
        case numbers(Double, Double)

        static func < (left: SortKey, right: SortKey) -> Bool {
            switch (left, right) {
            case (.text(let one), .text(let other)): one < other
            case (.numbers(let one, let more), .numbers(let other, let most)): (one, more) < (other, most)
            case (.text, .numbers), (.numbers, .text): false
            }
        }
    }

    /// Figures come highest first, the link's quality lowest first.
    private func key(_ column: FleetColumn) -> SortKey? {
        switch column {
        case .worst: .numbers(Double(severity), -(worst?.percent ?? 0))
        case .name: .text(name.lowercased())
        case .cpu: cpu.map { .numbers(-$0, 0) }
        case .memory: memory.map { .numbers(-$0, 0) }
        case .disk: disk.map { .numbers(-$0, 0) }
        case .gpu: gpu.map { .numbers(-$0, 0) }
        case .age: age.map { .numbers(-($0 / .seconds(1)), 0) }
        case .link: linkShare.map { .numbers($0, -Double(disconnections)) }
        }
    }

    /// The lower, the worse: no link, a link without fresh data, and then figures.
    private var severity: Int {
        switch status.state {
        case .error, .disconnected: 0
        case .reconnecting: 1
        case .connecting: 2
        case .connected: isStale ? 3 : 4
        }
    }
}
