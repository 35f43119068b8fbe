import Foundation
import MonitoringMessages
import Testing

/// `--record` and `--replay` as a person uses them.
@Suite(.serialized)
struct ReplayCommandTests {
    private func replay(
        _ file: String, _ arguments: [String] = []
    ) async throws -> (status: Int32, output: String, error: String) {
        try await RunningProgram(TestTools.client, ["--replay", file, "--speed", "1000"] + arguments).finish()
    }

    /// A recording of two samples, with other lines before, between and behind them.
    private func recording(_ folder: borrowing TemporaryFolder, between: [String] = [], end: [String] = []) throws
        -> String
    {
        let lines = TenMinutes.recording.split(separator: "\n").map(String.init)
        let text = (lines[0...2] + between + lines[3...3] + end).joined(separator: "\n") + "\n"
        return try folder.file("recording.jsonl", text)
    }

    @Test("a recording of our server gives the same lines again")
    func recordAndReplay() async throws {
        let folder = try TemporaryFolder()
        let file = folder("recording.jsonl")
        try await ServerProgram.with(["--interval", "0.2"]) { server in
            let client = try RunningProgram(
                TestTools.client, ["-u", server.uri, "--record", file, "-f", "jsonl"])
            defer { client.kill() }
            _ = try await client.lines(4)
            client.send(signal: SIGINT)
            let (status, output, _) = try await client.finish()
            #expect(status == 0)
            let (replayStatus, replayed, error) = try await replay(file, ["-f", "jsonl"])
            #expect(replayStatus == 0)
            #expect(replayed == output)
            #expect(error.contains("Connected to \(server.uri)"))
            let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
            #expect(mode == 0o600)
        }
    }

    @Test("--local and --record together")
    func recordLocal() async throws {
        let folder = try TemporaryFolder()
        let file = folder("recording.jsonl")
        let client = try RunningProgram(TestTools.client, ["--local", "--record", file])
        defer { client.kill() }
        let line = try await client.lines(1)[0]
        client.send(signal: SIGTERM)
        _ = try await client.finish()
        let (status, output, _) = try await replay(file)
        #expect(status == 0)
        #expect(output.hasPrefix(line))
    }

