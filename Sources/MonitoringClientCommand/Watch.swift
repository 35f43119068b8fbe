import Dashboard
import Glibc
import Logging
import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient
import TerminalScreen
import WebSocketTransport

/// How long after its start a dashboard runs as it will for hours, and how often it is asked again what it uses.
private let settlingTime = Duration.seconds(3)
private let settlingInterval = Duration.seconds(10)

/// Watches servers: in a dashboard or as a stream of lines, with a report at the end.
struct Watch {
    let settings: Settings
    let clients: [WatchedClient]
    let connector: any WebSocketConnector
    let clock: any ClientClock
    /// The clock of what is watched: the same, or that of a recording.
    let clientClock: any ClientClock
    let notices: Notices
    let recorder: RecordingWriter?
    let storage: (any Storage)?
    /// What the dashboard's header says all the time.
    let marks: [String]
    private let saver: LoggingHandler?
    private let logs: Logs
    private let deliveries: AlertDeliveries

    /// - Throws: `LogFileError` for a file that messages or logs cannot be written to.
    init(
        settings: Settings, hosts: [(host: WatchedHost, configuration: ClientConfiguration)],
        connector: any WebSocketConnector,
        clock: any ClientClock, clientClock: (any ClientClock)? = nil, notices: Notices,
        extras: Extras?, recorder: RecordingWriter? = nil, storage: (any Storage)? = nil, marks: [String] = []
    ) throws(LogFileError) {
        self.settings = settings
        clients = hosts.map { WatchedClient(host: $0, configuration: $1, settings: settings) }
        self.connector = connector
        self.clock = clock
        self.clientClock = clientClock ?? clock
        self.notices = notices
        self.recorder = recorder
        self.storage = storage
        self.marks = marks
        if let path = settings.saveData {
            saver = try LoggingHandler(path: path, rotation: settings.rotation) { notices.post("not saved: \($0)") }
        } else {
            saver = nil
        }
        logs = try Logs(settings) { notices.post("not logged: \($0)") }
        // What a recording tells is over.
        deliveries = AlertDeliveries(
            settings.replay == nil ? settings.alerts : AlertSettings(), webhook: extras?.webhook, notices: notices)
    }

    /// - Parameters:
    ///   - runClient: Runs a client to its end.
    ///   - awaitEndOfRecording: Returns when a recording has been played: a dashboard goes on to show it. nil for servers.
    func run(
        _ runClient: @escaping @Sendable (ClientCore) async -> ClientEnd,
        awaitEndOfRecording: (@Sendable () async -> Void)? = nil
    ) async -> ExitStatus {
        guard !settings.stream, OutputWriter.standardOutput.isTerminal, isatty(STDIN_FILENO) == 1 else {
            return await runStream(runClient)
        }
        do {
            try await TerminalScreen.check()
            return try await runDashboard(awaitEndOfRecording: awaitEndOfRecording)
        } catch {
            // The terminal is as it was.
            ClientProgram.complain("\(error); printing lines instead")
            return await runStream(runClient)
        }
    }

    /// - Throws: `TerminalError` when the screen cannot be had after all.
    private func runDashboard(awaitEndOfRecording: (@Sendable () async -> Void)?) async throws -> ExitStatus {
        let settling = Task { [clock] in
            try await clock.sleep(until: clock.now().monotonic + settlingTime)
            while true {
                ProgramPages.release()
                // For what is seldom: an alert, a key, a host that is lost.
                try await clock.sleep(until: clock.now().monotonic + settlingInterval)
            }
        }
        defer { settling.cancel() }
        let log = LogLines()
        let mailbox = FleetMailbox(records: clients.map(\.record), clock: clientClock)
        let alerts = makeAlerts { _, _ in }
        let fleet = makeFleet(
            showing: mailbox.handlers, alerts: alerts, log: logs.logger(keptIn: log, clock: clientClock),
            executor: connector.executor)
        let (ends, end) = AsyncStream<(host: Int, end: ClientEnd)>.makeStream()
        // The clients connect while the terminal is set up, and say goodbye when it has been given back.
        let (ending, statistics) = try await fleet.run({ await $0.run() }, clock: clock, onEnd: { end.yield(($0, $1)) })
        {
            try await TerminalScreen.withScreen(options: terminalOptions) { screen in
                let session = DashboardSession(
                    screen: screen, clock: clock, shownClock: clientClock, clients: clients, mailbox: mailbox,
                    alerts: alerts, counts: sideCounts, log: log, settings: dashboardSettings,
                    duration: settings.duration)
                let ending = await session.run(
                    fleet: fleet, clientEnds: ends, notices: notices, remembered: remembered,
                    awaitEndOfRecording: awaitEndOfRecording)
                return (ending, statisticsNow)
            }
        }
        if !logs.hasFile {
            let text = log.lines.map { $0.text + "\n" }.joined()
            try? OutputWriter.standardError.write(text, patience: OutputWriter.lastPatience)
        }
        await deliveries.end()
        return report(ending, statistics, formatter: formatter(for: .standardError))
    }

