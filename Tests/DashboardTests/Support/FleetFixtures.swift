import Dashboard
import MonitoringFormatters
import MonitoringMessages

/// A host as a test wants it: what it sent last, and how its link is.
struct HostFixture: Sendable {
    var name: String
    var tint: Tint?
    var state = ConnectionState.connected
    var cpu: Double?
    var memory: Double? = 40
    var disk: Double? = 30
    var gpu: Double?
    /// Of the newest sample, when the fixture is made; nil has sent nothing.
    var age: Double? = 0.4
    var linkShare: Double? = 1
    var disconnections = 0
    var attempt = 0
    var reason: String?

    var update: ClientUpdate {
        var status = ConnectionStatus(uri: "ws://\(name).example.net:8765")
        status.state = state
        status.attempt = attempt
        status.reason = reason
        status.nextAttemptAt = state == .reconnecting ? Fixtures.moment(14.2).monotonic : nil
        status.since = Fixtures.start
        var statistics = ConnectionStatistics()
        statistics.currentState = state
        statistics.connectedShare = linkShare
        statistics.totalDisconnections = disconnections
        statistics.lastRoundTrip = state == .connected ? .microseconds(840) : nil
        statistics.messageRate = 2
        statistics.connectionStart = state == .connected ? Fixtures.start : nil
        var update = ClientUpdate(status: status, statistics: statistics)
        if let age { update.samples = [sample(at: FleetFixtures.now - age)] }
        return update
    }

    func sample(at seconds: Double) -> ReceivedSample {
        var sample = MonitoringSample()
        sample.processor = .init()
        sample.processor?.usagePercent = cpu
        sample.memory = .init()
        sample.memory?.usagePercent = memory
        sample.disk = .init()
        sample.disk?.usagePercent = disk
        if let gpu {
            var card = MonitoringSample.GPU()
            card.usagePercent = gpu
            sample.gpus = [card]
        }
        sample.system = .init()
        sample.system?.hostname = name
        return ReceivedSample(
            moment: Fixtures.moment(seconds), sample: sample, raw: MessageWriter.text(.monitoringData(sample)))
    }
}

enum FleetFixtures {
    /// Seconds of the fixtures' present.
    static let now = 10.0

    /// One of each kind.
    static let kinds = [
        HostFixture(name: "web-1", tint: .green, cpu: 35),
        HostFixture(name: "db-1", cpu: 96, memory: 85, linkShare: 0.995, disconnections: 2),
        HostFixture(name: "gpu-1", tint: .magenta, cpu: 50, gpu: 99),
        HostFixture(
            name: "cache", state: .reconnecting, cpu: 70, age: 8, linkShare: 0.4, disconnections: 7, attempt: 3,
            reason: "Connection refused"),
        HostFixture(name: "late", cpu: 10, age: 9),
        HostFixture(
            name: "gone", state: .error, cpu: nil, age: nil, linkShare: 0, reason: "Name not found: gone.example.net"),
        HostFixture(name: "new", state: .connecting, cpu: nil, age: nil, linkShare: nil, attempt: 1),
        HostFixture(name: "München 東京", cpu: 12, disk: 91),
    ]

    static func fleet(
        _ hosts: [HostFixture] = kinds, _ size: ScreenSize = ScreenSize(columns: 120, rows: 40),
        _ settings: DashboardSettings = DashboardSettings()
    ) -> FleetState {
        let seeds = hosts.map {
            FleetHostSeed(
                name: $0.name, tint: $0.tint, status: ConnectionStatus(uri: "ws://\($0.name).example.net:8765"))
        }
        var state = FleetState(hosts: seeds, settings: settings, size: size, now: Fixtures.start)
        for (index, host) in hosts.enumerated() { _ = state.reduce(.update(host.update, host: index)) }
        _ = state.reduce(.tick(Fixtures.moment(now)))
        return state
    }

    /// A hundred, a tenth of them down.
    static func hundred(_ size: ScreenSize) -> FleetState {
        fleet(
            (1...100).map { number in
                number % 10 == 0
                    ? HostFixture(name: "host-\(number)", state: .reconnecting, age: nil, linkShare: 0, attempt: number)
                    : HostFixture(name: "host-\(number)", cpu: Double(number * 37 % 100), gpu: Double(number * 61 % 90))
            }, size)
    }
}

extension FleetAction {
    static func update(_ update: ClientUpdate, host: Int) -> FleetAction {
        .updates([HostUpdate(host: host, update: update)])
    }
}

extension FleetState {
    /// The names of the table's lines.
    var lines: [String] { table.order.map { hosts[$0].name } }

    var selectedName: String? { table.cursorHost.map { hosts[$0].name } }
    var openName: String? { openHost.map { hosts[$0].name } }

    mutating func press(_ keys: Key...) {
        for key in keys { _ = reduce(.key(key)) }
    }

    mutating func type(_ text: String) {
        for character in text { press(.character(character)) }
    }
}
