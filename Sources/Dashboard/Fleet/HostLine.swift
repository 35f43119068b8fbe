import MonitoringFormatters
import MonitoringMessages

/// What a line of the table says about a host.
struct HostLine {
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

    init(_ host: FleetHostState, settings: DashboardSettings, now: Moment) {
        let recording = host.dashboard.live
        let sample = recording.history.newest?.sample
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

    /// Whether name, server or state contain the text, in upper or lower case.
    /// - Parameter filter: In lower case.
    func passes(_ filter: String) -> Bool {
        filter.isEmpty || [name, status.uri, status.state.rawValue].contains { $0.lowercased().contains(filter) }
    }
}
