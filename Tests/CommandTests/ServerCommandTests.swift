import Foundation
import MonitoringMessages
import Testing
import WebSocketTransport

/// The server command as a process of its own.
@Suite(.serialized)
struct ServerCommandTests {
    /// Opens a link with extra headers, and gives all that arrives to `body` until it has seen enough.
    private func link<Result: Sendable>(
        _ server: ServerProgram, headers: [(name: String, value: String)] = [],
        _ body: (NIOWebSocketLink) async throws -> Result
    ) async throws -> Result {
        var configuration = WebSocketConfiguration()
        configuration.headers = headers
        return try await NIOWebSocketConnector().withConnection(
            to: try WebSocketURI(parsing: server.uri), configuration: configuration, isolation: nil, body)
    }

    private func openAndLeave(_ server: ServerProgram, headers: [(name: String, value: String)] = []) async throws {
        try await link(server, headers: headers) { link in
            for try await event in link.events {
                guard case .text(let bytes) = event else { continue }
                #expect(String(decoding: bytes, as: UTF8.self).contains("Connected to monitoring server"))
                return
            }
        }
    }

    @Test("it says where it listens, and samples come at the interval")
    func data() async throws {
        // Longer than the default, so that a machine that is busy cannot be taken for the option.
        try await ServerProgram.with(["--interval", "1.2"]) { server in
            #expect(server.uri.hasPrefix("ws://127.0.0.1:"))
            #expect(try #require(server.port) > 0)
            let reader = MessageReader()
            var times: [Date] = []
            let format = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
            try await link(server) { link in
                for try await case .text(let bytes) in link.events {
                    let received = try reader.read(bytes)
                    guard case .monitoringData = received.message else { continue }
                    // Microseconds without a zone: cut to what the style reads.
                    let time = try #require(received.timestamp).prefix(23) + "Z"
                    times.append(try Date(String(time), strategy: format))
                    if times.count == 4 { return }
                }
            }
            // The first one may wait for a reading to compare with; the mean of the others is the interval.
            let mean = times[3].timeIntervalSince(times[1]) / 2
            #expect(mean > 1, "\(mean)")
        }
    }

    @Test("a signal: clients are told 1001, and it ends with 0", arguments: [SIGTERM, SIGINT])
    func signals(signal: Int32) async throws {
        try await ServerProgram.with { server in
            let last = try await link(server) { link in
                var last: WebSocketEvent?
                for try await event in link.events {
                    if last == nil { server.program.send(signal: signal) }
                    last = event
                }
                return last
            }
            guard case .closed(let code, _) = last else {
                Issue.record("ended without a close frame: \(String(describing: last))")
                return
            }
            #expect(code == .goingAway)
            #expect(try await server.program.finish().status == 0)
        }
    }

    @Test("a client that reads nothing does not hold up the end")
    func silentClient() async throws {
        try await ServerProgram.with { server in
            // It reads the greeting, and neither the close frame nor anything else.
            try await link(server) { link in
                for try await _ in link.events { break }
                server.program.send(signal: SIGTERM)
                #expect(try await server.program.finish().status == 0)
            }
        }
    }

