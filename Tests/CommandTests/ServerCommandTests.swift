import Foundation
import Testing
import WebSocketTransport

/// The server command as a process of its own.
@Suite(.serialized)
struct ServerCommandTests {
    /// A refusal to start: the status, and the one line that says why.
    private func refusal(_ arguments: [String]) async throws -> (status: Int32, line: String) {
        let (status, output, error) = try await RunningProgram(TestTools.server, arguments).finish()
        #expect(output.isEmpty)
        #expect(error.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(error)")
        #expect(error.hasPrefix("monitoring-websocket-server: "))
        return (status, error)
    }

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
        try await ServerProgram.with(["--interval", "0.3"]) { server in
            #expect(server.uri.hasPrefix("ws://127.0.0.1:"))
            #expect(try #require(server.port) > 0)
            var arrivals: [ContinuousClock.Instant] = []
            try await link(server) { link in
                for try await case .text(let bytes) in link.events {
                    guard String(decoding: bytes, as: UTF8.self).hasPrefix(#"{"type": "monitoring_data""#) else {
                        continue
                    }
                    arrivals.append(.now)
                    if arrivals.count == 5 { return }
                }
            }
            // The first one may wait for a reading to compare with; the mean of the others is the interval.
            let mean = (arrivals[4] - arrivals[1]) / 3
            #expect(.milliseconds(200)...(.milliseconds(600)) ~= mean, "\(mean)")
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
            #expect(try await server.program.finish(within: 10).status == 0)
        }
    }

    @Test("a client that reads nothing does not hold up the end")
    func silentClient() async throws {
        try await ServerProgram.with { server in
            // It reads the greeting, and neither the close frame nor anything else.
            try await link(server) { link in
                for try await _ in link.events { break }
                server.program.send(signal: SIGTERM)
                #expect(try await server.program.finish(within: 10).status == 0)
            }
        }
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
                guard case .handshakeRefused(let status, _) = error else {
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

    @Test("a header is required once there is one")
    func header() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("header", "X-Secret: open sesame\n")
        try await ServerProgram.with(["--require-header-file", file]) { server in
            await #expect(throws: WebSocketTransportError.self) { try await openAndLeave(server) }
            try await openAndLeave(server, headers: [(name: "X-Secret", value: "open sesame")])
        }
    }

    @Test("other machines need a token, or the permission to do without", arguments: ["0.0.0.0", "::"])
    func remote(host: String) async throws {
        let (status, line) = try await refusal(["--host", host, "--port", "0"])
        #expect(status == 64)
        #expect(line.contains(host) && line.contains("--token-file") && line.contains("--allow-unauthenticated"))
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

    @Test("ended and started again: the client goes on by itself")
    func restart() async throws {
        let server = try await ServerProgram()
        let client = try RunningProgram(TestTools.client, ["-u", server.uri, "--reconnect-interval", "0.2"])
        defer { client.kill() }
        _ = try await client.lines(1)
        server.program.send(signal: SIGTERM)
        #expect(try await server.program.finish(within: 10).status == 0)
        try await client.wait(for: "1001", in: .error)
        let seen = client.written().split(separator: "\n").count
        // The port is free at once.
        let again = try await ServerProgram(port: try #require(server.port))
        defer { again.program.kill() }
        _ = try await client.lines(seen + 2)
    }

    // MARK: - Errors

    @Test("a port in use: 69, with the port and what to do")
    func portInUse() async throws {
        try await ServerProgram.with { server in
            let port = try #require(server.port)
            let (status, line) = try await refusal(["--port", "\(port)"])
            #expect(status == 69)
            #expect(line.contains("port \(port)") && line.contains("in use") && line.contains("choose another"))
        }
    }

    @Test("a privileged port: 69, with what to do", .needsOtherUser)
    func privilegedPort() async throws {
        // Containers may let everyone have every port.
        let least = try String(contentsOfFile: "/proc/sys/net/ipv4/ip_unprivileged_port_start", encoding: .utf8)
        try #require(Int(least.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0 > 80)
        let folder = try TemporaryFolder()
        let server = try await folder.copy(of: TestTools.server)
        let command = Confinement.asNobody([server, "--port", "80"])
        let (status, _, error) = try await RunningProgram(command).finish()
        #expect(status == 69)
        #expect(error.contains("port 80") && error.contains("1024"), "\(error)")
        #expect(error.split(separator: "\n").count == 1)
    }

    @Test(
        "usage errors: 64, one line that names the option, the value and what is allowed",
        arguments: [
            (["--port", "70000"], ["--port", "70000", "65535"]),
            (["--port", "http"], ["--port", "http", "65535"]),
            (["--interval", "0"], ["--interval", "'0'", "0.1"]),
            (["--interval", "nan"], ["--interval", "nan", "86400"]),
            (["--max-clients", "0"], ["--max-clients", "'0'", "from 1"]),
            (["--dialect", "yaml"], ["--dialect", "yaml", "published", "documented"]),
            (["--disk-path", "/nowhere/at/all"], ["--disk-path", "/nowhere/at/all", "no such file"]),
            (["--certificate", "/tmp/a.pem"], ["--certificate", "--key", "together"]),
            (["--token-file", "/nowhere/token"], ["/nowhere/token", "no such file"]),
            (["--token-file", "/dev/null"], ["/dev/null", "one line is needed"]),
            (["--require-header-file", "/nowhere/header"], ["/nowhere/header", "no such file"]),
            (["--host", "name.invalid"], ["name.invalid", "no address", "use an address"]),
            (["--host", "192.0.2.1", "--allow-unauthenticated"], ["192.0.2.1", "no address of this machine", "use"]),
            (["--certificate", "/nowhere/c.pem", "--key", "/nowhere/k.pem"], ["/nowhere/c.pem", "no such file"]),
            (["--bogus"], ["--bogus"]),
        ])
    func usage(arguments: [String], parts: [String]) async throws {
        let (status, line) = try await refusal(arguments)
        #expect(status == 64, "\(line)")
        for part in parts { #expect(line.contains(part), "\(line)") }
    }

    @Test("a file that is no certificate, or no key: 64, with the file")
    func badCertificate() async throws {
        let folder = try TemporaryFolder()
        let nothing = try folder.file("nothing.pem", "nothing\n")
        let (status, line) = try await refusal(["--port", "0", "--certificate", nothing, "--key", nothing])
        #expect(status == 64)
        #expect(line.contains(nothing) && line.contains("certificate in PEM form"))

        let (certificate, key) = (folder("certificate.pem"), folder("key.pem"))
        let openssl = try RunningProgram(
            URL(filePath: "/usr/bin/env"),
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
            ])
        try #require(try await openssl.finish().status == 0, "openssl could not make a certificate")
        let (keyStatus, keyLine) = try await refusal(["--port", "0", "--certificate", certificate, "--key", nothing])
        #expect(keyStatus == 64)
        #expect(keyLine.contains(nothing) && keyLine.contains("private key in PEM form"))

        // The right ones serve TLS.
        try await ServerProgram.with(["--certificate", certificate, "--key", key]) { server in
            #expect(server.uri.hasPrefix("wss://"))
            var configuration = WebSocketConfiguration()
            configuration.tls.certificateAuthorityFile = certificate
            let uri = try WebSocketURI(parsing: server.uri)
            try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration, isolation: nil) {
                for try await _ in $0.events { break }
            }
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
}