    private func runStream(
        _ runClient: @escaping @Sendable (ClientCore) async -> ClientEnd
    ) async -> ExitStatus {
        let formatter = formatter(for: .standardOutput)
        let session = await StreamSession(
            clock: clock, duration: settings.duration, hostCount: clients.count, notices: notices)
        let output = StreamOutput(color: settings.allowsColor, onFailure: session.outputFailed)
        let log = logs.logger { Logs.standardError(label: $0, level: $1, unless: { output.isOver }) }
        let alerts = makeAlerts { events, now in
            for event in events {
                output.post(
                    AlertLine.text(event, now: now, options: formatter.options, format: settings.format ?? .simple))
            }
        }
        let fleet = makeFleet(
            showing: clients.map { StreamPrinter(formatter: named(formatter, $0), output: output) }, alerts: alerts,
            log: log)
        if clients.contains(where: \.isInsecure) {
            ClientProgram.complain("warning: --insecure: the server's certificate is not checked")
        }
        let (ending, statistics) = await fleet.run(runClient, clock: clock, onEnd: session.clientEnded) {
            let ending = await session.run(writing: output)
            await output.writePosted()
            return (ending, statisticsNow)
        }
        await deliveries.end()
        return report(ending, statistics, formatter: formatter, isFailureTold: true)
    }

    /// What the database has of each server, in the order of the hosts; none without a database.
    private var remembered: [AsyncStream<[RememberedSample]>] {
        guard let storage else { return [] }
        let limit = SampleHistory.Limits(hostCount: clients.count).samples
        return clients.map { storage.remembered(server: $0.host.storedName, clock: clientClock, limit: limit) }
    }

    @Sendable private func sideCounts() -> SideCounts {
        var counts = SideCounts()
        counts.deliveries = deliveries.counts
        counts.storage = storage?.counts
        return counts
    }

    private func makeAlerts(_ listener: @escaping AlertWatch.Listener) -> AlertWatch {
        AlertWatch(rules: settings.alerts.rules, hostCount: clients.count, clock: clientClock) {
            [deliveries] events, now in
            deliveries.post(events, at: now)
            listener(events, now)
        }
    }

    // MARK: - Clients

    /// - Parameters:
    ///   - displays: what each client's events are shown by, in the order of the hosts.
    ///   - executor: where they are; nil where what they do may block.
    private func makeFleet(
        showing displays: [any ClientEventHandler], alerts: AlertWatch, log: Logger?,
        executor: (any SerialExecutor & TaskExecutor)? = nil
    ) -> FleetCore {
        let largest = clients.map(\.configuration.webSocket.maximumMessageBytes).max()
        let reader = isFleet ? largest.map(SharedMessageReader.init(maximumBytes:)) : nil
        let cores = zip(clients, displays).map { client, display in
            // Whoever is woken by an event finds the alerts up to date.
            let name = isFleet ? client.host.name : client.configuration.uri.description
            let handler = HandlerChain(
                handlers: [alerts.handler(host: name), display] + handlers(of: client, log: log))
            var configuration = client.configuration
            configuration.allowance = .perHost(of: clients.count)
            return ClientCore(
                configuration: configuration, connector: connector, clock: clientClock, record: client.record,
                handler: handler, reader: reader, executor: executor)
        }
        var random = SystemRandomNumberGenerator()
        return FleetCore(
            clients: cores, clock: clock, delays: FleetStart.delays(count: cores.count, using: &random))
    }

