import Foundation
import Testing

/// Where settings come from, and what is said of those that cannot be. The program itself runs each time.
struct ConfigurationTests {
    /// A configuration folder for one test.
    private func withFile<Result>(
        _ yaml: String?, _ body: (_ environment: [String: String], _ file: String) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "configuration-\(UUID())")
        let program = folder.appending(path: "monitoring-websocket-client")
        try FileManager.default.createDirectory(at: program, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = program.appending(path: "config.yaml")
        try yaml.map { try Data($0.utf8).write(to: file) }
        return try await body(["XDG_CONFIG_HOME": folder.path], file.path)
    }

    private func run(
        _ arguments: [String], _ environment: [String: String]
    ) async throws -> (status: Int32, output: String, error: String) {
        try await RunningProgram(TestTools.client, arguments, environment: environment).finish()
    }

    /// The line of `--print-config` for a key, without its padding.
    private func line(of key: String, in report: String) -> String? {
        report.split(separator: "\n").first { $0.hasPrefix("\(key):") || $0.hasPrefix("# \(key):") }
            .map { String($0).replacing(/\ {2,}/, with: "  ") }
    }

    /// A key, three values that differ, its variable, its option if it has one, and its default.
    struct Row: Sendable {
        var key: String
        var values: [String]
        var variable: String
        var standard: String
        var isOption = true
    }

