import Dashboard
import Glibc
import Logging
import MonitoringAlerts
import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient
import TerminalScreen
import WebSocketTransport

/// Watches one server: in a dashboard or as a stream of lines, with a report at the end.
struct Watch<Connector: WebSocketConnector> {
    let settings: Settings
    let configuration: ClientConfiguration
    let connector: Connector
    let clock: any ClientClock
    let notices: Notices
    let recorder: RecordingWriter?
    let storage: ServerStorage?
    /// What the dashboard's header says all the time.
    let marks: [String]
    private let record: ClientRecord
    /// Samples for `--history`.
    private let summary: SampleSummary?
    private let saver: LoggingHandler?
    private let logs: Logs

    /// - Throws: `LogFileError` for a file that messages or logs cannot be written to.
    init(
        settings: Settings, configuration: ClientConfiguration, connector: Connector, clock: any ClientClock,
        notices: Notices, recorder: RecordingWriter? = nil, storage: ServerStorage? = nil,
        marks: [String] = []
    ) throws(LogFileError) {
        self.settings = settings
        self.configuration = configuration
        self.connector = connector
        self.clock = clock
        self.notices = notices
        self.recorder = recorder
        self.storage = storage
        self.marks = marks
        record = ClientRecord(configuration: configuration)
        summary = settings.history ? SampleSummary(limit: settings.historySize) : nil
        if let path = settings.saveData {
            saver = try LoggingHandler(path: path, rotation: settings.rotation) { notices.post("not saved: \($0)") }
        } else {
            saver = nil
        }
        logs = try Logs(settings) { notices.post("not logged: \($0)") }
    }

    /// - Parameter runClient: Runs the client to its end.
    func run(
        _ runClient: @escaping @Sendable (ClientCore<Connector>) async -> ClientEnd
    ) async -> ExitStatus {
        guard !settings.stream, OutputWriter.standardOutput.isTerminal, isatty(STDIN_FILENO) == 1 else {
            return await runStream(runClient)
        }
        do {
            try await TerminalScreen.check()
        } catch {
            Main.complain("\(error); printing lines instead")
            return await runStream(runClient)
        }
        return await runDashboard(runClient)
    }

    private func runDashboard(
        _ runClient: @escaping @Sendable (ClientCore<Connector>) async -> ClientEnd
    ) async -> ExitStatus {
        let log = LogLines()
        let mailbox = FleetMailbox(records: [record], clock: clock)
        let alerts = makeAlerts { _, _ in }
        let client = makeClient(
            showing: mailbox.handlers[0], alerts: alerts, log: logs.logger { log.handler(label: $0, level: $1) })
        let (ends, end) = AsyncStream<ClientEnd>.makeStream()
        let (ending, statistics): (Ending, ConnectionStatistics)
        do {
            // The client connects while the terminal is set up, and says goodbye when it has been given back.
            (ending, statistics) = try await client.run(runClient, clock: clock, onEnd: { end.yield($0) }) {
                try await TerminalScreen.withScreen(options: terminalOptions) { screen in
                    let session = DashboardSession(
                        screen: screen, clock: clock, record: record, mailbox: mailbox,
                        alerts: alerts, settings: dashboardSettings, duration: settings.duration)
                    return (
                        await session.run(
                            client: client, clientEnds: ends, notices: notices, remembered: storage?.remembered(clock)),
                        statisticsNow
                    )
                }
            }
        } catch {
            Main.complain("\(error)")
            return .unavailable
        }
        for line in log.lines { try? OutputWriter.standardError.write(line.text + "\n") }
        return report(
            ending, statistics,
            formatter: (settings.format ?? .simple).formatter(settings.formatOptions(for: .standardError)))
    }

