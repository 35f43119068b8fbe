import NIOCore
import NIOPosix
import Synchronization
import TestSupport
import Testing

@testable import WebSocketTransport

/// Connections through a proxy on a loopback socket.
@Suite(.timeLimit(.minutes(1))) struct ProxyTests {
    /// Connects through a proxy that each connection of which follows `proxy`.
    private func events(
        from uri: String, user: String = "", authorities: String? = nil,
        proxy: @escaping @Sendable (Peer) async throws -> Void
    ) async throws -> [WebSocketEvent] {
        try await ScriptedServer.run(script: proxy) { port in
            var configuration = WebSocketConfiguration()
            configuration.proxies = ProxySettings { _ in "http://\(user)127.0.0.1:\(port)" }
            configuration.tls.certificateAuthorityFile = authorities
            let uri = try WebSocketURI(parsing: uri)
            return try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration) {
                await $0.events.all().events
            }
        }
    }

    @Test("A tunnel is asked for, with the proxy's credentials and not the server's; then the server gets its request")
    func tunnel() async throws {
        let requests = Mutex<[[String]]>([])
        let events = try await events(from: "ws://u:secret@server.test:99/path", user: "me:pass@") { proxy in
            let connect = try await proxy.request()
            try await proxy.send(Array("HTTP/1.1 200 Connection established\r\nVia: test\r\n\r\n".utf8))
            let upgrade = try await proxy.upgrade(with: frame(0x81, "hi") + closeFrame(1000))
            requests.withLock { $0 = [connect, upgrade] }
            try await proxy.end()
        }
        #expect(events == [.text(utf8("hi")), .closed(.normalClosure, reason: "")])
        let (connect, upgrade) = requests.withLock { ($0[0], $0[1]) }
        #expect(
            connect == [
                "CONNECT server.test:99 HTTP/1.1", "Host: server.test:99", "Proxy-Authorization: Basic bWU6cGFzcw==",
            ])
        #expect(upgrade.first == "GET /path HTTP/1.1")
        #expect(upgrade.contains("Authorization: Basic dTpzZWNyZXQ="))
        #expect(!upgrade.contains { $0.hasPrefix("Proxy-") })
    }

    @Test("TLS goes through the tunnel to the server, whose certificate is checked against its name")
    func secure() async throws {
        try await TestCertificate.with(names: "DNS:server.test") { certificate in
            let context = try certificate.serverContext()
            try await ScriptedServer.run(tls: context) { peer in
                try await peer.upgrade(with: frame(0x81, "secure") + closeFrame(1000))
                try await peer.end()
            } client: { server in
                let received = try await events(
                    from: "wss://server.test", authorities: certificate.certificateFile
                ) { proxy in
                    #expect(try await proxy.request().first == "CONNECT server.test:443 HTTP/1.1")
                    try await proxy.send(Array("HTTP/1.0 200 OK\r\n\r\n".utf8))
                    try await proxy.relay(toPort: server)
                }
                #expect(received == [.text(utf8("secure")), .closed(.normalClosure, reason: "")])
            }
        }
    }

    @Test(
        "Refusals say whose fault it is and what to do, and never the password",
        arguments: [
            ("HTTP/1.1 407 Authentication Required", "", "wants a user name and password"),
            ("HTTP/1.1 407 No", "me:hunter2@", "does not accept the user name and password of https_proxy"),
            ("HTTP/1.1 403", "", "does not allow connections to server.test:443 (HTTP 403 Forbidden)"),
            ("HTTP/1.1 502 Bad Gateway", "", "cannot reach server.test:443"),
            ("HTTP/1.1 504 Gateway Timeout", "", "cannot reach server.test:443"),
            ("HTTP/1.1 404 What", "", "answered the request for a tunnel to server.test:443 with HTTP 404 What"),
            ("HTTP/1.1 101 Switching Protocols", "", "without an answer"),
            ("SSH-2.0-OpenSSH", "", "not one of an HTTP proxy; check https_proxy"),
            ("HTTP/1.1 200 OK\r\n\r\ntoo early", "", "before the server was asked"), ("", "", "without an answer"),
        ])
    func refused(answer: String, user: String, words: String) async throws {
        let error = await #expect(throws: WebSocketTransportError.self) {
            try await events(from: "wss://server.test", user: user) { proxy in
                _ = try await proxy.request()
                guard !answer.isEmpty else { return }
                try await proxy.send(Array((answer + "\r\n\r\n").utf8))
                guard !answer.contains(" 101 ") else { return }
                try await proxy.end()
            }
        }
        #expect(error?.typeName == "ProxyError")
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
        #expect(error?.description.contains("The proxy 127.0.0.1:") == true)
        #expect(error?.description.contains("hunter2") == false)
    }

    @Test("A proxy that does not answer is left at the deadline")
    func silent() async throws {
        try await ScriptedServer.run { peer in
            try await peer.end()
        } client: { port in
            var configuration = WebSocketConfiguration()
            configuration.handshakeTimeout = .milliseconds(200)
            configuration.proxies = ProxySettings { _ in "127.0.0.1:\(port)" }
            let uri = try WebSocketURI(parsing: "ws://server.test")
            let error = await #expect(throws: WebSocketTransportError.self) {
                try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration) { _ in }
            }
            #expect(error?.description.contains("did not answer in time") == true)
        }
    }

    @Test("A proxy that is not there is named, not the server")
    func absent() async throws {
        // The near end of a connection: nobody listens on its port, and nobody else gets it.
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        let near = try await ClientBootstrap(group: group).connect(to: try #require(server.localAddress)).get()
        let port = try #require(near.localAddress?.port)
        var configuration = WebSocketConfiguration()
        configuration.proxies = ProxySettings { _ in "127.0.0.1:\(port)" }
        let uri = try WebSocketURI(parsing: "ws://server.test")
        let error = await #expect(throws: WebSocketTransportError.self) {
            try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration) { _ in }
        }
        #expect(
            error?.description == "The proxy 127.0.0.1:\(port) makes no connection: nothing listens there; "
                + "check http_proxy, or name the server in NO_PROXY")
        try await near.close()
        try await server.close()
    }
}
