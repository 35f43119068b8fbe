import TestSupport
import Testing
import WebSocketTransport

/// What keeps the server command from starting.
@Suite(.serialized)
struct ServerErrorTests {
    /// A refusal to start: the status, and the one line that says why.
    private func refusal(_ arguments: [String]) async throws -> (status: Int32, line: String) {
        let (status, output, error) = try await RunningProgram(TestTools.server, arguments).finish()
        #expect(output.isEmpty)
        #expect(error.split(separator: "\n", omittingEmptySubsequences: false).count == 2, "\(error)")
        #expect(error.hasPrefix("monitoring-websocket-server: "))
        return (status, error)
    }

    @Test("a port in use: 69, with the port and what to do")
    func portInUse() async throws {
        try await ServerProgram.with { server in
            let port = try #require(server.port)
            let (status, line) = try await refusal(["--port", "\(port)"])
            #expect(status == 69)
            #expect(line.contains("port \(port)") && line.contains("in use") && line.contains("choose another"))
        }
    }

    @Test("a privileged port: 69, with what to do", .needsOtherUser, .needsPrivilegedPorts)
    func privilegedPort() async throws {
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
            (["--port", "-1"], ["--port", "'-1'", "65535"]),
            (["--interval", "-1"], ["--interval", "'-1'", "0.1"]),
            (["--max-clients", "-4"], ["--max-clients", "'-4'", "from 1"]),
            (["--token-file", ""], ["--token-file", "''", "path of a file"]),
            (["--certificate", "", "--key", "k"], ["--certificate", "''", "path of a file"]),
            (["--disk-path", ""], ["--disk-path", "''", "no such file"]),
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

        try await TestCertificate.with { made in
            let (keyStatus, keyLine) = try await refusal(
                ["--port", "0", "--certificate", made.certificateFile, "--key", nothing])
            #expect(keyStatus == 64)
            #expect(keyLine.contains(nothing) && keyLine.contains("private key in PEM form"))

            // The right ones serve TLS.
            let right = ["--certificate", made.certificateFile, "--key", made.keyFile]
            try await ServerProgram.with(right) { server in
                #expect(server.uri.hasPrefix("wss://"))
                var configuration = WebSocketConfiguration()
                configuration.tls.certificateAuthorityFile = made.certificateFile
                let uri = try WebSocketURI(parsing: server.uri)
                try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration, isolation: nil)
                {
                    for try await _ in $0.events { break }
                }
            }
        }
    }

    @Test("other machines need a token, or the permission to do without", arguments: ["0.0.0.0", "::"])
    func remote(host: String) async throws {
        let (status, line) = try await refusal(["--host", host, "--port", "0"])
        #expect(status == 64)
        #expect(line.contains(host) && line.contains("--token-file") && line.contains("--allow-unauthenticated"))
    }
}
