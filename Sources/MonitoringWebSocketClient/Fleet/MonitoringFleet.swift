import DequeModule
public import MonitoringMessages
import Synchronization
public import WebSocketTransport

/// What happens in a fleet, with the host that it happened to.
public enum FleetEvent: Sendable {
    /// A message arrived and could be read.
    case message(ReceivedMessage, from: FleetHost, at: Moment)
    /// A host's connection changed; the status says why and what comes next.
    case status(ConnectionStatus, of: FleetHost)
    /// A failed attempt, a lost link, a malformed message, or an error that a server reports.
    case error(ErrorRecord, of: FleetHost)
    /// The cluster's alert went on or off, with the means at that time.
    case clusterAlert(ClusterAlertRule.Change, ClusterAverages)
}

/// Watches several servers at the same time.
///
/// Each host has its own connection, statistics and outage log; one that is down, slow or hostile touches none of the
/// others. Connections share one thread for their sockets, and start spread over up to two seconds. A host that sends
/// more than 100 messages a second is read no faster than that. A process may have 1,024 files open on most systems, which
/// is enough for 500 hosts; for more, up to 1,000, raise the limit (`setrlimit`, `ulimit -n`) first.
public final class MonitoringFleet: Sendable {
    /// How hosts are connected to, and what counts as an alert.
    public struct Configuration: Sendable {
        /// Whether to connect again when a link is lost or cannot be made. Default: true.
        public var reconnect = true
        /// Time from a failure to the next attempt. Default: 5 s.
        public var reconnectInterval: Duration = .seconds(5)
        /// The most attempts to connect again in one outage; nil is unlimited. Default: nil.
        public var maxReconnectAttempts: Int?
        /// How the wait grows with failures in a row. Default: nil, which is exponential for more than one host, so that
        /// a server that all of them are on is not met by all of them at once when it is back.
        public var backoff: Backoff?
        /// How long connecting with its handshake, or closing, may take. Default: 5 s.
        public var operationTimeout: Duration = .seconds(5)
        /// The transport's settings for all hosts (headers, TLS, limits).
        public var webSocket = WebSocketConfiguration()
        /// Percent of mean processor usage above which the cluster's alert is raised. Default: 80.
        public var alertThreshold = ClusterAlertRule.defaultThreshold

        /// The defaults.
        public init() {}

        fileprivate func client(for host: FleetHost, of count: Int) -> ClientConfiguration {
            var client = ClientConfiguration(uri: host.uri)
            client.reconnect = reconnect
            client.reconnectInterval = reconnectInterval
            client.backoff = backoff ?? (count > 1 ? .exponential : .fixed)
            client.maxReconnectAttempts = maxReconnectAttempts
            client.operationTimeout = operationTimeout
            client.allowance = .perHost(of: count)
            client.webSocket = webSocket
            client.webSocket.headers += host.headers
            return client
        }
    }

    /// The hosts, in the order given.
    public let hosts: [FleetHost]
    private let list: FleetHostList
    private let configuration: Configuration
    private let clock = SystemClock()
    private let records: [ClientRecord]
    private let meter: ClusterMeter
    private let core = Mutex<FleetCore?>(nil)

    /// A fleet of these hosts; nothing is connected yet.
    /// - Throws: `FleetError` for no host, two with the same name or server, or a name that cannot be shown.
    public init(_ hosts: [FleetHost], configuration: Configuration = Configuration()) throws(FleetError) {
        try FleetRoster.check(hosts)
        list = FleetHostList(of: hosts)
        self.hosts = list.hosts
        self.configuration = configuration
        records = hosts.map { ClientRecord(configuration: configuration.client(for: $0, of: hosts.count)) }
        meter = ClusterMeter(hostCount: hosts.count, threshold: configuration.alertThreshold)
    }

    /// A fleet of the servers at these URIs, each named after its host.
    /// - Throws: `WebSocketURIError` for a text that is no WebSocket URI, `FleetError` for none or the same one twice.
    public convenience init(uris: [String], configuration: Configuration = Configuration()) throws {
        try self.init(
            FleetHost.named(after: try uris.map { try WebSocketURI(parsing: $0) }), configuration: configuration)
    }

    /// Connects to all hosts and keeps connected, until the fleet is stopped, the task is cancelled, or no host has an
    /// attempt left. Not to be called while it runs.
    ///
    /// - Parameter handle: Gets each host's events in order, those of several hosts in turn. A host is read no faster than its
    ///   events are handled. It is called where the hosts' sockets are read: what blocks belongs on a thread of its own. One
    ///   that never waits costs least: no task is woken for a message.
    public func run(_ handle: @escaping @Sendable (FleetEvent) -> Void) async {
        let run = Run(fleet: self, handle: handle)
        await self.run { Handler(run: run, index: $0) }
    }