    @Test("ended and started again: the client goes on by itself")
    func restart() async throws {
        let server = try await ServerProgram()
        let client = try RunningProgram(TestTools.client, ["-u", server.uri, "--reconnect-interval", "0.2"])
        defer { client.kill() }
        _ = try await client.lines(1)
        server.program.send(signal: SIGTERM)
        #expect(try await server.program.finish().status == 0)
        try await client.wait(for: "1001", in: .error)
        let seen = client.written().split(separator: "\n").count
        // The port is free at once.
        let again = try await ServerProgram(port: try #require(server.port))
        defer { again.program.kill() }
        _ = try await client.lines(seen + 2)
    }

    @Test("our client reads the documented dialect")
    func documentedDialect() async throws {
        try await ServerProgram.with(["--interval", "0.2", "--dialect", "documented"]) { server in
            let json = try RunningProgram(TestTools.client, ["-u", server.uri, "-f", "jsonl"])
            let simple = try RunningProgram(TestTools.client, ["-u", server.uri])
            defer {
                json.kill()
                simple.kill()
            }
            let line = try await json.lines(2)[1]
            #expect(line.contains("\"used_gb\": "))
            #expect(try await simple.lines(2)[1].contains(/^CPU: [\d.]+% \| RAM: [\d.]+% \| Disk: [\d.]+%/))
        }
    }

    @Test("samples of the file systems asked for")
    func diskPaths() async throws {
        try await ServerProgram.with(["--interval", "0.2", "--disk-path", "/tmp", "--disk-path", "/"]) { server in
            let client = try RunningProgram(TestTools.client, ["-u", server.uri, "-f", "jsonl"])
            defer { client.kill() }
            #expect(try await client.lines(1)[0].contains(#""path": "/tmp""#))
        }
    }

    @Test("--version and --help")
    func help() async throws {
        let version = try await RunningProgram(TestTools.server, ["--version"]).finish()
        #expect(version.status == 0)
        #expect(version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
        let help = try await RunningProgram(TestTools.server, ["--help"]).finish()
        #expect(help.status == 0)
        for option in ["--host", "--port", "--interval", "--max-clients", "--token-file", "--dialect", "--disk-path"] {
            #expect(help.output.contains(option))
        }
        #expect(help.error.isEmpty)
    }

    // MARK: - Who may connect

    @Test("a token is required once there is one", arguments: [true, false])
    func token(fromFile: Bool) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("token", "  hunter2\n")
        let arguments = fromFile ? ["--token-file", file] : []
        let environment = fromFile ? [:] : ["MONITORING_SERVER_TOKEN": "hunter2"]
        try await ServerProgram.with(arguments + ["--verbose"], environment: environment) { server in
            for headers in [[], [(name: "Authorization", value: "Bearer hunter3")]] {
                let error = await #expect(throws: WebSocketTransportError.self) {
                    try await openAndLeave(server, headers: headers)
                }
                guard case .handshakeRefused(let status, _, _) = error else {
                    Issue.record("not refused: \(String(describing: error))")
                    return
                }
                #expect(status == 401)
            }
            try await openAndLeave(server, headers: [(name: "Authorization", value: "Bearer hunter2")])
            // What a person sees who forgot it.
            let client = try RunningProgram(TestTools.client, ["-u", server.uri, "--no-reconnect"])
            let (status, _, error) = try await client.finish()
            #expect(status == 69)
            #expect(error.contains("401"))
            #expect(!server.program.written(.error).contains("hunter"))
        }
    }

    @Test("an address that tries many tokens has to wait, and may then connect")
    func guesses() async throws {
        let environment = ["MONITORING_SERVER_TOKEN": "hunter2"]
        try await ServerProgram.with(environment: environment) { server in
            @Sendable func status(_ token: String) async throws -> Int {
                do {
                    try await openAndLeave(server, headers: [(name: "Authorization", value: "Bearer \(token)")])
                    return 101
                } catch WebSocketTransportError.handshakeRefused(let status, _, _) {
                    return status
                }
            }
            var answers: Set<Int> = []
            while !answers.contains(429) { answers.insert(try await status("hunter3")) }
            #expect(answers == [401, 429])
            while !answers.contains(101) { answers.insert(try await status("hunter2")) }
            #expect(answers == [401, 429, 101])
        }
    }

    @Test("a header is required once there is one")
    func header() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("header", "X-Secret: open sesame\n")
        try await ServerProgram.with(["--require-header-file", file]) { server in
            await #expect(throws: WebSocketTransportError.self) { try await openAndLeave(server) }
            try await openAndLeave(server, headers: [(name: "X-Secret", value: "open sesame")])
        }
    }

    @Test("the permission to do without a token")
    func allowed() async throws {
        try await ServerProgram.with(["--host", "0.0.0.0", "--allow-unauthenticated"]) { server in
            #expect(server.uri.hasPrefix("ws://0.0.0.0:"))
            try await openAndLeave(server)
        }
    }

    @Test("a web page connects only when its origin is allowed")
    func origin() async throws {
        try await ServerProgram.with(["--allow-origin", "https://example.org"]) { server in
            try await openAndLeave(server, headers: [(name: "Origin", value: "https://example.org")])
            let error = await #expect(throws: WebSocketTransportError.self) {
                try await openAndLeave(server, headers: [(name: "Origin", value: "https://example.com")])
            }
            #expect(error?.description.contains("403") == true)
        }
    }

    @Test("a client too many is told so, and the others stay")
    func full() async throws {
        try await ServerProgram.with(["--max-clients", "1", "--interval", "0.1"]) { server in
            let first = try RunningProgram(TestTools.client, ["-u", server.uri])
            defer { first.kill() }
            _ = try await first.lines(1)
            let second = try RunningProgram(TestTools.client, ["-u", server.uri, "--no-reconnect"])
            let (status, output, error) = try await second.finish()
            #expect(status == 69)
            #expect(output.isEmpty)
            #expect(error.contains("1008"))
            let seen = first.written().split(separator: "\n").count
            _ = try await first.lines(seen + 2)
        }
    }
}
