import Foundation
import Testing

/// Every key, set by the file, by the environment and by its option. The program itself runs each time.
struct SettingSourceTests {
    /// What a key is set to by the file, by its variable, and by its option; nil where it is no option.
    struct Row {
        var key: String
        var file: String
        var variable: String
        var option: String?
        var isFlag = false

        init(_ key: String, _ file: String, _ variable: String, _ option: String?) {
            (self.key, self.file, self.variable, self.option) = (key, file, variable, option)
        }

        init(flag key: String) {
            self.init(key, "on", "yes", "true")
            isFlag = true
        }

        var variableName: String {
            key == "uri"
                ? "MONITORING_WEBSOCKET_URI" : "MONITORING_" + key.uppercased().replacing("-", with: "_")
        }

        /// What the report shows of a value.
        func shown(_ value: String) -> String {
            switch key {
            case "header": value.prefix { $0 != ":" } + ": …"
            case "alert-webhook", "smtp-password": "…"
            default: value
            }
        }
    }

    /// Keys that exclude each other are in different groups.
    private static let groups = [
        [
            Row("uri", "ws://a", "ws://b", "ws://c"), Row("record", "a", "b", "c"), Row("save-data", "a", "b", "c"),
            Row("format", "simple", "detailed", "compact"), Row(flag: "stream"), Row(flag: "no-color"),
            Row(flag: "ascii"), Row("duration", "1", "2", "3"), Row(flag: "stats"), Row(flag: "history"),
            Row(flag: "no-reconnect"), Row("reconnect-interval", "1", "2", "3"), Row("max-reconnects", "1", "2", "3"),
            Row("ping-interval", "1", "2", "3"), Row("ping-timeout", "1", "2", "3"),
            Row("operation-timeout", "1", "2", "3"), Row("send-timeout", "1", "2", "3"),
            Row("header", "A: 1", "B: 2", "C: 3"),
            Row("header-file", "headers-1", "headers-2", "headers-3"), Row("ca-file", "ca-1", "ca-2", "ca-3"),
            Row("client-cert", "certificate-1", "certificate-2", "certificate-3"),
            Row("client-key", "key-1", "key-2", "key-3"), Row(flag: "insecure"), Row(flag: "no-compression"),
            Row(flag: "verbose"),
            Row("log-file", "a", "b", "c"), Row("threshold-warning", "10", "20", nil),
            Row("threshold-critical", "40", "50", nil), Row("progress-bar-length", "1", "2", nil),
            Row("time-format", "%H", "%M", nil), Row("json-indent-level", "1", "3", nil),
            Row("max-history-size", "1", "2", nil), Row("log-rotation-size", "1", "2", nil),
            Row("error-history-limit", "1", "2", nil), Row("cli-polling-interval", "0.2", "0.3", nil),
            Row("max-message-size", "1000001", "1000002", "1000003"),
            Row("backoff", "exponential", "fixed", "exponential"), Row("backoff-cap", "70", "80", "90"),
            Row(flag: "follow-redirects"),
            Row("database", "a", "b", "c"), Row("database-retention", "30d", "8w", "36h"),
        ],
        [
            Row("alert-cpu", "10", "20", "off"), Row("alert-ram", "10", "20", "30"),
            Row("alert-disk", "10", "20", "30"), Row("alert-gpu", "10", "20", "30"),
            Row("alert-cluster", "10", "20", "off"), Row("alert-link", "1", "3", "off"), Row(flag: "no-server-alerts"),
            Row("alert-hold", "1", "2", "0"),
            Row("alert-hysteresis", "1", "2", "3"), Row("alert-cool-down", "1", "2", "0"),
            Row("alert-repeat", "1", "2", "never"), Row(flag: "no-bell"), Row("alert-command", "a", "b", "c"),
            Row("alert-webhook", "http://a/", "http://b/", "https://c/"),
            Row("alert-webhook-header-file", "headers-1", "headers-2", "headers-3"),
            Row("alert-mail-to", "a@x.example", "b@x.example", "c@x.example, d@x.example"),
            Row("alert-mail-from", "a@y.example", "b@y.example", "c@y.example"), Row("alert-timeout", "1", "2", "3"),
            Row("alert-ca-file", "ca-1", "ca-2", "ca-3"), Row("smtp-host", "a", "b", "c"),
            Row("smtp-port", "1", "2", "3"), Row("smtp-security", "tls", "none", "starttls"),
            Row("smtp-user", "a", "b", "c"), Row("smtp-password-file", "password-1", "password-2", "password-3"),
            Row(flag: "smtp-plain-login"),
        ],
        [Row("smtp-password", "a", "b", nil)],
        [Row(flag: "local"), Row("log-level", "ERROR", "DEBUG", nil)],
        [Row("hosts", "hosts-1", "hosts-2", "hosts-3")],
        [Row("replay", "a", "b", "c"), Row("speed", "2", "3", "4")],
    ]