    @Test(
        "option over environment over file over default",
        arguments: [
            Row(
                key: "uri", values: ["\"ws://a\"", "\"ws://b\"", "\"ws://c\""], variable: "MONITORING_WEBSOCKET_URI",
                standard: "\"ws://localhost:8765\""),
            Row(
                key: "format", values: ["compact", "detailed", "jsonl"], variable: "MONITORING_FORMAT",
                standard: "# format:  # not set"),
            Row(
                key: "log-file", values: ["a", "b", "c"], variable: "MONITORING_LOG_FILE",
                standard: "# log-file:  # not set"),
            Row(
                key: "log-level", values: ["DEBUG", "ERROR", "CRITICAL"], variable: "MONITORING_LOG_LEVEL",
                standard: "# log-level:  # not set", isOption: false),
            Row(
                key: "reconnect-interval", values: ["1", "2.5", "3"], variable: "MONITORING_RECONNECT_INTERVAL",
                standard: "5"),
            Row(key: "send-timeout", values: ["1", "2.5", "3"], variable: "MONITORING_SEND_TIMEOUT", standard: "5"),
            Row(
                key: "max-reconnects", values: ["1", "2", "3"], variable: "MONITORING_MAX_RECONNECTS",
                standard: "unlimited"),
            Row(
                key: "threshold-warning", values: ["10", "20", "30"], variable: "MONITORING_THRESHOLD_WARNING",
                standard: "80", isOption: false),
        ])
    func precedence(row: Row) async throws {
        let plain = row.values.map { $0.filter { $0 != "\"" } }
        try await withFile("# mine\n\(row.key): \(plain[0])\n") { environment, file in
            let byFile = try await run(["--print-config"], environment)
            #expect(line(of: row.key, in: byFile.output) == "\(row.key): \(row.values[0])  # file \(file):2")
            let both = environment.merging([row.variable: plain[1]]) { $1 }
            let byEnvironment = try await run(["--print-config"], both)
            #expect(
                line(of: row.key, in: byEnvironment.output)
                    == "\(row.key): \(row.values[1])  # environment \(row.variable)")
            guard row.isOption else { return }
            let byOption = try await run(["--print-config", "--\(row.key)", plain[2]], both)
            #expect(line(of: row.key, in: byOption.output) == "\(row.key): \(row.values[2])  # option --\(row.key)")
        }
        try await withFile(nil) { environment, _ in
            let report = try await run(["--print-config"], environment).output
            let standard = row.standard.hasPrefix("#") ? row.standard : "\(row.key): \(row.standard)  # default"
            #expect(line(of: row.key, in: report) == standard)
        }
    }

    @Test("the manual's constants are the defaults")
    func defaults() async throws {
        let report = try await run(["--print-config"], [:]).output
        let constants = [
            "reconnect-interval": "5", "ping-interval": "30", "ping-timeout": "10", "max-reconnects": "unlimited",
            "threshold-warning": "80", "threshold-critical": "90", "progress-bar-length": "20",
            "json-indent-level": "2",
            "max-history-size": "1000", "log-rotation-size": "10485760", "error-history-limit": "5",
            "operation-timeout": "5", "send-timeout": "5", "cli-polling-interval": "0.1",
        ]
        #expect(line(of: "time-format", in: report) == "time-format: \"%H:%M:%S\"  # default")
        for (key, value) in constants { #expect(line(of: key, in: report) == "\(key): \(value)  # default") }
    }

    @Test(
        "a mistake in the file: status 78, one line with file, line, key and what is allowed",
        arguments: [
            ("format: compact\nbogus: 1\n", 2, ["bogus", "uri, ", "cli-polling-interval"]),
            ("\n\nformat: yaml\n", 3, ["format", "'yaml'", "simple, detailed, compact, json, jsonl"]),
            ("ping-interval: 0\n", 1, ["ping-interval", "seconds greater than 0"]),
            ("stats: maybe\n", 1, ["stats", "maybe", "true or false"]),
            ("log-level: LOUD\n", 1, ["log-level", "LOUD", "DEBUG, INFO, WARNING, ERROR, CRITICAL"]),
            ("threshold-critical: 101\n", 1, ["threshold-critical", "101", "0 to 100"]),
            ("threshold-warning: 95\n", 1, ["threshold-warning", "threshold-critical", "at most"]),
            ("cli-polling-interval: 5\n", 1, ["cli-polling-interval", "0.033 to 1"]),
            ("time-format: '%Q'\n", 1, ["time-format", "%Q", "%H %I %M"]),
            ("json-indent-level: two\n", 1, ["json-indent-level", "two", "whole number"]),
            ("stats: true\nstats: false\n", 2, ["stats", "line 1"]),
            ("format: [a, b]\n", 1, ["format", "a single value"]),
            ("uri: [ws://a, ws://a]\n", 1, ["uri", "listed twice"]),
            ("hosts: []\n", 1, ["hosts", "at least one"]),
            ("hosts:\n  - a ws://h\n  - a ws://i\n", 3, ["hosts", "'a'", "line 2"]),
            ("hosts:\n  - {name: a, uri: h}\n", 2, ["hosts", "URI", "scheme"]),
            ("hosts:\n  - name: a\n    url: ws://h\n", 3, ["hosts", "url", "name, uri, tint, headers"]),
            ("hosts:\n  - {uri: ws://h, tint: pink}\n", 2, ["hosts", "pink", "red, green"]),
            ("hosts: {a: b}\n", 1, ["hosts", "the path of a file or a list of hosts"]),
            ("uri: ws://a\nlocal: yes\n", 2, ["local", "uri", "exclude each other"]),
            ("header:\n  - {a: b}\n", 2, ["header", "a list of values"]),
            ("- a\n", 1, ["mapping"]),
            ("a: &x b\n", 1, ["there is no key 'a'"]),
            ("uri: *x\n", 1, ["alias"]),
            ("format: compact\n---\nformat: json\n", 2, ["one YAML document"]),
            ("format: \"compact\nstats: true\n", 3, ["quoted scalar"]),
            ("format: compact\n\tstats: true\n", 2, ["tab character"]),
        ])
    func mistakes(yaml: String, line: Int, parts: [String]) async throws {
        try await withFile(yaml) { environment, file in
            let (status, output, error) = try await run([], environment)
            #expect(status == 78)
            #expect(output.isEmpty)
            #expect(error.split(separator: "\n").count == 1)
            #expect(error.contains("\(file):\(line): "), "\(error)")
            for part in parts { #expect(error.contains(part), "\(error)") }
            let after = try String(contentsOfFile: file, encoding: .utf8)
            #expect(after == yaml)
        }
    }

    @Test("a mistake in the environment names the variable")
    func environmentMistake() async throws {
        let (status, _, error) = try await run([], ["MONITORING_PING_TIMEOUT": "soon"])
        #expect(status == 78)
        #expect(error.contains("MONITORING_PING_TIMEOUT: the value 'soon' is invalid"))
    }

    @Test("--config names another file, which must exist; empty files and variables set nothing")
    func otherFile() async throws {
        try await withFile("format: json\n") { environment, file in
            let copy = file + ".other"
            try Data("# nothing\n".utf8).write(to: URL(filePath: copy))
            let other = try await run(["--print-config", "--config", copy], environment)
            #expect(line(of: "format", in: other.output) == "# format:  # not set")
            let missing = try await run(["--config", copy + ".missing"], environment)
            #expect(missing.status == 78)
            #expect(missing.error.contains(copy + ".missing: the file cannot be read: No such file"))
            let empty = try await run(["--print-config"], environment.merging(["MONITORING_FORMAT": ""]) { $1 })
            #expect(line(of: "format", in: empty.output) == "format: json  # file \(file):1")
        }
    }

    @Test("of two keys that exclude each other the stronger source wins")
    func exclusion() async throws {
        try await withFile("uri: ws://a\nlog-level: ERROR\n") { environment, _ in
            let report = try await run(["--local", "--verbose", "--print-config"], environment).output
            #expect(line(of: "uri", in: report) == "uri: \"ws://localhost:8765\"  # default")
            #expect(line(of: "local", in: report) == "local: true  # option --local")
            #expect(line(of: "log-level", in: report) == "# log-level:  # not set")
        }
    }

    @Test("secrets are never shown, in the report or in errors")
    func secrets() async throws {
        let yaml = "uri: wss://user:hunter2@host/?token=hunter2\nheader:\n  - 'X-API-Key: hunter2'\n"
        try await withFile(yaml) { environment, file in
            let report = try await run(["--print-config"], environment)
            #expect(report.status == 0)
            #expect(!report.output.contains("hunter2"))
            #expect(line(of: "header", in: report.output) == "header: \"X-API-Key: …\"  # file \(file):2")
            for header in ["hunter2", "X Key: hunter2", "Host: hunter2"] {
                let wrong = try await run(["--header", header], [:])
                #expect(wrong.status == 64)
                #expect(wrong.error.contains("--header"))
                #expect(!wrong.error.contains("hunter2"))
            }
        }
    }

    @Test("what --print-config prints is a configuration file")
    func reportIsAFile() async throws {
        let report = try await run(["--print-config"], [:]).output
        try await withFile(report.replacing("local: false", with: "# ").replacing("uri: ", with: "# ")) {
            environment, _ in
            let again = try await run(["--print-config"], environment)
            #expect(again.status == 0, "\(again.error)")
        }
    }
}
