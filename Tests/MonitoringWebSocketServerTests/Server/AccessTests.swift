import MonitoringWebSocketServer
import NIOCore
import Testing

@Suite struct AccessTests {
    /// The status of the answer to a request with these fields behind the handshake's own.
    static func status(_ fields: String = "", host: String = "127.0.0.1:8765", access: ServerAccess = .init()) -> Int {
        let request =
            "GET / HTTP/1.1\r\nHost: \(host)\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\(fields)\r\n"
        return Self.status(request: request, access: access)
    }

    static func status(request: String, access: ServerAccess = .init()) -> Int {
        var parser = HTTPRequestHeadParser(maximumBytes: 1024)
        var bytes = ByteBuffer(string: request)
        do {
            guard let head = try parser.receive(&bytes) else { return 0 }
            _ = try ServerHandshake.accept(head, access: access)
            return 101
        } catch {
            return error.status
        }
    }

    @Test(arguments: [
        ("Authorization: Bearer s3cret", 101), ("authorization:  bearer   s3cret ", 101),
        ("", 401), ("Authorization: Bearer", 401), ("Authorization: Bearer ", 401), ("Authorization: s3cret", 401),
        ("Authorization: Basic s3cret", 401), ("Authorization: Bearer s3cre", 401),
        ("Authorization: Bearer s3crets", 401), ("Authorization: Bearer s3cret s3cret", 401),
        ("Authorization: Bearer s3crets3cret", 401),
        ("Authorization: Bearer s3cret\r\nAuthorization: Bearer s3cret", 401),
    ])
    func bearerToken(_ field: String, status: Int) {
        var access = ServerAccess()
        access.credential = .bearerToken("s3cret")
        #expect(Self.status(field.isEmpty ? "" : field + "\r\n", access: access) == status)
    }

    @Test(arguments: [
        ("X-Key: a b", 101), ("x-key: a b", 101), ("X-Key: a", 403), ("X-Key: A B", 403), ("Y-Key: a b", 403),
        ("X-Key:", 403),
    ])
    func requiredHeader(_ field: String, status: Int) {
        var access = ServerAccess()
        access.credential = .header(name: "X-Key", value: "a b")
        #expect(Self.status(field + "\r\n", access: access) == status)
    }

    @Test(arguments: [
        ("https://good.example", "127.0.0.1:8765", 101), ("HTTPS://GOOD.example", "127.0.0.1:8765", 101),
        ("http://good.example", "127.0.0.1:8765", 403), ("https://good.example.evil", "127.0.0.1:8765", 403),
        ("null", "127.0.0.1:8765", 403), ("", "127.0.0.1:8765", 403),
        ("http://127.0.0.1:8765", "127.0.0.1:8765", 101), ("http://127.0.0.1:1", "127.0.0.1:8765", 403),
        ("http://localhost:8765", "localhost:8765", 101), ("https://[::1]:8765", "[::1]:8765", 101),
        // DNS rebinding: the attacker's name, pointed at this machine.
        ("http://evil.example:8765", "evil.example:8765", 403),
    ])
    func origin(_ origin: String, host: String, status: Int) {
        var access = ServerAccess()
        access.allowedOrigins = ["https://good.example"]
        #expect(Self.status("Origin: \(origin)\r\n", host: host, access: access) == status)
    }

    @Test func twoOriginsAreRefused() {
        #expect(Self.status("Origin: http://127.0.0.1\r\nOrigin: http://127.0.0.1\r\n", host: "127.0.0.1") == 403)
    }

    static let handshake =
        "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
        + "Sec-WebSocket-Version: 13\r\n\r\n"

    @Test(arguments: [
        ("GET /a?b HTTP/1.1\r\nHost: x\r\n\(handshake)", 101),
        (
            "GET / HTTP/1.1\r\nHost: x\r\n\(handshake.replacing("Connection: Upgrade", with: "Connection: keep-alive, upgrade"))",
            101
        ),
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", 426),
        ("POST / HTTP/1.1\r\nHost: x\r\n\(handshake)", 405),
        ("GET / HTTP/1.0\r\nHost: x\r\n\(handshake)", 400),
        ("GET / HTTP/1.1\r\n\(handshake)", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\(handshake)", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\n\(handshake.replacing("13", with: "8"))", 426),
        ("GET / HTTP/1.1\r\nHost: x\r\n\(handshake.replacing("dGhl", with: ""))", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\n\(handshake.replacing("dGhl", with: "dG!l"))", 400),
        ("GET  / HTTP/1.1\r\nHost: x\r\n\(handshake)", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\(handshake)", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA: \u{1}\r\n\(handshake)", 400),
        ("GET / HTTP/1.1\r\nHost: x\r\nA B: c\r\n\(handshake)", 400),
        ("\u{16}\u{3}\u{1}", 400),
        ("GET / HTTP/1.1\r\nA: \(String(repeating: "x", count: 1024))", 431),
        ("GET / HTTP/1.1\r\n", 0),
    ])
    func request(_ request: String, status: Int) {
        #expect(Self.status(request: request) == status)
    }

    @Test("Bytes at random are an answer or a wait, never a trap, however they are cut")
    func randomBytes() throws {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<500 {
            var parser = HTTPRequestHeadParser(maximumBytes: 200)
            do {
                for _ in 0..<20 {
                    var bytes = ByteBuffer(
                        bytes: (0..<20).map { _ in "GET /\r\n: é".utf8.randomElement(using: &generator) ?? 0 })
                    if let head = try parser.receive(&bytes) { _ = try ServerHandshake.accept(head, access: .init()) }
                }
            } catch {
                #expect([400, 405, 426, 431].contains(error.status))
            }
        }
    }

    @Test("Nothing that is printed of the settings has the secret in it")
    func hidesSecrets() {
        var access = ServerAccess()
        for credential in [ServerAccess.Credential.bearerToken("s3cret"), .header(name: "X-Key", value: "s3cret")] {
            access.credential = credential
            var configuration = MonitoringServerConfiguration()
            configuration.access = access
            var dumped = ""
            dump(configuration, to: &dumped)
            #expect(!dumped.contains("s3cret"))
            #expect(!"\(access) \(configuration)".contains("s3cret"))
        }
    }

    @Test func refusesOnTheWire() async throws {
        try await withServer({ $0.access.credential = .bearerToken("s3cret") }) { port in
            try await RawClient.with(port: port) { client in
                try await client.send(Array("\(RawClient.request)\r\n".utf8))
                let head = try await client.head()
                #expect(head.hasPrefix("HTTP/1.1 401 Unauthorized\r\n"))
                #expect(head.contains("WWW-Authenticate: Bearer realm=\"monitoring\"\r\n"))
                try await client.end()
            }
            try await RawClient.with(port: port) { client in
                try await client.send(Array("\(RawClient.request)Authorization: Bearer s3cret\r\n\r\n".utf8))
                #expect(try await client.head().hasPrefix("HTTP/1.1 101 "))
            }
        }
    }
}