    /// Keys whose values are files that must exist.
    private static let files: Set = [
        "header-file", "ca-file", "client-cert", "client-key", "alert-webhook-header-file", "alert-ca-file",
        "smtp-password-file", "hosts",
    ]

    @Test("no key is without a row")
    func allKeys() async throws {
        #expect(Set(try await report([], [:]).keys) == Set(Self.groups.joined().map(\.key)))
    }

    @Test("every key: option over environment over file", .timeLimit(.minutes(5)))
    func everyKey() async throws {
        let folder = try TemporaryFolder()
        try await makeFiles(in: folder)
        for group in Self.groups {
            let rows = group.map { row in
                guard Self.files.contains(row.key) else { return row }
                return Row(row.key, folder(row.file), folder(row.variable), row.option.map { folder($0) })
            }
            let yaml = rows.map { "\($0.key): '\($0.file)'" }.joined(separator: "\n") + "\n"
            let file = try folder.file("config.yaml", yaml)
            let variables = Dictionary(uniqueKeysWithValues: rows.map { ($0.variableName, $0.variable) })
            let options = rows.flatMap { row in
                row.option.map { ["--\(row.key)"] + (row.isFlag ? [] : [$0]) } ?? []
            }
            let byFile = try await report(["--config", file], [:])
            let byVariable = try await report(["--config", file], variables)
            let byOption = try await report(["--config", file] + options, variables)
            for (index, row) in rows.enumerated() {
                #expect(byFile[row.key] == "\(row.shown(row.file)) file \(file):\(index + 1)")
                #expect(byVariable[row.key] == "\(row.shown(row.variable)) environment \(row.variableName)")
                guard let option = row.option else { continue }
                #expect(byOption[row.key] == "\(row.shown(option)) option --\(row.key)")
            }
        }
    }

    /// The keys of `--print-config`, each with its value and where that came from.
    private func report(_ arguments: [String], _ environment: [String: String]) async throws -> [String: String] {
        let (status, output, error) = try await RunningProgram(
            TestTools.client, arguments + ["--print-config"], environment: environment
        ).finish()
        try #require(status == 0, "\(error)")
        let lines = output.matches(of: /(?m)^(?:# )?([a-z-]+): *(.*?) +# (.*)$/)
        return Dictionary(
            uniqueKeysWithValues: lines.map { (String($0.1), $0.2.filter { $0 != "\"" } + " \($0.3)") })
    }

    /// What must exist to be named.
    private func makeFiles(in folder: borrowing TemporaryFolder) async throws {
        for number in 1...3 {
            _ = try folder.file("headers-\(number)", "X-Number: \(number)\n")
            _ = try folder.file("password-\(number)", "\(number)\n")
            _ = try folder.file("hosts-\(number)", "ws://host-\(number)\n")
            let made = try await RunningProgram(
                [
                    "/usr/bin/openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                    "-nodes", "-subj", "/CN=localhost", "-keyout", folder("key-\(number)"), "-out",
                    folder("certificate-\(number)"),
                ]
            ).finish()
            try #require(made.status == 0, "\(made.error)")
            try FileManager.default.copyItem(atPath: folder("certificate-\(number)"), toPath: folder("ca-\(number)"))
        }
    }
}
