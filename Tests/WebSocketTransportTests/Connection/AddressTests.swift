import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import WebSocketTransport

/// Says which addresses a name has, and counts how often it is asked.
private final class FixedResolver: Resolver, Sendable {
    private let ipv4: [String]
    private let ipv6: [String]
    private let queryCount = Mutex(0)

    init(ipv4: [String], ipv6: [String] = []) {
        self.ipv4 = ipv4
        self.ipv6 = ipv6
    }

    var queries: Int { queryCount.withLock { $0 } }

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        queryCount.withLock { $0 += 1 }
        return answer(ipv4, port: port)
    }

    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> {
        answer(ipv6, port: port)
    }

    func cancelQueries() {}

    private func answer(_ addresses: [String], port: Int) -> EventLoopFuture<[SocketAddress]> {
        let loop = MultiThreadedEventLoopGroup.singleton.any()
        return loop.makeCompletedFuture { try addresses.map { try SocketAddress(ipAddress: $0, port: port) } }
    }
}

@Suite(.timeLimit(.minutes(1))) struct AddressTests {
    private static func connect(
        to port: Int, resolver: FixedResolver, times: Int = 1
    ) async throws -> [WebSocketEvent] {
        var configuration = WebSocketConfiguration()
        // Longer than the test may take: waiting for a dead address to the end would show.
        configuration.connectTimeout = .seconds(120)
        configuration.handshakeTimeout = .seconds(120)
        let uri = try WebSocketURI(parsing: "ws://two.test:\(port)")
        var events: [WebSocketEvent] = []
        for _ in 0..<times {
            events += try await NIOWebSocketConnector(resolver: resolver).withConnection(
                to: uri, configuration: configuration
            ) { await $0.events.all().events }
        }
        return events
    }

    private static let greeting: @Sendable (Peer) async throws -> Void = { peer in
        try await peer.upgrade(with: closeFrame(1000))
        try await peer.end()
    }

    @Test("A dead first address does not hold the attempt up (RFC 8305)")
    func deadAddress() async throws {
        try await ScriptedServer.run(script: Self.greeting) { port in
            // A listener that accepts nothing: when its queue is full, the kernel drops what else comes.
            let group = MultiThreadedEventLoopGroup.singleton
            let dead = try await ServerBootstrap(group: group)
                .serverChannelOption(.backlog, value: 0)
                .serverChannelOption(.autoRead, value: false)
                .bind(host: "127.0.0.2", port: port).get()
            let fillers = (0..<4).map { _ in
                ClientBootstrap(group: group).connectTimeout(.milliseconds(300)).connect(host: "127.0.0.2", port: port)
            }
            for filler in fillers { _ = try? await filler.get() }
            let events = try await Self.connect(to: port, resolver: FixedResolver(ipv4: ["127.0.0.2", "127.0.0.1"]))
            #expect(events == [.closed(.normalClosure, reason: "")])
            for filler in fillers { filler.whenSuccess { $0.close(promise: nil) } }
            try await dead.close()
        }
    }

    @Test("An IPv6 address that cannot be reached gives way to IPv4", arguments: ["2001:db8::1", "::1"])
    func otherFamily(ipv6: String) async throws {
        try await ScriptedServer.run(script: Self.greeting) { port in
            let events = try await Self.connect(to: port, resolver: FixedResolver(ipv4: ["127.0.0.1"], ipv6: [ipv6]))
            #expect(events == [.closed(.normalClosure, reason: "")])
        }
    }

    @Test("The name is asked for anew on each attempt")
    func askedAnew() async throws {
        let resolver = FixedResolver(ipv4: ["127.0.0.1"])
        let events = try await ScriptedServer.run(script: Self.greeting) { port in
            try await Self.connect(to: port, resolver: resolver, times: 3)
        }
        #expect(events.count == 3)
        #expect(resolver.queries == 3)
    }
}
