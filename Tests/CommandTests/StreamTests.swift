import Foundation
import Testing

/// The command without a terminal: lines on standard output, everything else on standard error.
@Suite(
    .serialized,
    .enabled(if: PublishedServer.isInstalled, Comment(rawValue: TestTools.missing("monitoring-websocket-server"))))
struct StreamTests {
    @Test(
        "each format against the published server",
        arguments: [
            ("simple", #"^CPU: \d+\.\d% \| RAM: \d+\.\d% \| Disk: \d+\.\d%$"#),
            ("detailed", #"^=== Monitoring System - \d\d:\d\d:\d\d ===$"#),
            ("compact", #"^\[\d\d:\d\d:\d\d\] CPU:\d+% │ RAM:\d+%\(\d+(\.\d)?/\d+G\) │ DSK:\d+%$"#),
            ("json", #"^\{$"#),
            ("jsonl", #"^\{"type": "monitoring_data", "timestamp": ".*\}$"#),
        ])
    func format(name: String, firstLine: String) async throws {
        try await PublishedServer.with { server in
            let client = try RunningProgram(
                TestTools.client, ["--uri", server.uri, "--format", name, "--reconnect-interval", "0.2"])
            defer { client.kill() }
            let line = try await client.lines(1)[0]
            #expect(line.wholeMatch(of: try Regex(firstLine)) != nil, "\(line)")
        }
    }

    @Test("JSON output is JSON with the keys that the server sent")
    func json() async throws {
        try await PublishedServer.with { server in
            let client = try RunningProgram(
                TestTools.client, ["-u", server.uri, "-f", "jsonl", "--reconnect-interval", "0.2"])
            defer { client.kill() }
            for line in try await client.lines(3) {
                let message = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                let data = try #require(message["data"] as? [String: Any])
                #expect(Set(data.keys).isSuperset(of: ["processor", "memory", "disk", "system"]))
            }
        }
    }

    @Test("a closed pipe ends it quietly")
    func closedPipe() async throws {
        try await PublishedServer.with { server in
            let shell = try RunningProgram(
                URL(filePath: "/bin/bash"),
                [
                    "-o", "pipefail", "-c",
                    "'\(TestTools.client.path)' -u \(server.uri) --reconnect-interval 0.2 2>/dev/null | head -1",
                ])
            let (status, output, error) = try await shell.finish()
            #expect(status == 0)
            #expect(output.hasPrefix("CPU: "))
            #expect(error.isEmpty)
        }
    }

    @Test("a reader that takes nothing does not hold up the end", arguments: [["-d", "2"], []])
    func stuckReader(options: [String]) async throws {
        let pipe = try PrivatePipe()
        try pipe.fill()
        let client = try RunningProgram(TestTools.client, ["--local", "-f", "json"] + options, reader: pipe.writeEnd)
        defer { client.kill() }
        if options.isEmpty {
            try await client.wait(for: "Connected to monitoring server", in: .error)
            client.send(signal: SIGTERM)
        }
        #expect(try await client.finish().status == 0)
    }

    @Test("--duration ends it, --stats and --history report on standard error only")
    func durationAndStatistics() async throws {
        try await PublishedServer.with { server in
            let client = try RunningProgram(
                TestTools.client,
                ["-u", server.uri, "-d", "6", "--stats", "--history", "-f", "jsonl", "--reconnect-interval", "0.2"])
            let (status, output, error) = try await client.finish()
            #expect(status == 0)
            #expect(output.split(separator: "\n").allSatisfy { $0.hasPrefix(#"{"type": "monitoring_data""#) })
            #expect(error.contains("=== History of "))
            let statistics = try #require(error.split(separator: "\n").last { $0.contains("statistics") })
            let report = try #require(try JSONSerialization.jsonObject(with: Data(statistics.utf8)) as? [String: Any])
            let stats = try #require(report["stats"] as? [String: Any])
            #expect((stats["messages_received"] as? Int ?? 0) > 1)
            #expect(stats["total_disconnections"] as? Int == 0)
        }
    }

    @Test("a server that is killed and started again is told, and its data comes back")
    func killAndRestart() async throws {
        let server = try await PublishedServer()
        let client = try RunningProgram(
            TestTools.client, ["-u", server.uri, "-f", "compact", "--reconnect-interval", "0.2", "--stats"])
        defer { client.kill() }
        _ = try await client.lines(1)
        try await server.kill()
        try await client.wait(for: "next attempt in", in: .error)
        let seen = try await client.lines(1).count
        let again = try await PublishedServer(port: server.port)
        try await client.wait(for: "Connection refused", in: .error)
        let before = try await client.wait(for: "CPU:").split(separator: "\n").count
        _ = try await client.lines(before + seen + 1)
        client.send(signal: SIGTERM)
        let (status, _, error) = try await client.finish()
        #expect(status == 0)
        #expect(error.contains("Disconnections: 1"))
        try await again.kill()
    }

    @Test("SIGINT and SIGTERM end it as asked", arguments: [SIGINT, SIGTERM])
    func signals(signal: Int32) async throws {
        try await PublishedServer.with { server in
            let client = try RunningProgram(TestTools.client, ["-u", server.uri, "--reconnect-interval", "0.2"])
            defer { client.kill() }
            _ = try await client.lines(1)
            client.send(signal: signal)
            #expect(try await client.finish().status == 0)
        }
    }
}

/// What needs no server at all.
struct StreamWithoutServerTests {
    @Test("a server that cannot be reached, without reconnecting")
    func unreachable() async throws {
        let port = UnusedPort()
        let client = try RunningProgram(TestTools.client, ["--uri", "ws://127.0.0.1:\(port.number)", "--no-reconnect"])
        let (status, output, error) = try await client.finish()
        #expect(status == 69)
        #expect(output.isEmpty)
        #expect(error.components(separatedBy: "Connection refused").count == 2, "told once: \(error)")
    }

    @Test("attempts are used up: one at first, and as many again as allowed")
    func attemptsUsedUp() async throws {
        let port = UnusedPort()
        let client = try RunningProgram(
            TestTools.client,
            [
                "--uri", "ws://127.0.0.1:\(port.number)", "--max-reconnects", "2", "--reconnect-interval", "0.1",
                "--stats",
            ])
        let (status, _, error) = try await client.finish()
        #expect(status == 69)
        #expect(error.split(separator: "\n").filter { $0.hasPrefix("[ERROR] Connection refused") }.count == 3)
        #expect(error.contains("Reconnections: 2"))
    }

    @Test("--duration ends on time while nothing answers")
    func durationWithoutLink() async throws {
        let port = UnusedPort()
        let client = try RunningProgram(
            TestTools.client, ["--uri", "ws://127.0.0.1:\(port.number)", "--duration", "0.5"])
        #expect(try await client.finish().status == 0)
    }

    @Test("a standard error that nobody reads does not keep it from ending")
    func stuckStandardError() async throws {
        let folder = try TemporaryFolder()
        // A pipe that its only reader has filled and never empties.
        let script =
            #"mkfifo "$1" && exec 9<>"$1" && head -c 65536 /dev/zero >&9 && exec "$0" --local -d 1 --stats 2>&9"#
        let client = try RunningProgram(["/bin/bash", "-c", script, TestTools.client.path, folder("pipe")])
        defer { client.kill() }
        #expect(try await client.finish(within: 60).status == 0)
    }

    @Test(
        "usage errors: status 64, one line that names the option, the value and what is allowed",
        arguments: [
            (["--format", "yaml"], ["yaml", "format", "simple", "detailed", "compact", "json", "jsonl"]),
            (["--uri", "http://host"], ["--uri", "http", "ws://", "wss://"]),
            (["--uri", "ws://host:99999"], ["--uri", "99999", "65535"]),
            (["--uri", "localhost:8765"], ["--uri", "ws://localhost:8765"]),
            (["--reconnect-interval", "soon"], ["--reconnect-interval", "soon", "seconds greater than 0"]),
            (["--ping-interval", "0"], ["--ping-interval", "'0'", "seconds greater than 0"]),
            (["--operation-timeout", "1e99"], ["--operation-timeout", "1e99", "at most"]),
            (["--duration", "nan"], ["duration", "nan", "seconds greater than 0"]),
            (["--max-reconnects", "2.5"], ["--max-reconnects", "2.5", "whole number"]),
            (["--max-reconnects=-1"], ["--max-reconnects", "-1", "whole number"]),
            (["--max-reconnects", "-1"], ["--max-reconnects", "'-1'", "whole number"]),
            (["-d", "-1"], ["--duration", "'-1'", "seconds greater than 0"]),
            (["--send-timeout", "-0.5"], ["--send-timeout", "'-0.5'", "seconds greater than 0"]),
            (["--replay", "x", "--speed", "-2"], ["--speed", "'-2'", "a number from"]),
            (["--record", ""], ["--record", "''", "the path of a file"]),
            (["--ca-file", ""], ["--ca-file", "''", "the path of a file"]),
            (["--config", ""], ["--config", "''", "the path of a file"]),
            (["--header", ""], ["--header", "''", "'Name: value'"]),
            (["--uri", "ws://a", "--uri", "ws://A"], ["--uri", "ws://A", "listed twice"]),
            (["--uri", "ws://a", "--uri", "http://b"], ["--uri", "URI 2 of 2", "ws:// or wss://"]),
            (["--uri", "ws://a", "--uri", "ws://b", "--record", "/tmp/x"], ["--record", "one server", "2"]),
            (["--uri", "ws://a", "--hosts", "/tmp/x"], ["--hosts", "--uri", "exclude each other"]),
            (["--bogus"], ["--bogus"]),
        ])
    func usage(arguments: [String], parts: [String]) async throws {
        let (status, output, error) = try await RunningProgram(TestTools.client, arguments).finish()
        #expect(status == 64)
        #expect(output.isEmpty)
        #expect(error.split(separator: "\n").count == 1)
        for part in parts { #expect(error.contains(part), "\(error)") }
    }

    @Test(
        "a password in a URI is never repeated",
        arguments: ["http://user:hunter2@host", "ws://user:hunter2@127.0.0.1:1"])
    func passwordsStaySecret(uri: String) async throws {
        let (_, output, error) = try await RunningProgram(
            TestTools.client, ["--uri", uri, "--no-reconnect", "--stats", "--verbose"]
        ).finish()
        #expect(!(output + error).contains("hunter2"))
        #expect(!error.isEmpty)
    }

    @Test("--version and --help")
    func help() async throws {
        let version = try await RunningProgram(TestTools.client, ["--version"]).finish()
        #expect(version.status == 0)
        #expect(version.output.contains("."))
        let help = try await RunningProgram(TestTools.client, ["--help"]).finish()
        #expect(help.status == 0)
        #expect(help.output.contains("--reconnect-interval"))
    }
}