    @Test("in a terminal: the end is told, and what was shown then stays until q", .needsTerminalDriver)
    func dashboard() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("recording.jsonl", TenMinutes.recording)
        let command = [TestTools.client.path, "--replay", file, "--speed", "1000"]
        try await TerminalDriver.run(command, columns: 120, rows: 40) { terminal in
            try await terminal.expect("CONNECTED.*ten-minutes.example:8765.*ended 14:09:59", timeout: 30)
            // There is nothing to connect to.
            try await terminal.expectGone("r reconnect")
            try await terminal.send("r")
            try await terminal.expect("the recording has ended")
            // The last sample's processor.
            let usage = try #require(TenMinutes.samples.last?.processor?.usagePercent)
            try await terminal.expect("\(usage)%")
            // History keys still work.
            try await terminal.send("[")
            try await terminal.expect("HISTORY")
            try await terminal.send("q")
            let exit = try await terminal.waitExit()
            #expect(exit.status == 0)
            #expect(exit.notRestored == [])
        }
    }

    @Test("at the speed of the recording, a sample comes when it came")
    func speed() async throws {
        let folder = try TemporaryFolder()
        let file = try recording(folder)
        let begin = ContinuousClock.now
        let (status, output, _) = try await RunningProgram(TestTools.client, ["--replay", file]).finish()
        #expect(status == 0)
        #expect(output.split(separator: "\n").count == 2)
        #expect(ContinuousClock.now - begin >= .milliseconds(500))
    }

    @Test("lines that are not valid are told with their place, and left out")
    func brokenLines() async throws {
        let folder = try TemporaryFolder()
        let file = try recording(folder, between: ["no JSON", "{}"], end: [#"{"received": "yesterday"}"#, "{\"rec"])
        let (status, output, error) = try await replay(file)
        #expect(status == 0)
        #expect(output.split(separator: "\n").count == 2)
        for line in [4, 5, 7, 8] {
            #expect(error.contains("monitoring-websocket-client: \(file):\(line): line left out: "), "\(error)")
        }
        #expect(error.split(separator: "\n").filter { $0.contains("line left out") }.count == 4)
    }

    @Test("a line that is not valid is told on the screen", .needsTerminalDriver)
    func brokenLineOnScreen() async throws {
        let folder = try TemporaryFolder()
        let file = try recording(folder, end: ["no JSON"])
        try await TerminalDriver.run([TestTools.client.path, "--replay", file], columns: 160, rows: 40) { terminal in
            try await terminal.expect("recording.jsonl:5")
            try await terminal.send("q")
            #expect(try await terminal.waitExit().status == 0)
        }
    }

    @Test(
        "options for a server beside --replay: 64, one line that names both",
        arguments: [
            ["--no-reconnect"], ["--reconnect-interval", "1"], ["--max-reconnects", "1"], ["--ping-interval", "1"],
            ["--ping-timeout", "1"], ["--operation-timeout", "1"], ["--send-timeout", "1"], ["--header", "A: b"],
            ["--header-file", "/dev/null"], ["--ca-file", "f"], ["--client-cert", "f"], ["--client-key", "f"],
            ["--insecure"],
        ])
    func connectionOptions(options: [String]) async throws {
        let (status, output, error) = try await RunningProgram(
            TestTools.client, ["--replay", "/dev/null"] + options
        ).finish()
        #expect(status == 64)
        #expect(output.isEmpty)
        #expect(error.split(separator: "\n").count == 1)
        #expect(error.contains("'\(options[0])'") && error.contains("'--replay'"), "\(error)")
    }

    @Test("settings for a server that stand in the environment do not keep a recording from being played")
    func standingSettings() async throws {
        let folder = try TemporaryFolder()
        let file = try recording(folder)
        let (status, output, _) = try await RunningProgram(
            TestTools.client, ["--replay", file, "--speed", "1000"],
            environment: ["MONITORING_PING_INTERVAL": "9", "MONITORING_HEADER": "A: b"]
        ).finish()
        #expect(status == 0)
        #expect(output.split(separator: "\n").count == 2)
    }

    @Test("a recording that nothing can be played of: 64, one line with the file and what to do")
    func noRecording() async throws {
        let folder = try TemporaryFolder()
        let cases = [
            (folder("missing"), "No such file"), (try folder.file("empty", ""), "is empty; use a file that --record"),
            (try folder.file("other", "hello\n"), "is not a recording; use a file that --record wrote"),
            (try folder.file("later", #"{"recording": 9, "server": "ws://a"}"# + "\n"), "version 9"),
            (folder.path, "not a regular file"),
        ]
        for (file, text) in cases {
            let (status, output, error) = try await replay(file)
            #expect(status == 64)
            #expect(output.isEmpty)
            #expect(error.contains(file) && error.contains(text), "\(error)")
            #expect(error.split(separator: "\n").count == 1)
        }
    }

    @Test("a recording that cannot be written: 73, one line with the file and why")
    func unwritable() async throws {
        let folder = try TemporaryFolder()
        let other = try folder.file("other", "a diary\n")
        for (file, text) in [
            ("/nowhere/at/all", "No such file"), (folder.path, "directory"), (other, "not a recording"),
        ] {
            let (status, output, error) = try await RunningProgram(
                TestTools.client, ["--local", "--record", file]
            ).finish()
            #expect(status == 73)
            #expect(output.isEmpty)
            #expect(error.contains(file) && error.contains(text), "\(error)")
            #expect(error.split(separator: "\n").count == 1, "\(error)")
        }
        #expect(try String(contentsOfFile: other, encoding: .utf8) == "a diary\n")
    }

    @Test("a file that may not grow any more does not end the stream")
    func fileSizeLimit() async throws {
        let folder = try TemporaryFolder()
        let file = folder("recording.jsonl")
        try await ServerProgram.with(["--interval", "0.1"]) { server in
            let command = #"ulimit -f 4 && exec "$0" "$@""#
            let client = try RunningProgram([
                "/bin/bash", "-c", command, TestTools.client.path, "-u", server.uri, "--record", file, "-f", "jsonl",
            ])
            defer { client.kill() }
            try await client.wait(for: "not recorded: cannot write \(file): ", in: .error)
            let seen = client.written().split(separator: "\n").count
            _ = try await client.lines(seen + 3)
            client.send(signal: SIGTERM)
            let (status, _, error) = try await client.finish()
            #expect(status == 73)
            #expect(error.contains(/\d+ events are missing from the recording/))
            #expect(error.split(separator: "\n").filter { $0.contains("not recorded") }.count == 1)
        }
        // What it has is good; the line that did not fit is told.
        let (status, output, error) = try await replay(file, ["-f", "jsonl"])
        #expect(status == 0)
        #expect(!output.isEmpty)
        #expect(error.split(separator: "\n").filter { $0.contains("line left out") }.count <= 1)
    }

    @Test(
        "options that make no sense together: 64, one line that names them",
        arguments: [
            (["--replay", "f", "--uri", "ws://a"], ["--replay", "--uri"]),
            (["--replay", "f", "--local"], ["--replay", "--local"]),
            (["--replay", "f", "--record", "g"], ["--replay", "--record"]),
            (["--local", "--uri", "ws://a"], ["--local", "--uri"]),
            (["--speed", "2"], ["--speed", "--replay"]),
            (["--replay", "f", "--speed", "0"], ["--speed", "'0'", "0.01", "1000"]),
            (["--replay", "f", "--speed", "fast"], ["--speed", "fast", "0.01", "1000"]),
            (["--replay", "f", "--speed", "nan"], ["--speed", "nan", "1000"]),
        ])
    func usage(arguments: [String], parts: [String]) async throws {
        let (status, output, error) = try await RunningProgram(TestTools.client, arguments).finish()
        #expect(status == 64)
        #expect(output.isEmpty)
        #expect(error.split(separator: "\n").count == 1)
        for part in parts { #expect(error.contains(part), "\(error)") }
    }
}