    private func runStream(
        _ runClient: @escaping @Sendable (ClientCore<Connector>) async -> ClientEnd
    ) async -> ExitStatus {
        let formatter = (settings.format ?? .simple).formatter(settings.formatOptions(for: .standardOutput))
        let session = StreamSession(clock: clock, duration: settings.duration, notices: notices)
        let printer = StreamPrinter(formatter: formatter, color: settings.allowsColor, onFailure: session.outputFailed)
        let log = logs.logger { Logs.standardError(label: $0, level: $1, unless: { printer.isOver }) }
        let alerts = makeAlerts { events, now in
            for event in events {
                printer.note(
                    AlertLine.text(event, now: now, options: formatter.options, format: settings.format ?? .simple))
            }
        }
        let client = makeClient(showing: printer, alerts: alerts, log: log)
        if isInsecure { Main.complain("warning: --insecure: the server's certificate is not checked") }
        let (ending, statistics) = await client.run(runClient, clock: clock, onEnd: session.clientEnded) {
            let ending = await session.run()
            printer.end()
            return (ending, statisticsNow)
        }
        return report(ending, statistics, formatter: formatter, isFailureTold: true)
    }

    private func makeAlerts(_ listener: @escaping AlertWatch.Listener) -> AlertWatch {
        AlertWatch(rules: settings.alerts.rules, clock: clock, listener: listener)
    }

    private func makeClient(
        showing display: any ClientEventHandler, alerts: AlertWatch, log: Logger?
    ) -> ClientCore<Connector> {
        // Whoever is woken by an event finds the alerts up to date.
        var handlers: [any ClientEventHandler] = [alerts.handler(host: configuration.uri.description), display]
        if let recorder { handlers.append(recorder) }
        if let saver { handlers.append(saver) }
        if let storage { handlers.append(storage.handler) }
        if let summary { handlers.append(summary) }
        if let log { handlers.append(EventLog(logger: log)) }
        return ClientCore(
            configuration: configuration, connector: connector, clock: clock, record: record,
            handler: HandlerChain(handlers: handlers))
    }

    // MARK: - Look

    private var terminalOptions: TerminalOptions {
        var options = TerminalOptions()
        options.allowsColor = settings.allowsColor
        options.forcesASCII = settings.ascii
        return options
    }

    private var dashboardSettings: DashboardSettings {
        var dashboard = DashboardSettings()
        dashboard.format = settings.format ?? .detailed
        dashboard.thresholds = settings.formats.thresholds
        dashboard.indent = settings.formats.indent
        dashboard.redrawsPerSecond = settings.redrawsPerSecond
        dashboard.ringsBell = settings.alerts.ringsBell
        dashboard.marks = marks + (isInsecure ? ["INSECURE"] : [])
        return dashboard
    }

    /// Whether the link is to be encrypted, and nobody checks with whom.
    private var isInsecure: Bool { configuration.webSocket.tls.isInsecure && configuration.uri.isSecure }

    // MARK: - The end

    /// The statistics of the run: taken before the client's own goodbye, which is not part of it.
    private var statisticsNow: ConnectionStatistics {
        record.snapshot(now: clock.now().monotonic).statistics
    }

    /// - Parameter isFailureTold: whether standard error has the failure of the last attempt already.
    private func report(
        _ ending: Ending, _ statistics: ConnectionStatistics, formatter: any MonitoringFormatter,
        isFailureTold: Bool = false
    ) -> ExitStatus {
        let output = OutputWriter.standardError
        let text = ANSIWriter(color: settings.allowsColor && output.isTerminal)
        if let summary { try? output.write(text.string(summary.text)) }
        if settings.stats {
            try? output.write(text.string(formatter.formatStatistics(statistics)))
        }
        if let lost = saver?.statistics.lostMessages, lost > 0 {
            Main.complain("\(lost) messages could not be saved")
        }
        switch ending {
        case .asked, .client(.stopped), .output(.readerGone):
            return .success
        case .client(.gaveUp(let failure)):
            if !isFailureTold { Main.complain("\(configuration.uri): \(failure.text)") }
            return .unavailable
        case .output(.failed(let detail)):
            Main.complain("standard output cannot be written: \(detail)")
            return .cannotWrite
        }
    }
}
