import Foundation
import Testing

/// `--local`: the server inside the client.
@Suite(.serialized)
struct LocalTests {
    private static var line: Regex<Substring> { /^CPU: \d+\.\d% \| RAM: \d+\.\d% \| Disk: \d+\.\d%/ }

    /// Runs a command line until it has printed two samples, and ends it.
    private func expectSamples(_ command: [String]) async throws {
        let client = try RunningProgram(command)
        defer { client.kill() }
        for line in try await client.lines(2) { #expect(line.contains(Self.line), "\(line)") }
        client.send(signal: SIGTERM)
        let (status, _, error) = try await client.finish()
        #expect(status == 0, "\(error)")
        #expect(error.contains("Connected to monitoring server"))
    }

    @Test("this machine's figures, over a real WebSocket on a loopback port")
    func stream() async throws {
        let client = try RunningProgram(TestTools.client, ["--local", "-f", "jsonl", "--stats"])
        defer { client.kill() }
        let line = try await client.lines(1)[0]
        let message = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let data = try #require(message["data"] as? [String: Any])
        let system = try #require(data["system"] as? [String: Any])
        #expect(system["hostname"] as? String == ProcessInfo.processInfo.hostName)
        let processor = try #require(data["processor"] as? [String: Any])
        #expect(processor["logical_count"] as? Int == ProcessInfo.processInfo.processorCount)
        client.send(signal: SIGINT)
        let (status, _, error) = try await client.finish()
        #expect(status == 0)
        #expect(error.contains(/ws:\/\/127\.0\.0\.1:\d+/))
    }

    @Test("--duration ends it, without a word about the server's end")
    func duration() async throws {
        let client = try RunningProgram(TestTools.client, ["--local", "-d", "5"])
        let (status, output, error) = try await client.finish()
        #expect(status == 0)
        #expect(output.contains(Self.line))
        #expect(!error.contains("monitoring-websocket-client:"), "\(error)")
    }

    @Test("several at the same time, each on a port of its own")
    func twice() async throws {
        let clients = try (0..<2).map { _ in try RunningProgram(TestTools.client, ["--local"]) }
        defer { for client in clients { client.kill() } }
        var ports: Set<String> = []
        for client in clients {
            _ = try await client.lines(1)
            let match = try #require(client.written(.error).firstMatch(of: /ws:\/\/127\.0\.0\.1:(\d+)/))
            ports.insert(String(match.1))
        }
        #expect(ports.count == 2)
    }

    @Test("in a terminal: the dashboard, and the terminal given back", .needsTerminalDriver)
    func dashboard() async throws {
        try await TerminalDriver.run([TestTools.client.path, "--local"], columns: 120, rows: 40) { terminal in
            try await terminal.expect("CONNECTED.*ws://127.0.0.1:[0-9]+")
            try await terminal.expect("Memory +[0-9.]+%")
            try await terminal.send("q")
            let exit = try await terminal.waitExit()
            #expect(exit.status == 0)
            #expect(exit.notRestored == [])
        }
    }

    @Test("as an ordinary user", .needsOtherUser)
    func ordinaryUser() async throws {
        let folder = try TemporaryFolder()
        try await expectSamples(Confinement.asNobody([try await folder.copy(of: TestTools.client), "--local"]))
    }

    @Test("without a network", .needsNetworkNamespace)
    func noNetwork() async throws {
        try await expectSamples(Confinement.withoutNetwork([TestTools.client.path, "--local"]))
    }
}
