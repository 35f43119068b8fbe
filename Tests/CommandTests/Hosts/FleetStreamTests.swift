import Foundation
import Testing

/// Several hosts as a stream. They are one server under several paths, which is one host each.
struct FleetStreamTests {
    /// Two hosts that are up and one that is dead.
    private func withHosts(_ body: @Sendable (_ options: [String], borrowing TemporaryFolder) async throws -> Void)
        async throws
    {
        try await AlertingServer.with { server in
            let folder = try TemporaryFolder()
            let file = try folder.file(
                "hosts", "web-1 \(server.uri)/1\ndb-1 \(server.uri)/2\ndead ws://127.0.0.1:1 tint=red\n")
            try await body(["--hosts", file, "--reconnect-interval", "0.2"], folder)
        }
    }

    @Test("each line has its host before it, errors too")
    func text() async throws {
        try await withHosts { options, _ in
            let client = try RunningProgram(TestTools.client, options + ["--stats"])
            defer { client.kill() }
            try await client.wait(for: "web-1  CPU: 10.0% | RAM: 20.0%")
            try await client.wait(for: "db-1   CPU: 10.0% | RAM: 20.0%")
            try await client.wait(for: "dead   [ERROR] Connection refused", in: .error)
            client.send(signal: SIGTERM)
            let (status, output, error) = try await client.finish()
            #expect(status == 0)
            #expect(
                output.split(separator: "\n").allSatisfy { $0.hasPrefix("web-1  CPU") || $0.hasPrefix("db-1   CPU") })
            for name in ["web-1", "db-1 ", "dead "] { #expect(error.contains("\(name)  === Client Statistics ===")) }
            #expect(error.contains("dead   Messages: 0 received"))
        }
    }

    @Test("JSON, on standard output and in files, has the host in the member 'server'")
    func json() async throws {
        try await withHosts { options, folder in
            let data = folder("data.jsonl")
            let client = try RunningProgram(
                TestTools.client, options + ["--format", "jsonl", "--save-data", data])
            defer { client.kill() }
            try await client.wait(for: #""server": "web-1"}"#)
            try await client.wait(for: #""server": "db-1"}"#)
            client.send(signal: SIGTERM)
            let output = try await client.finish().output
            let saved = try String(contentsOfFile: data, encoding: .utf8)
            for text in [output, saved] {
                let servers = try text.split(separator: "\n").map { line in
                    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
                    return object?["server"] as? String
                }
                #expect(Set(servers) == ["web-1", "db-1"])
            }
        }
    }

    @Test("the mean of all is an alert as any other, and a command is told")
    func clusterAlert() async throws {
        try await AlertingServer.with { server in
            let folder = try TemporaryFolder()
            let log = folder("alerts.jsonl")
            let client = try RunningProgram(
                TestTools.client,
                AlertingServer.options + [
                    "--uri", server.uri + "/1", "--uri", server.uri + "/2", "--alert-cpu", "off", "--alert-cluster",
                    "70",
                    "--alert-command", "cat >> '\(log)'",
                ])
            defer { client.kill() }
            _ = try await client.lines(2)
            server.figures.set(cpu: 93)
            try await client.wait(
                for: "[ALERT] CRITICAL: Cluster CPU 93%, above 70%, mean of 2 hosts, since ", in: .error)
            server.figures.set(cpu: 12)
            try await client.wait(for: "[ALERT] CLEARED: Cluster CPU normal again, after ", in: .error)
            client.send(signal: SIGTERM)
            #expect(try await client.finish().status == 0)
            let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.allSatisfy { $0.contains(#""subject": "cluster""#) })
        }
    }

    @Test("it goes on while one host is left, and ends with 69 when none is")
    func givingUp() async throws {
        let uris = ["--uri", "ws://127.0.0.1:1/a", "--uri", "ws://127.0.0.1:1/b"]
        let (status, _, error) = try await RunningProgram(TestTools.client, uris + ["--no-reconnect"]).finish()
        #expect(status == 69)
        #expect(error.contains("ws://127.0.0.1:1/a") && error.contains("ws://127.0.0.1:1/b"))
        try await withHosts { options, _ in
            let client = try RunningProgram(TestTools.client, options + ["--no-reconnect"])
            defer { client.kill() }
            try await client.wait(for: "reconnecting is off", in: .error)
            _ = try await client.lines(client.written().split(separator: "\n").count + 4)
            client.send(signal: SIGTERM)
            #expect(try await client.finish().status == 0)
        }
    }
}
