public import ArgumentParser
import Glibc
public import MonitoringMessages
import MonitoringWebSocketServer

/// The command line: every option with its default, as `--help` shows it.
struct Arguments: ParsableCommand {
    static let tokenVariable = "MONITORING_SERVER_TOKEN"

    static let configuration = CommandConfiguration(
        commandName: "monitoring-websocket-server",
        abstract: "Serve this machine's CPU, RAM, disk and GPU live over WebSocket.",
        discussion: """
            Clients of other machines need a token: --token-file, or the environment variable \(tokenVariable).
            Exit status: 0 ended by SIGINT or SIGTERM, 64 usage error, 69 the port cannot be listened on.
            """,
        version: "1.0.0"
    )

    @Option(help: "Address to listen on; 0.0.0.0 or :: for all.")
    var host = "127.0.0.1"

    @Option(
        parsing: .unconditional, help: ArgumentHelp("TCP port; 0 takes a free one.", valueName: "n"),
        transform: Self.port)
    var port = 8765

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Seconds between samples.", valueName: "s"),
        transform: Self.interval)
    var interval = 0.7

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Clients served at the same time.", valueName: "n"),
        transform: Self.clientCount)
    var maxClients = 1000

    @Option(help: ArgumentHelp("PEM file of the certificate, for wss://; needs --key.", valueName: "file"))
    var certificate: String?

    @Option(help: ArgumentHelp("PEM file of the certificate's private key.", valueName: "file"))
    var key: String?

    @Option(help: ArgumentHelp("File with the bearer token that clients must send.", valueName: "file"))
    var tokenFile: String?

    @Option(help: ArgumentHelp("File with a 'Name: value' header that clients must send.", valueName: "file"))
    var requireHeaderFile: String?

    @Flag(help: "Let other machines connect without a token.")
    var allowUnauthenticated = false

    @Option(
        help: ArgumentHelp(
            "Web origin that may connect, such as https://example.org; repeatable. (default: none)", valueName: "origin"
        ))
    var allowOrigin: [String] = []

    @Option(help: "Message format: \(MessageDialect.allCases.map(\.rawValue).joined(separator: ", ")).")
    var dialect = MessageDialect.published

    @Option(help: ArgumentHelp("Path on a file system to watch; repeatable. (default: /)", valueName: "path"))
    var diskPath: [String] = []

    @Flag(name: [.short, .long], help: "Log connections to standard error.")
    var verbose = false

    func validate() throws {
        let files = [
            ("certificate", certificate), ("key", key), ("token-file", tokenFile),
            ("require-header-file", requireHeaderFile),
        ]
        for (option, path) in files where path?.isEmpty == true {
            throw ValidationError("the value '' of '--\(option)' is invalid: allowed is the path of a file")
        }
        guard (certificate == nil) == (key == nil) else {
            throw ValidationError("'--certificate' and '--key' are used together")
        }
        guard tokenFile == nil || requireHeaderFile == nil else {
            throw ValidationError("'--token-file' and '--require-header-file' cannot be used together")
        }
        for path in diskPath {
            if let problem = FileSystem.problem(of: path) {
                throw ValidationError("the value '\(path)' of '--disk-path' cannot be used: \(problem)")
            }
        }
    }

    var diskPaths: [String] { diskPath.isEmpty ? ["/"] : diskPath }

    /// The server's configuration.
    /// - Throws: `SecretFile.Unusable`.
    var configuration: MonitoringServerConfiguration {
        get throws {
            var configuration = MonitoringServerConfiguration()
            configuration.host = host
            configuration.port = port
            configuration.interval = .seconds(interval)
            configuration.dialect = dialect
            configuration.limits.maximumClients = maxClients
            if let certificate, let key {
                configuration.tls = .init(certificateFile: certificate, keyFile: key)
            }
            configuration.access.allowsUnauthenticatedRemote = allowUnauthenticated
            configuration.access.allowedOrigins = allowOrigin
            configuration.access.credential = try credential
            return configuration
        }
    }

    private var credential: ServerAccess.Credential? {
        get throws {
            if let tokenFile { return .bearerToken(try SecretFile.line(of: tokenFile)) }
            if let requireHeaderFile { return try SecretFile.header(of: requireHeaderFile) }
            guard let token = getenv(Self.tokenVariable), token.pointee != 0 else { return nil }
            return .bearerToken(String(cString: token))
        }
    }

    /// The error for people, with the options that help.
    static func advice(about error: MonitoringServerError) -> String {
        guard case .unauthenticated(let host) = error else { return "\(error)" }
        return "other machines can reach \(host): give a token with --token-file or \(tokenVariable), "
            + "or allow everyone with --allow-unauthenticated"
    }

    // MARK: - Values

    private static func port(_ text: String) throws -> Int {
        guard let port = Int(text), (0...65535).contains(port) else {
            throw ValidationError("allowed is a port from 0 to 65535")
        }
        return port
    }

    private static func interval(_ text: String) throws -> Double {
        guard let seconds = Double(text), (0.1...86_400).contains(seconds) else {
            throw ValidationError("allowed is a number of seconds from 0.1 to 86400")
        }
        return seconds
    }

    private static func clientCount(_ text: String) throws -> Int {
        guard let count = Int(text), (1...100_000).contains(count) else {
            throw ValidationError("allowed is a whole number from 1 to 100000")
        }
        return count
    }
}

extension MessageDialect: ExpressibleByArgument {}
