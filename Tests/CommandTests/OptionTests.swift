import Foundation
import MonitoringWebSocketServer
import Testing

/// Options that need something to watch: this machine, through the server inside the process.
struct OptionTests {
    private func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "options-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    /// Runs the program on this machine until it has printed so many lines, and ends it.
    private func watch(
        _ arguments: [String], environment: [String: String] = [:], lines: Int = 1
    ) async throws -> (status: Int32, output: String, error: String) {
        let client = try RunningProgram(TestTools.client, ["--local"] + arguments, environment: environment)
        defer { client.kill() }
        _ = try await client.lines(lines)
        client.send(signal: SIGTERM)
        return try await client.finish()
    }

    @Test("--save-data saves what was printed, in a folder that is made, for its owner's eyes")
    func saveData() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "new/data.jsonl")
            let (status, output, _) = try await watch(["-f", "jsonl", "--save-data", file.path], lines: 2)
            #expect(status == 0)
            let saved = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            #expect(saved.filter { $0.contains("\"monitoring_data\"") } == output.split(separator: "\n"))
            #expect(!output.isEmpty)
            let mode = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("files rotate at log-rotation-size")
    func rotation() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "data.jsonl")
            let status = try await watch(
                ["--save-data", file.path], environment: ["MONITORING_LOG_ROTATION_SIZE": "100"], lines: 2
            ).status
            #expect(status == 0)
            #expect(FileManager.default.fileExists(atPath: file.path + ".1"))
        }
    }

    @Test("a file that cannot be written ends it with 73 and its name", arguments: ["--save-data", "--log-file"])
    func unwritable(option: String) async throws {
        let (status, output, error) = try await RunningProgram(
            TestTools.client, ["--uri", "ws://127.0.0.1:1", option, "/proc/no/file"]
        ).finish()
        #expect(status == 73)
        #expect(output.isEmpty)
        #expect(error.contains("/proc/no/file"))
    }

    @Test("messages that a full disk does not take are told once, and counted at the end")
    func fullDisk() async throws {
        try await withFolder { folder in
            let script = "ulimit -f 1; exec '\(TestTools.client.path)' --local --save-data '\(folder.path)/data'"
            let client = try RunningProgram(
                ["/bin/bash", "-c", script], environment: ["MONITORING_LOG_ROTATION_SIZE": "0"])
            defer { client.kill() }
            _ = try await client.lines(4)
            client.send(signal: SIGTERM)
            let (status, _, error) = try await client.finish()
            #expect(status == 0)
            #expect(error.components(separatedBy: "not saved: ").count == 2, "\(error)")
            #expect(error.contains("messages could not be saved"))
        }
    }

    /// The words that are searched for stand in the log, or do not.
    struct Logging: Sendable {
        var options: [String] = []
        var environment: [String: String] = [:]
        var present: [String] = []
        var absent: [String] = []
    }

    @Test(
        "levels of the log file",
        arguments: [
            Logging(present: [" INFO "], absent: [" DEBUG "]),
            Logging(options: ["--verbose"], present: [" INFO ", " DEBUG "]),
            Logging(environment: ["MONITORING_LOG_LEVEL": "debug"], present: [" INFO ", " DEBUG "]),
            Logging(environment: ["MONITORING_LOG_LEVEL": "ERROR"], absent: [" INFO ", " DEBUG "]),
            Logging(
                options: ["--verbose"], environment: ["MONITORING_LOG_LEVEL": "ERROR"], present: [" INFO ", " DEBUG "]),
        ])
    func logLevels(logging: Logging) async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "new/client.log")
            let (status, _, error) = try await watch(
                logging.options, environment: logging.environment.merging(["MONITORING_LOG_FILE": file.path]) { $1 })
            #expect(status == 0)
            #expect(!error.contains(" DEBUG "))
            let log = try String(contentsOf: file, encoding: .utf8)
            for words in logging.present { #expect(log.contains(words), "\(log)") }
            for words in logging.absent { #expect(!log.contains(words), "\(log)") }
        }
    }

    @Test("constants of the file have their effect")
    func constants() async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "config.yaml")
            let yaml =
                "threshold-warning: 0\nthreshold-critical: 0\nprogress-bar-length: 7\nformat: detailed\n"
                + "time-format: 'at %H h'\n"
            try Data(yaml.utf8).write(to: file)
            let detailed = try await watch(["--config", file.path], lines: 4).output
            #expect(detailed.contains("(Critical)"))
            #expect(!detailed.contains("(Normal)"))
            #expect(detailed.contains(/- at \d\d h ===/))
            #expect(detailed.contains(/\[[█▒]{7}\]/))
            let json = try await watch(["-f", "json"], environment: ["MONITORING_JSON_INDENT_LEVEL": "5"], lines: 4)
                .output
            #expect(json.contains("\n     \""))
            let history = try await watch(
                ["--history"], environment: ["MONITORING_MAX_HISTORY_SIZE": "1"], lines: 2
            ).error
            #expect(history.contains("History of 1 samples"))
        }
    }

    @Test("headers, also from a file, reach a server that asks for them", arguments: ["--header", "--header-file"])
    func headers(option: String) async throws {
        try await withFolder { folder in
            let file = folder.appending(path: "headers")
            try Data("# mine\nX-Other: 1\n\nAuthorization: Bearer hunter2\n".utf8).write(to: file)
            var configuration = MonitoringServerConfiguration()
            configuration.port = 0
            configuration.access.credential = .bearerToken("hunter2")
            try await withMonitoringServer(configuration, source: SystemSampleSource()) { address in
                let value = option == "--header" ? "Authorization: Bearer hunter2" : file.path
                let uri = ["--uri", address.description, "--no-reconnect"]
                let refused = try await RunningProgram(TestTools.client, uri).finish()
                #expect(refused.status == 69)
                #expect(refused.error.contains("401"))
                let log = folder.appending(path: "log").path
                let client = try RunningProgram(
                    TestTools.client, uri + [option, value, "--verbose", "--log-file", log, "--stats"])
                defer { client.kill() }
                _ = try await client.lines(1)
                client.send(signal: SIGTERM)
                let taken = try await client.finish()
                #expect(taken.status == 0)
                #expect(taken.output.hasPrefix("CPU: "))
                let logged = try String(contentsOfFile: log, encoding: .utf8)
                #expect(!(taken.error + logged).contains("hunter2"))
            }
        }
    }

    @Test("--insecure is said on standard error, and not where nothing is encrypted", arguments: ["wss", "ws"])
    func insecure(scheme: String) async throws {
        let (_, _, error) = try await RunningProgram(
            TestTools.client,
            ["--uri", "\(scheme)://127.0.0.1:\(UnusedPort.released())", "--no-reconnect", "--insecure"]
        ).finish()
        #expect(error.contains("certificate is not checked") == (scheme == "wss"))
    }

    @Test("--insecure stays on the screen", .needsTerminalDriver)
    func insecureDashboard() async throws {
        let command = [TestTools.client.path, "--uri", "wss://127.0.0.1:\(UnusedPort.released())", "--insecure"]
        try await TerminalDriver.run(command) { terminal in
            let screen = try await terminal.expect("INSECURE")
            #expect(screen.first?.contains("INSECURE") == true)
            try await terminal.send("q")
            #expect(try await terminal.waitExit().status == 0)
        }
    }

    @Test(
        "TLS files that cannot be used are told at once",
        arguments: [
            (["--ca-file", "/no/file"], "/no/file"),
            (["--client-cert", "/no/file", "--client-key", "/no/key"], "/no/file"),
            (["--client-key", "/no/key"], "together"),
        ])
    func tlsFiles(options: [String], part: String) async throws {
        let (status, _, error) = try await RunningProgram(
            TestTools.client, ["--uri", "wss://127.0.0.1:1"] + options
        ).finish()
        #expect(status == 64)
        #expect(error.contains(part))
    }

    @Test("completions for the shells", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) async throws {
        let (status, output, _) = try await RunningProgram(
            TestTools.client, ["--generate-completion-script", shell]
        ).finish()
        #expect(status == 0)
        #expect(output.contains("reconnect-interval"))
    }

    @Test("the manual page has every option and every key")
    func manPage() async throws {
        let page = try await RunningProgram(TestTools.client, ["--print-man-page"]).finish()
        let help = try await RunningProgram(TestTools.client, ["--help"]).finish().output
        let report = try await RunningProgram(TestTools.client, ["--print-config"]).finish().output
        #expect(page.status == 0)
        let text = page.output.replacing("\\-", with: "-")
        for option in help.matches(of: /(?m)^  (?:-[a-z], )?--[a-z][a-z-]+(?: <[a-z]+>)?/) {
            #expect(text.contains("\\fB\(option.output.dropFirst(2))\\fR\n"), "\(option.output)")
        }
        for key in report.matches(of: /(?m)^(?:# )?([a-z-]+):/) { #expect(text.contains("\\fB\(key.1)\\fR")) }
        #expect(page.output.hasPrefix(".TH "))
    }
}
