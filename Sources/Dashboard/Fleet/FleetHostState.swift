package import MonitoringMessages

/// A host as the command knows it before its client's first update.
package struct FleetHostSeed: Sendable {
    package var name: String
    package var tint: Tint?
    /// Lasting marks of its header, as `DashboardSettings.marks`.
    package var marks: [String]
    package var status: ConnectionStatus

    package init(name: String, tint: Tint? = nil, marks: [String] = [], status: ConnectionStatus) {
        self.name = name
        self.tint = tint
        self.marks = marks
        self.status = status
    }
}

/// One host: its name, and its whole dashboard. While the dashboard is not on the screen its size is none, so that an
/// update costs no layout, and its history is packed.
package struct FleetHostState: Sendable, Equatable {
    package let name: String
    package let tint: Tint?
    /// Lasting marks of its header.
    let marks: [String]
    package internal(set) var dashboard: DashboardState
}
