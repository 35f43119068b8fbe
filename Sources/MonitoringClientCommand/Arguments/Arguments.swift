import ArgumentParser
import MonitoringFormatters
import MonitoringWebSocketClient

/// The command line: every option with its default, as `--help` shows it. Values are read where those of the environment
/// and the file are. An option for a number takes the next word whatever it is: `-1` is then a value that is not allowed,
/// and not a missing one.
struct Arguments: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "monitoring-websocket-client",
        abstract: "Watch a machine's CPU, RAM, disk and GPU live over WebSocket.",
        discussion: """
            On a terminal this opens a full-screen dashboard: press ? for its keys, q to quit. \
            When standard input or output is not a terminal, or with --stream, it prints one formatted message each time.
            Each option is also a key of the configuration file and, as in MONITORING_PING_INTERVAL, a variable of the \
            environment (MONITORING_WEBSOCKET_URI for the URI). An option wins over the environment, and that over the file.
            HTTPS_PROXY (for wss://) and HTTP_PROXY (for ws://) name an HTTP proxy to connect through, NO_PROXY the servers \
            to reach without it.
            Exit status: 0 ended as asked, 64 usage error, 69 the server could not be reached, 73 output could not be \
            written, 78 the configuration file or the environment is not valid.
            """,
        version: "1.0.0",
        subcommands: [HistoryArguments.self]
    )

    @Option(
        name: [.short, .long],
        help: .setting("WebSocket URI of the server. Given more than once, several hosts are watched.", .uri, "uri"))
    var uri: [String] = []

    @Option(
        help: .setting(
            "Watch the hosts of this file, one a line: [NAME] URI [tint=COLOUR] [header=\"Name: value\"].", .hosts,
            "file"),
        completion: .file())
    var hosts: String?

    @Flag(help: "Watch this machine: run a server inside this process, on a free loopback port.")
    var local = false

    @Flag(help: "Do not connect again when the link is lost or cannot be made.")
    var noReconnect = false

    @Option(
        parsing: .unconditional, help: .setting("Seconds from a failure to the next attempt.", .reconnectInterval, "s"))
    var reconnectInterval: String?

    @Option(
        help: .setting(
            """
            How the wait grows with failures in a row: fixed, or exponential (a random time below the interval, then \
            below twice that, and so on).
            """, .backoff, "how"), completion: .list(Backoff.allCases.map(\.rawValue)))
    var backoff: String?

    @Option(
        parsing: .unconditional,
        help: .setting("Bytes that a message may have, unpacked; more closes the link.", .maxMessageSize, "bytes"))
    var maxMessageSize: String?

    @Option(parsing: .unconditional, help: .setting("Seconds that exponential waits grow to.", .backoffCap, "s"))
    var backoffCap: String?

    @Option(
        parsing: .unconditional,
        help: .setting(
            "Attempts to connect again before giving up. A link that stays up for 10 s resets the count.",
            .maxReconnects, "n"))
    var maxReconnects: String?

    @Option(parsing: .unconditional, help: .setting("Seconds between pings.", .pingInterval, "s"))
    var pingInterval: String?

    @Option(
        parsing: .unconditional,
        help: .setting("Seconds to wait for a pong before the link is replaced.", .pingTimeout, "s"))
    var pingTimeout: String?

    @Option(
        parsing: .unconditional,
        help: .setting(
            "Seconds that connecting, with TLS and the handshake, or closing may take.", .operationTimeout, "s"))
    var operationTimeout: String?

    @Option(parsing: .unconditional, help: .setting("Seconds that sending a message may take.", .sendTimeout, "s"))
    var sendTimeout: String?

    @Option(
        help: .setting(
            "A header for the request to connect, 'Name: value'. May be given more than once.", .header, "header"))
    var header: [String] = []

    @Option(
        help: .setting("More headers from a file, one a line: keeps secrets out of ps.", .headerFile, "file"),
        completion: .file())
    var headerFile: String?

    @Option(help: .setting("Trust the certificate authorities of this PEM file.", .caFile, "file"), completion: .file())
    var caFile: String?

    @Option(help: .setting("Show this PEM certificate to the server.", .clientCert, "file"), completion: .file())
    var clientCert: String?

    @Option(help: .setting("The private key of --client-cert, PEM.", .clientKey, "file"), completion: .file())
    var clientKey: String?

    @Flag(help: "Do not check who the server is: anyone in between can read and change everything.")
    var insecure = false

    @Flag(help: "Do not offer compression (permessage-deflate) to the server.")
    var noCompression = false

    @Flag(
        help: """
            Follow redirects, at most 5. Headers and credentials never go to another origin, and wss:// never becomes ws://.
            """
    )
    var followRedirects = false

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            """
            Output format: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")). \
            (default: simple when streaming, detailed in the dashboard)
            """),
        completion: .list(OutputFormat.allCases.map(\.rawValue))
    )
    var format: String?

    @Flag(help: "No colour (also when NO_COLOR is set).")
    var noColor = false

    @Flag(help: "Only ASCII characters.")
    var ascii = false

    @Flag(help: "Print one formatted message each time, even on a terminal.")
    var stream = false

    @Option(
        help: .setting(
            "Save every message to a file, as JSON lines. At 10 MiB it is put aside; 5 such are kept.", .saveData,
            "file"),
        completion: .file())
    var saveData: String?

    @Option(
        help: .setting(
            "Store every sample in an SQLite database: the graphs go on from there, and 'history' prints it.",
            .database, "file"),
        completion: .file())
    var database: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Remove older samples from the database, such as 90m, 36h, 30d or 8w. (default: none)", valueName: "age"))
    var databaseRetention: String?

    @Flag(help: "Keep the samples in memory and print their least, mean and most at the end.")
    var history = false

    @Option(
        name: [.short, .long], parsing: .unconditional,
        help: ArgumentHelp("End after this many seconds. (default: unlimited)", valueName: "s"))
    var duration: String?

    @Flag(name: [.short, .long], help: "Print the connection's statistics at the end.")
    var stats = false

    @Flag(
        name: [.short, .long],
        help: """
            Log in detail (DEBUG): to --log-file, else to standard error. The dashboard shows it (L), and prints it at its end.
            """
    )
    var verbose = false

    @Option(
        help: .setting("Log to a file (INFO, or what --verbose or MONITORING_LOG_LEVEL say).", .logFile, "file"),
        completion: .file())
    var logFile: String?

    @Option(help: .setting("Record what is received to a file, to be replayed.", .record, "file"), completion: .file())
    var record: String?

    @Option(help: .setting("Play a recording instead of connecting.", .replay, "file"), completion: .file())
    var replay: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("How many times as fast as recorded to replay. (default: 1)", valueName: "n"))
    var speed: String?

    @OptionGroup var alerts: AlertArguments

    @Option(
        help: ArgumentHelp(
            """
            Read this configuration file. \
            (default: $XDG_CONFIG_HOME/monitoring-websocket-client/config.yaml, if there is one)
            """,
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    var config: String?

    @Flag(help: "Print what each key is set to and where that came from, and end.")
    var printConfig = false

    @Flag(help: "Print the manual page, made of this help, and end.")
    var printManPage = false
}

extension ArgumentHelp {
    /// The help of an option, with its default.
    static func setting(_ text: String, _ key: SettingKey, _ valueName: String) -> ArgumentHelp {
        let standard = key.defaultText.map { " (default: \($0))" } ?? ""
        return ArgumentHelp("\(text)\(standard)", valueName: valueName)
    }
}