    /// What a client's events are kept by, beside what shows them.
    private func handlers(of client: WatchedClient, log: Logger?) -> [any ClientEventHandler] {
        var handlers: [any ClientEventHandler] = []
        if let recorder { handlers.append(recorder) }
        if let saver { handlers.append(isFleet ? HostSaver(saver: saver, name: client.host.name) : saver) }
        if let storage { handlers.append(storage.handler(server: client.host.storedName)) }
        if let summary = client.summary { handlers.append(summary) }
        if var log {
            if isFleet { log[metadataKey: "host"] = "\(client.host.name)" }
            handlers.append(EventLog(logger: log))
        }
        return handlers
    }

    /// Whether there are several hosts, which are told apart by name.
    private var isFleet: Bool { clients.count > 1 }

    // MARK: - Look

    private var terminalOptions: TerminalOptions {
        var options = TerminalOptions()
        options.allowsColor = settings.allowsColor
        options.forcesASCII = settings.ascii
        return options
    }

    private func formatter(for output: OutputWriter) -> any MonitoringFormatter {
        (settings.format ?? .simple).formatter(settings.formatOptions(for: output))
    }

    /// A formatter that says which of several hosts it is about.
    private func named(_ formatter: any MonitoringFormatter, _ client: WatchedClient) -> any MonitoringFormatter {
        isFleet ? HostFormatter(host: client.host.name, columns: nameColumns, base: formatter) : formatter
    }

    private var nameColumns: Int { clients.map { TextWidth.columns($0.host.name) }.max() ?? 0 }

    private var dashboardSettings: DashboardSettings {
        var dashboard = DashboardSettings()
        dashboard.format = settings.format ?? .detailed
        dashboard.thresholds = settings.formats.thresholds
        dashboard.indent = settings.formats.indent
        dashboard.redrawsPerSecond = settings.redrawsPerSecond
        dashboard.ringsBell = settings.alerts.ringsBell
        dashboard.keepsLog = logs.isOn
        dashboard.marks = marks
        return dashboard
    }

    // MARK: - The end

    /// The statistics of the run: taken before the clients' own goodbye, which is not part of it.
    private var statisticsNow: [ConnectionStatistics] {
        let now = clientClock.now().monotonic
        return clients.map { $0.record.snapshot(now: now).statistics }
    }

    /// - Parameter isFailureTold: whether standard error has the failure of the last attempt already.
    private func report(
        _ ending: Ending, _ statistics: [ConnectionStatistics], formatter: any MonitoringFormatter,
        isFailureTold: Bool = false
    ) -> ExitStatus {
        let output = OutputWriter.standardError
        let text = ANSIWriter(color: settings.allowsColor && output.isTerminal)
        for client in clients {
            guard let summary = client.summary?.text else { continue }
            let shown = (named(formatter, client) as? HostFormatter)?.prefixed(summary) ?? summary
            try? output.write(text.string(shown), patience: OutputWriter.lastPatience)
        }
        if settings.stats {
            for (client, statistics) in zip(clients, statistics) {
                let shown = named(formatter, client).formatStatistics(statistics)
                try? output.write(text.string(shown), patience: OutputWriter.lastPatience)
            }
        }
        if let lost = saver?.statistics.lostMessages, lost > 0 {
            ClientProgram.complain("\(lost) messages could not be saved")
        }
        switch ending {
        case .asked, .output(.readerGone):
            return .success
        case .clients(let ends):
            var status = ExitStatus.success
            for case (let client, .gaveUp(let failure)) in zip(clients, ends) {
                if !isFailureTold { ClientProgram.complain("\(client.configuration.uri): \(failure.text)") }
                status = .unavailable
            }
            return status
        case .output(.failed(let detail)):
            ClientProgram.complain("standard output cannot be written: \(detail)")
            return .cannotWrite
        }
    }
}
