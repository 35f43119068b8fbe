import Foundation
import HostileInput
import MonitoringDatabase
import MonitoringFormatters
import MonitoringMessages
import MonitoringWebSocketClient
import Testing

/// What a hostile server gets out of the real program: nothing that acts on a terminal, forges a line or hides.
@Suite(.serialized, .timeLimit(.minutes(5)))
struct HostileServerTests {
    /// Records what is wrong with a text that came out.
    private func check(_ name: String, _ text: String, json: HostileInput.Output.JSON? = nil) {
        #expect(!text.isEmpty, "\(name)")
        #expect(HostileInput.problem(HostileInput.Output(name: name, text: text, json: json)) == nil)
    }

    @Test("streamed, logged, saved, recorded and stored", arguments: OutputFormat.allCases)
    func files(format: OutputFormat) async throws {
        let folder = try TemporaryFolder()
        let (data, recording, log, database) = (folder("data"), folder("recording"), folder("log"), folder("db"))
        try await HostileServer.with { server in
            let client = try RunningProgram(
                TestTools.client,
                server.options + [
                    "--format", format.rawValue, "--save-data", data, "--record", recording, "--log-file", log,
                    "--verbose", "--database", database, "--stats", "--history",
                ])
            defer { client.kill() }
            try await client.wait(forLast: HostileServer.lastUsage)
            client.send(signal: SIGTERM)
            let (status, output, error) = try await client.finish()
            #expect(status == 0)
            check("standard error", error)
            #expect(!error.split(separator: "\n").contains { $0.hasPrefix("[ERROR] forged") })
            try checkOutput(output, format)
            if format == .json || format == .jsonl {
                for line in error.split(separator: "\n") where line.hasPrefix("{\"") {
                    check("a line of standard error", String(line), json: .eachLine)
                }
            }
        }
        let savedText = try String(contentsOfFile: data, encoding: .utf8)
        check("--save-data", savedText, json: .eachLine)
        #expect(savedText.split(separator: "\n").count > HostileServer.sampleCount)
        check("--record", try String(contentsOfFile: recording, encoding: .utf8), json: .eachLine)
        check("--log-file", try String(contentsOfFile: log, encoding: .utf8))
        try await checkHistory(database, format)
    }

    /// A line a sample where the format has lines, and whole JSON where it is that.
    private func checkOutput(_ output: String, _ format: OutputFormat) throws {
        let lines = output.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
        switch format {
        case .jsonl:
            check("jsonl", output, json: .eachLine)
            #expect(lines.count { !$0.contains(HostileServer.lastHost) } == HostileServer.sampleCount)
        case .json:
            check("json", output)
            let texts = lines.split { $0 == "}" }
            for text in texts { check("json", text.joined(separator: "\n") + "\n}", json: .whole) }
            #expect(texts.count > HostileServer.sampleCount)
        case .simple, .compact:
            check("\(format)", output)
            let start = format == .simple ? "CPU: \(HostileServer.lastUsage).0%" : "CPU:\(HostileServer.lastUsage)%"
            #expect(lines.count { !$0.contains(start) } == HostileServer.sampleCount)
        case .detailed:
            check("detailed", output)
            #expect(lines.count { $0.hasPrefix("=== Monitoring System") } > HostileServer.sampleCount)
        }
    }

    /// The server is also one whose name came from somewhere else.
    private func checkHistory(_ path: String, _ format: OutputFormat) async throws {
        let database = try SampleDatabase(path: path, access: .writing)
        let now = WallTime(nanosecondsSinceEpoch: Int64(Date.now.timeIntervalSince1970) * 1_000_000_000)
        try database.append(
            HostileInput.strings.map { StoredSample(time: now, server: $0.text, cpuUsage: 1) })
        database.close()
        let (status, output, error) = try await RunningProgram(
            TestTools.client, ["history", "--database", path, "--format", format.rawValue]
        ).finish()
        #expect(status == 0, "\(error)")
        check("history", output, json: format == .jsonl ? .eachLine : nil)
        if format != .detailed && format != .json {
            let count = HostileServer.sampleCount + HostileInput.strings.count
            #expect(output.split(separator: "\n").count > count)
        }
    }