    /// As above, with a `handle` that may wait.
    public func run(_ handle: nonisolated(nonsending) @escaping @Sendable (FleetEvent) async -> Void) async {
        await run { WaitingHandler(fleet: self, index: $0, handle: handle) }
    }

    private func run(handlers: (Int) -> any ClientEventHandler) async {
        let connector = hosts.count == 1 ? NIOWebSocketConnector() : .quiet
        let reader = SharedMessageReader(maximumBytes: configuration.webSocket.maximumMessageBytes)
        let clients = hosts.indices.map { index in
            ClientCore(
                configuration: configuration.client(for: hosts[index], of: hosts.count), connector: connector,
                clock: clock, record: records[index],
                handler: handlers(index), reader: reader, executor: connector.executor)
        }
        var random = SystemRandomNumberGenerator()
        let core = FleetCore(
            clients: clients, clock: clock, delays: FleetStart.delays(count: clients.count, using: &random))
        self.core.withLock { $0 = core }
        await core.run { _, _ in }
        self.core.withLock { $0 = nil }
    }

    /// Ends `run`: closes every link with 1000 and gives up attempts.
    public func stop() async {
        await core.withLock { $0 }?.stop()
    }

    /// The means over the hosts that are up, as of now.
    public var averages: ClusterAverages { meter.averages }

    /// Where a host's connection stands, and its figures as of now; nil for a name that no host has.
    public func connection(of name: String) -> (status: ConnectionStatus, statistics: ConnectionStatistics)? {
        hosts.firstIndex { $0.name == name }.map { records[$0].snapshot(now: clock.now().monotonic) }
    }

    /// An event of a host, and what becomes of the cluster's alert with it.
    private func events(
        of event: consuming ClientEvent, _ index: Int
    ) -> (event: FleetEvent?, alert: FleetEvent?) {
        let alert = meter.take(event, of: index)
        return (
            FleetEvent(event, of: list[index]), alert.map { .clusterAlert($0.change, $0.averages) }
        )
    }

    /// What the handlers of a run share.
    private final class Run: Sendable {
        let fleet: MonitoringFleet
        let handle: @Sendable (FleetEvent) -> Void

        init(fleet: MonitoringFleet, handle: @escaping @Sendable (FleetEvent) -> Void) {
            self.fleet = fleet
            self.handle = handle
        }
    }

    /// Hands a host's events on.
    private struct Handler: ClientEventHandler {
        let run: Run
        let index: Int

        func take(_ event: ClientEvent) {
            let (event, alert) = run.fleet.events(of: event, index)
            if let event { run.handle(event) }
            if let alert { run.handle(alert) }
        }
    }

    /// Hands a host's events on, one after the other.
    private final class WaitingHandler: ClientEventHandler {
        private let fleet: MonitoringFleet
        private let index: Int
        private let handle: nonisolated(nonsending) @Sendable (FleetEvent) async -> Void
        private let taken = Mutex<Deque<ClientEvent>>([])
        let roundLimit = 1

        init(
            fleet: MonitoringFleet, index: Int,
            handle: nonisolated(nonsending) @escaping @Sendable (FleetEvent) async -> Void
        ) {
            self.fleet = fleet
            self.index = index
            self.handle = handle
        }

        func take(_ event: ClientEvent) {
            taken.withLock { $0.append(event) }
        }

        func finish() -> HandlerRest? {
            guard taken.withLock({ !$0.isEmpty }) else { return nil }
            return { await self.handleTaken() }
        }

        private nonisolated(nonsending) func handleTaken() async {
            while let event = taken.withLock({ $0.popFirst() }) {
                let (event, alert) = fleet.events(of: event, index)
                if let event { await handle(event) }
                if let alert { await handle(alert) }
            }
        }
    }
}

extension FleetEvent {
    /// nil for what a fleet does not tell of.
    fileprivate init?(_ event: consuming ClientEvent, of host: FleetHost) {
        switch event {
        case .message(let received, let moment): self = .message(received, from: host, at: moment)
        case .stateChanged(_, let status), .statusChanged(let status): self = .status(status, of: host)
        case .error(let record): self = .error(record, of: host)
        case .pingSent, .pongReceived: return nil
        }
    }
}
