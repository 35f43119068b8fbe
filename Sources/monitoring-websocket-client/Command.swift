import Glibc
import Logging
import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient
import TerminalScreen
import WebSocketTransport

/// The command, its arguments understood: chooses between dashboard and stream, and reports at the end.
struct Command {
    let arguments: Arguments
    let configuration: ClientConfiguration
    let record: ClientRecord
    let clock = SystemClock()
    /// Samples for `--history`.
    let summary: SampleSummary?

    init(arguments: Arguments, server: WebSocketURI) {
        self.arguments = arguments
        var configuration = ClientConfiguration(uri: server)
        configuration.reconnect = !arguments.noReconnect
        configuration.reconnectInterval = arguments.reconnectInterval.duration
        configuration.maxReconnectAttempts = arguments.maxReconnects
        configuration.pingInterval = arguments.pingInterval.duration
        configuration.pingTimeout = arguments.pingTimeout.duration
        configuration.operationTimeout = arguments.operationTimeout.duration
        self.configuration = configuration
        record = ClientRecord(configuration: configuration)
        summary = arguments.history ? SampleSummary() : nil
    }

    func run() async -> ExitStatus {
        guard !arguments.stream, OutputWriter.standardOutput.isTerminal, isatty(STDIN_FILENO) == 1 else {
            return await runStream()
        }
        do {
            return try await runDashboard()
        } catch {
            Main.complain("\(error); printing lines instead")
            return await Command(arguments: arguments, server: configuration.uri).runStream()
        }
    }

    /// - Throws: `TerminalError` when this terminal cannot show a dashboard; the client is stopped then.
    private func runDashboard() async throws -> ExitStatus {
        let log = LogLines()
        let mailbox = UpdateMailbox(record: record, clock: clock)
        let client = makeClient(showing: mailbox, log: arguments.verbose ? VerboseLog.keeping(in: log) : nil)
        let (ends, end) = AsyncStream<ClientEnd>.makeStream()
        // The client connects while the terminal is set up, and says goodbye when it has been given back.
        let ending = try await client.run(clock: clock, onEnd: { end.yield($0) }) {
            try await TerminalScreen.withScreen(options: terminalOptions) { screen in
                let session = DashboardSession(
                    screen: screen, clock: clock, status: record.snapshot(now: clock.now().monotonic).status,
                    format: arguments.format ?? .detailed, duration: arguments.duration?.duration)
                return await session.run(client: client, mailbox: mailbox, clientEnds: ends)
            }
        }
        for line in log.lines { try? OutputWriter.standardError.write(line.text + "\n") }
        return report(ending, formatter: (arguments.format ?? .simple).formatter(formatOptions(for: .standardError)))
    }

    private func runStream() async -> ExitStatus {
        let formatter = (arguments.format ?? .simple).formatter(formatOptions(for: .standardOutput))
        let session = StreamSession(clock: clock, duration: arguments.duration?.duration)
        let printer = StreamPrinter(formatter: formatter, color: allowsColor, onFailure: session.outputFailed)
        let client = makeClient(showing: printer, log: arguments.verbose ? VerboseLog.standardError() : nil)
        return report(await session.run(client), formatter: formatter)
    }

    private func makeClient(showing display: any ClientEventHandler, log: Logger?) -> Client {
        var handlers: [any ClientEventHandler] = [display]
        if let summary { handlers.append(summary) }
        if let log { handlers.append(EventLog(logger: log)) }
        return Client(
            configuration: configuration, connector: NIOWebSocketConnector(), clock: clock, record: record,
            handler: handlers.count == 1 ? display : HandlerChain(handlers: handlers))
    }

    // MARK: - Look

    private var allowsColor: Bool {
        // https://no-color.org: set and not empty.
        !arguments.noColor && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
    }

    private var terminalOptions: TerminalOptions {
        var options = TerminalOptions()
        options.allowsColor = allowsColor
        options.forcesASCII = arguments.ascii
        return options
    }

    /// A pipe or file gets UTF-8 whatever the locale, so that its bytes do not depend on who runs the command.
    private func formatOptions(for output: OutputWriter) -> FormatOptions {
        FormatOptions(unicode: !arguments.ascii && (!output.isTerminal || LocaleSetup.apply()))
    }

    // MARK: - The end

    private func report(_ ending: Ending, formatter: any MonitoringFormatter) -> ExitStatus {
        let output = OutputWriter.standardError
        let text = ANSIWriter(color: allowsColor && output.isTerminal)
        if let summary { try? output.write(text.string(summary.text)) }
        if arguments.stats {
            let statistics = record.snapshot(now: clock.now().monotonic).statistics
            try? output.write(text.string(formatter.formatStatistics(statistics)))
        }
        switch ending {
        case .asked, .client(.stopped), .output(.readerGone):
            return .success
        case .client(.gaveUp(let failure)):
            Main.complain("\(configuration.uri): \(failure.text)")
            return .unavailable
        case .output(.failed(let detail)):
            Main.complain("standard output cannot be written: \(detail)")
            return .cannotWrite
        }
    }
}