    @Test("saved as formatted lines", arguments: OutputFormat.allCases)
    func formattedFile(format: OutputFormat) throws {
        let folder = try TemporaryFolder()
        let path = folder("formatted")
        let saver = try LoggingHandler(path: path, content: .formatted(format.formatter(FormatOptions()))) { _ in }
        for message in HostileInput.messages {
            for (_, text) in HostileInput.strings {
                let bytes = Array(message.replacing("§", with: HostileInput.literal(text)).utf8)
                saver.save(
                    try MessageReader().read(bytes),
                    at: Moment(monotonic: .zero, wall: WallTime(nanosecondsSinceEpoch: 0)))
            }
        }
        check("formatted", try String(contentsOfFile: path, encoding: .utf8))
    }

    @Test("mailed, posted to a webhook and handed to a command", .needsReceivers)
    func alerts() async throws {
        let folder = try TemporaryFolder()
        let log = folder("alerts.jsonl")
        try await Receivers.with { receivers in
            try await HostileServer.with { server in
                let client = try RunningProgram(
                    TestTools.client,
                    server.options + receivers.mailOptions + receivers.webhookOptions
                        + ["--alert-command", "cat >> '\(log)'"])
                defer { client.kill() }
                let last = "CPU \(HostileServer.lastUsage)% on \(HostileServer.lastHost)"
                for mail in try await receivers.mails(until: { $0.body.contains(last) }) {
                    check("the subject", mail.subject)
                    check("the body", mail.body.replacing("\r\n", with: "\n"))
                    // Headers and encoded text, and no line that the strings made.
                    let raw = mail.raw.replacing("\r\n", with: "\n")
                    check("the mail", raw)
                    let head = try #require(raw.split(separator: "\n\n").first).split(separator: "\n")
                    let names = Set(head.filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } })
                    #expect(names.subtracting(Self.mailHeaders) == [])
                }
                for post in try await receivers.posts(until: { $0.body.text.contains(last) }) {
                    check("the webhook", post.body.text)
                }
                client.send(signal: SIGTERM)
                let (status, output, error) = try await client.finish()
                #expect(status == 0)
                check("standard output", output)
                check("standard error", error)
                #expect(!error.contains("were not told"), "\(error)")
            }
        }
        let lines = try String(contentsOfFile: log, encoding: .utf8)
        check("the command", lines, json: .eachLine)
        for line in lines.split(separator: "\n") {
            let alert = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            for (name, value) in alert { check(name, "\(value)") }
        }
        #expect(lines.contains("forged"), "the reason of the close frame")
    }

    private static let mailHeaders: Set<Substring> = [
        "Date", "From", "To", "Subject", "Message-ID", "Auto-Submitted", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
    ]

    @Test("on the screen, in the title and the bell of a terminal", .needsTerminalDriver)
    func screen() async throws {
        try await HostileServer.with { server in
            let command = [TestTools.client.path] + server.options
            try await TerminalDriver.run(command, columns: 120, rows: 40) { terminal in
                try await terminal.expect("\(HostileServer.lastUsage)\\.0%")
                for (key, title) in [("a", "Alerts"), ("l", "Errors"), ("y", "Raw message")] {
                    try await terminal.send(key)
                    try await terminal.expect(title)
                }
                try await terminal.send("q")
                let exit = try await terminal.waitExit()
                #expect(exit.status == 0)
                #expect(exit.notRestored == [])
                // The program's own sequences apart.
                let sequences =
                    /\u{1B}(?:\[[0-?]*[ -\/]*[@-~]|\][02];[^\u{0}-\u{1F}\u{7F}]*\u{7}|[()][0-9A-Z]|[78=>MHc])/
                let text = exit.output.replacing(sequences, with: "").unicodeScalars.filter { scalar in
                    !["\u{7}", "\u{8}", "\r", "\n", "\t", "\u{E}", "\u{F}"].contains(scalar)
                }
                check("what was written", String(text))
            }
        }
    }
}
