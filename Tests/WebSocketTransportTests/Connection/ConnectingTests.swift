import NIOCore
import NIOEmbedded
import NIOPosix
import Synchronization
import Testing

@testable import WebSocketTransport

@Suite(.timeLimit(.minutes(5))) struct ConnectingTests {
    /// The error of a connection that does not come about.
    private func failure(
        of uri: String, configuration: WebSocketConfiguration = .init()
    ) async throws -> WebSocketTransportError? {
        let uri = try WebSocketURI(parsing: uri)
        return await #expect(throws: WebSocketTransportError.self) {
            try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration) { _ in
                Issue.record("connected to \(uri)")
            }
        }
    }

    @Test("Path, query, extra headers and Basic authorization are sent")
    func request() async throws {
        var configuration = WebSocketConfiguration()
        configuration.headers = [("X-Token", "abc"), ("User-Agent", "test")]
        let lines = Mutex<[String]>([])
        try await ScriptedServer.run { peer in
            let request = try await peer.upgrade()
            lines.withLock { $0 = request }
            try await peer.end()
        } client: { [configuration] port in
            let uri = try WebSocketURI(parsing: "ws://user:p%40ss@localhost:\(port)/a/b?c=d%20e")
            try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration) { _ in }
            let request = lines.withLock { $0 }
            #expect(request.first == "GET /a/b?c=d%20e HTTP/1.1")
            for line in [
                "Host: localhost:\(port)", "Authorization: Basic dXNlcjpwQHNz", "X-Token: abc", "User-Agent: test",
            ] {
                #expect(request.contains(line))
            }
            #expect(!request.contains { $0.hasPrefix("Origin") })
        }
    }

    @Test(
        "A refusal has its status and reason",
        arguments: [
            ("401 Unauthorized", 401, "Unauthorized"), ("403 ", 403, "Forbidden"),
            ("404 Nothing Here", 404, "Nothing Here"),
            ("503 Service Unavailable", 503, "Service Unavailable"),
        ])
    func refused(line: String, status: Int, reason: String) async throws {
        try await ScriptedServer.run { peer in
            _ = try await peer.request()
            try await peer.send(Array("HTTP/1.1 \(line)\r\nContent-Length: 4\r\n\r\nbody".utf8))
            try await peer.end()
        } client: { port in
            let error = try await failure(of: "ws://127.0.0.1:\(port)")
            #expect(error == .handshakeRefused(status: status, reason: reason))
            #expect(error?.description == "HTTP \(status) \(reason): the server refused the WebSocket handshake")
        }
    }

    @Test("An early 1xx is passed over")
    func continues() async throws {
        try await ScriptedServer.run { peer in
            let request = try await peer.request()
            let early = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
            try await peer.send(Array((early + Peer.answer(to: request)).utf8) + closeFrame(1000))
            try await peer.end()
        } client: { port in
            let (events, _) = try await withLink(port: port) { await $0.events.all() }
            #expect(events == [.closed(.normalClosure, reason: "")])
        }
    }

    @Test(
        "An answer that is no handshake says what is wrong",
        arguments: [
            (
                "HTTP/1.1 101 OK\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n",
                "Accept"
            ),
            ("SSH-2.0-OpenSSH_9.2\r\n", "HTTP"), ("", "without an answer"),
        ])
    func invalid(answer: String, words: String) async throws {
        try await ScriptedServer.run { peer in
            _ = try await peer.request()
            try await peer.send(Array(answer.utf8))
        } client: { port in
            let error = try await failure(of: "ws://127.0.0.1:\(port)")
            #expect(error?.typeName == "HandshakeInvalid")
            #expect(error?.description.contains(words) == true)
        }
    }

    @Test("A server that never answers is left after the handshake timeout")
    func silent() async throws {
        var configuration = WebSocketConfiguration()
        configuration.handshakeTimeout = .milliseconds(150)
        try await ScriptedServer.run { peer in
            try await peer.end()
        } client: { [configuration] port in
            for scheme in ["ws", "wss"] {
                let error = try await failure(of: "\(scheme)://127.0.0.1:\(port)", configuration: configuration)
                #expect(error == .handshakeTimedOut(after: .milliseconds(150)))
                #expect(error?.description.hasSuffix("within 0.15 s") == true)
            }
        }
    }

    @Test("An answer of headers without end is left at 16 KiB, however its bytes come", arguments: [1000, 100_000])
    func endlessHeaders(chunk: Int) async throws {
        try await ScriptedServer.run { peer in
            let answer = Peer.answer(to: try await peer.request()).dropLast(2)
            try await peer.send(Array(answer.utf8))
            while true {
                let line = "X-Filler: " + String(repeating: "x", count: chunk - 12) + "\r\n"
                try await peer.send(Array(line.utf8))
            }
        } client: { port in
            let error = try await failure(of: "ws://127.0.0.1:\(port)")
            #expect(error?.typeName == "HandshakeInvalid")
            #expect(error?.description.utf8.count ?? 0 < 300)
        }
    }

    @Test("An answer that comes byte by byte gets no more time for it")
    func trickledHeaders() async throws {
        var configuration = WebSocketConfiguration()
        configuration.handshakeTimeout = .milliseconds(300)
        try await ScriptedServer.run { peer in
            let answer = Peer.answer(to: try await peer.request()).dropLast(2)
            for byte in answer.utf8 { try await peer.send([byte]) }
            try await peer.send(Array("X-More: ".utf8))
            try await peer.end()
        } client: { [configuration] port in
            let error = try await failure(of: "ws://127.0.0.1:\(port)", configuration: configuration)
            #expect(error == .handshakeTimedOut(after: .milliseconds(300)))
        }
    }

    @Test("The handshake has the time that connecting has left")
    func deadline() throws {
        let loop = EmbeddedEventLoop()
        let channel = EmbeddedChannel(loop: loop)
        let uri = try WebSocketURI(parsing: "ws://server")
        var configuration = WebSocketConfiguration()
        configuration.handshakeTimeout = .seconds(5)
        let opened = loop.makePromise(of: NIOWebSocketLink.self)
        var failure: WebSocketTransportError?
        opened.futureResult.assumeIsolated().whenFailure { failure = $0 as? WebSocketTransportError }
        let deadline = loop.now + .seconds(5)
        // The TCP connection took four of the five.
        loop.advanceTime(by: .seconds(4))
        try channel.pipeline.syncOperations.addHandler(
            HandshakeHandler(
                to: uri, handshake: Handshake(to: uri, headers: [], nonce: [UInt8](repeating: 0, count: 16)),
                configuration: configuration, deadline: deadline, opened: opened,
                quietLoop: nil))
        loop.advanceTime(by: .milliseconds(999))
        #expect(failure == nil)
        loop.advanceTime(by: .milliseconds(1))
        #expect(failure == .handshakeTimedOut(after: .seconds(5)))
    }

    @Test("A cancelled task stops waiting for the handshake")
    func cancelled() async throws {
        let asked = Signal()
        try await ScriptedServer.run { peer in
            _ = try await peer.request()
            asked.fire()
            try await peer.end()
        } client: { port in
            let task = Task { try await withLink(port: port) { _ in } }
            await asked.wait()
            task.cancel()
            await #expect(throws: CancellationError.self) { try await task.value }
        }
    }

    @Test("A refused connection, also when a name has several addresses", arguments: ["127.0.0.1", "localhost"])
    func nothingListens(host: String) async throws {
        // The near end of a connection: nobody listens on its port, and nobody else gets it.
        let group = MultiThreadedEventLoopGroup.singleton
        let server = try await ServerBootstrap(group: group).bind(host: "127.0.0.1", port: 0).get()
        let near = try await ClientBootstrap(group: group).connect(to: try #require(server.localAddress)).get()
        let port = try #require(near.localAddress?.port)
        let error = try await failure(of: "ws://\(host):\(port)")
        #expect(error == .connectionRefused(host: host, port: port))
        #expect(error?.description == "Connection refused: nothing listens on \(host):\(port)")
        try await near.close()
        try await server.close()
    }

    @Test("A name that does not resolve")
    func unknownName() async throws {
        let error = try await failure(of: "ws://does-not-exist.invalid:8765")
        #expect(error?.typeName == "NameNotResolved")
        #expect(error?.description.hasPrefix("The name does-not-exist.invalid could not be resolved: ") == true)
    }

    @Test("An address without a way to it")
    func unreachable() async throws {
        // No TCP connection can be made to the broadcast address.
        let error = try await failure(of: "ws://255.255.255.255:8765")
        #expect(
            error == .unreachable(host: "255.255.255.255", port: 8765, detail: "the network is unreachable"))
    }

    @Test("A machine that does not answer is left after the connect timeout")
    func connectTimeout() async throws {
        // A listener that accepts nothing: when its queue is full, the kernel drops what else comes.
        let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelOption(.backlog, value: 0)
            .serverChannelOption(.autoRead, value: false)
            .bind(host: "127.0.0.1", port: 0).get()
        let port = try #require(listener.localAddress?.port)
        let fillers = (0..<4).map { _ in
            ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
                .connectTimeout(.milliseconds(300)).connect(host: "127.0.0.1", port: port)
        }
        for filler in fillers {
            _ = try? await filler.get()
        }
        var configuration = WebSocketConfiguration()
        configuration.connectTimeout = .milliseconds(200)
        let error = try await failure(of: "ws://127.0.0.1:\(port)", configuration: configuration)
        #expect(error == .connectTimedOut(host: "127.0.0.1", port: port, after: .milliseconds(200)))
        for filler in fillers {
            filler.whenSuccess { $0.close(promise: nil) }
        }
        try await listener.close()
    }

    @Test("An impossible header connects to nothing")
    func badHeader() async throws {
        var configuration = WebSocketConfiguration()
        configuration.headers = [("Host", "x")]
        let error = try await failure(of: "ws://127.0.0.1:1", configuration: configuration)
        #expect(error?.typeName == "InvalidConfiguration")
    }

    private static let hasIPv6 =
        (try? SocketAddress(ipAddress: "::1", port: 0)).map { address in
            (try? ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(to: address).wait().close().wait())
                != nil
        } ?? false

    @Test("An IPv6 literal", .enabled(if: hasIPv6, "this machine has no IPv6 loopback"))
    func ipv6() async throws {
        try await ScriptedServer.run(host: "::1") { peer in
            let request = try await peer.upgrade(with: closeFrame(1000))
            #expect(request.contains { $0.hasPrefix("Host: [::1]:") })
            try await peer.end()
        } client: { port in
            let uri = try WebSocketURI(parsing: "ws://[::1]:\(port)")
            let (events, error) = try await NIOWebSocketConnector().withConnection(to: uri, configuration: .init()) {
                await $0.events.all()
            }
            #expect(error == nil)
            #expect(events == [.closed(.normalClosure, reason: "")])
        }
    }
}
