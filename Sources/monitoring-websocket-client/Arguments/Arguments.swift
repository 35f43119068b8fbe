import ArgumentParser
import MonitoringFormatters
import MonitoringWebSocketClient
import WebSocketTransport

/// The command line: every option with its default, as `--help` shows it.
struct Arguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitoring-websocket-client",
        abstract: "Watch a machine's CPU, RAM, disk and GPU live over WebSocket.",
        discussion: """
            On a terminal this opens a full-screen dashboard: press ? for its keys, q to quit. \
            When standard input or output is not a terminal, or with --stream, it prints one formatted message each time.
            Exit status: 0 ended as asked, 64 usage error, 69 the server could not be reached, 73 output could not be \
            written.
            """,
        version: "1.0.0"
    )

    static let defaultURI = "ws://localhost:8765"

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("WebSocket URI of the server. (default: \(defaultURI))", valueName: "uri")
    )
    var uri: [String] = []

    @Flag(help: "Watch this machine: run a server inside this process, on a free loopback port.")
    var local = false

    @Flag(help: "Do not connect again when the link is lost or cannot be made.")
    var noReconnect = false

    @Option(help: ArgumentHelp("Seconds from a failure to the next attempt.", valueName: "s"), transform: Seconds.parse)
    var reconnectInterval = Seconds(5)

    @Option(
        help: ArgumentHelp("Attempts to connect again before giving up. (default: unlimited)", valueName: "n"),
        transform: AttemptCount.parse
    )
    var maxReconnects: Int?

    @Option(help: ArgumentHelp("Seconds between pings.", valueName: "s"), transform: Seconds.parse)
    var pingInterval = Seconds(30)

    @Option(
        help: ArgumentHelp("Seconds to wait for a pong before the link is replaced.", valueName: "s"),
        transform: Seconds.parse)
    var pingTimeout = Seconds(10)

    @Option(
        help: ArgumentHelp("Seconds that connecting, sending or closing may take.", valueName: "s"),
        transform: Seconds.parse)
    var operationTimeout = Seconds(5)

    @Option(
        name: [.short, .long],
        help: """
            Output format: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")). \
            (default: simple when streaming, detailed in the dashboard)
            """
    )
    var format: OutputFormat?

    @Flag(help: "No colour (also when NO_COLOR is set).")
    var noColor = false

    @Flag(help: "Only ASCII characters.")
    var ascii = false

    @Flag(help: "Print one formatted message each time, even on a terminal.")
    var stream = false

    @Flag(help: "Keep the samples in memory and print their least, mean and most at the end.")
    var history = false

    @Option(
        name: [.short, .long],
        help: ArgumentHelp("End after this many seconds. (default: unlimited)", valueName: "s"),
        transform: Seconds.parse
    )
    var duration: Seconds?

    @Flag(name: [.short, .long], help: "Print the connection's statistics at the end.")
    var stats = false

    @Flag(
        name: [.short, .long],
        help: "Log in detail to standard error; from the dashboard, after the screen is given back."
    )
    var verbose = false

    @Option(help: ArgumentHelp("Record what is received to a file, to be replayed.", valueName: "file"))
    var record: String?

    @Option(help: ArgumentHelp("Play a recording instead of connecting.", valueName: "file"))
    var replay: String?

    @Option(
        help: ArgumentHelp("How many times as fast as recorded to replay. (default: 1)", valueName: "n"),
        transform: ReplaySpeed.parse
    )
    var speed: ReplaySpeed?

    func validate() throws {
        _ = try server
        for (options, isGiven) in [
            ("'--local' and '--uri'", local && !uri.isEmpty),
            ("'--replay' and '--uri'", replay != nil && !uri.isEmpty),
            ("'--replay' and '--local'", replay != nil && local),
            ("'--replay' and '--record'", replay != nil && record != nil),
        ] where isGiven {
            throw ValidationError("\(options) exclude each other; give one of them")
        }
        if speed != nil && replay == nil {
            throw ValidationError("'--speed' is the speed of '--replay FILE', which is missing")
        }
    }

    /// The server to watch. Parsed here rather than by the option, so that an error never repeats a password.
    var server: WebSocketURI {
        get throws {
            if uri.count > 1 {
                throw ValidationError("'--uri' was given \(uri.count) times; one server is watched at a time")
            }
            do {
                return try WebSocketURI(parsing: uri.first ?? Self.defaultURI)
            } catch {
                throw ValidationError("the value of '--uri' is invalid: \(error)")
            }
        }
    }
}
