import Foundation
import Testing

/// The manual's own command lines.
struct ManualCommandTests {
    /// A command line of the manual, and what it sets: keys of `--print-config`, each set by its option.
    struct Example: Sendable, CustomTestStringConvertible {
        var arguments: String
        var settings: [String: String]

        var testDescription: String { arguments }

        init(_ arguments: String, _ settings: [String: String]) {
            self.arguments = arguments
            self.settings = settings
        }
    }

    @Test(
        "are accepted, and set what they say",
        arguments: [
            Example("--uri ws://192.168.1.100:8765", ["uri": "ws://192.168.1.100:8765"]),
            Example(
                "-u ws://192.168.1.100:8765 -f compact", ["uri": "ws://192.168.1.100:8765", "format": "compact"]),
            Example("--format simple", ["format": "simple"]),
            Example("--format detailed", ["format": "detailed"]),
            Example("--format json", ["format": "json"]),
            Example("--no-color", ["no-color": "true"]),
            Example("--duration 60 --stats", ["duration": "60", "stats": "true"]),
            Example("-d 3600 -s -v", ["duration": "3600", "stats": "true", "verbose": "true"]),
            Example("--save-data monitoring.log --history", ["save-data": "monitoring.log", "history": "true"]),
            Example("--verbose --log-file debug.log", ["verbose": "true", "log-file": "debug.log"]),
            Example("--no-reconnect", ["no-reconnect": "true"]),
            Example(
                "--uri ws://server.example.com:9090 --reconnect-interval 10 --max-reconnects 5 --ping-interval 60",
                [
                    "uri": "ws://server.example.com:9090", "reconnect-interval": "10", "max-reconnects": "5",
                    "ping-interval": "60",
                ]),
        ])
    func examples(example: Example) async throws {
        let arguments = example.arguments.split(separator: " ").map(String.init)
        let (status, report, _) = try await RunningProgram(TestTools.client, arguments + ["--print-config"]).finish()
        #expect(status == 0)
        let lines = report.replacing("\"", with: "").split(separator: "\n").map { $0.replacing(/\ {2,}/, with: "  ") }
        for (key, value) in example.settings {
            #expect(lines.contains { $0.hasPrefix("\(key): \(value)  # option -") }, "\(key) in \(report)")
        }
    }

    @Test(
        "write the files that they name, in folders that are made",
        arguments: [
            ["--format", "json", "--save-data", "data.jsonl"],
            ["--save-data", "monitoring.log", "--history"],
            ["--verbose", "--log-file", "debug.log"],
            ["--log-file", "logs/client.log", "--save-data", "data/monitoring.log"],
        ])
    func files(arguments: [String]) async throws {
        let folder = try TemporaryFolder()
        let names = arguments.filter { $0.contains(".") }
        let client = try RunningProgram(
            TestTools.client, ["--local"] + arguments.map { names.contains($0) ? folder($0) : $0 })
        defer { client.kill() }
        _ = try await client.lines(1, within: 60)
        client.send(signal: SIGINT)
        let (status, _, error) = try await client.finish(within: 60)
        #expect(status == 0, "\(error)")
        #expect(error.contains("=== History of ") == arguments.contains("--history"))
        for (option, name) in zip(arguments, arguments.dropFirst()) where names.contains(name) {
            let lines = try String(contentsOfFile: folder(name), encoding: .utf8).split(separator: "\n")
            #expect(!lines.isEmpty)
            if option == "--save-data" {
                for line in lines {
                    let message = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                    #expect(message?["type"] is String, "\(line)")
                }
            } else {
                #expect(lines.contains { $0.contains(" DEBUG ") } == arguments.contains("--verbose"))
            }
        }
    }

    @Test("a pipe gets no colour, asked for or not", arguments: [[], ["--no-color"]])
    func noColourInAPipe(arguments: [String]) async throws {
        let client = try RunningProgram(TestTools.client, ["--local", "--stats"] + arguments)
        defer { client.kill() }
        _ = try await client.lines(1, within: 60)
        client.send(signal: SIGINT)
        let (_, output, error) = try await client.finish(within: 60)
        #expect(output.hasPrefix("CPU: "))
        #expect(!(output + error).contains("\u{1B}"))
    }
}
