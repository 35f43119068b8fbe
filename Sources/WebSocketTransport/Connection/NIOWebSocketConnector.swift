public import NIOCore
import NIOPosix
import NIOSSL

/// Opens WebSockets over TCP, and over TLS for `wss`.
public struct NIOWebSocketConnector: WebSocketConnector {
    /// One thread for all connections of the process, started with the first one: a thread handles hundreds of
    /// thousands of messages a second, and a second one would only wake another core.
    private static let sharedGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    /// A connector for many connections that each bring little, such as a sample a second: all of them, and the clients that
    /// run on its `executor`, share one thread, which wakes some forty times a second at most.
    package static let quiet = {
        let quietLoop = QuietLoop()
        return Self(eventLoopGroup: quietLoop.loop, resolver: nil, quietLoop: quietLoop)
    }()

    /// Where actors that use the links, and their tasks, do best to run: on the sockets' own thread; nil is anywhere.
    public var executor: (any SerialExecutor & TaskExecutor)? { quietLoop }
    private let quietLoop: QuietLoop?
    private let group: (any EventLoopGroup)?
    /// nil is the system's.
    private let resolver: (any Resolver & Sendable)?

    /// A connector.
    /// - Parameter eventLoopGroup: Where sockets are handled; by default one thread shared by the process.
    public init(eventLoopGroup: (any EventLoopGroup)? = nil) {
        self.init(eventLoopGroup: eventLoopGroup, resolver: nil)
    }

    /// A connector that asks `resolver` for the addresses of names.
    init(
        eventLoopGroup: (any EventLoopGroup)? = nil, resolver: (any Resolver & Sendable)?,
        quietLoop: QuietLoop? = nil
    ) {
        group = eventLoopGroup
        self.resolver = resolver
        self.quietLoop = quietLoop
    }

    /// Connects, runs `body` with the open link, and closes the socket however `body` ends; a cancelled task closes it
    /// at once.
    /// - Throws: `WebSocketTransportError` when no connection comes about, `CancellationError` when the task is cancelled
    ///   before; otherwise what `body` throws.
    public func withConnection<Result: Sendable>(
        to uri: WebSocketURI, configuration: WebSocketConfiguration, isolation: isolated (any Actor)? = #isolation,
        _ body: (NIOWebSocketLink) async throws -> Result
    ) async throws -> Result {
        // Not on the sockets' thread: reading the trusted certificates takes milliseconds.
        let link = try await withTaskExecutorPreference(globalConcurrentExecutor) {
            try await open(uri, configuration: configuration)
        }
        do {
            let result = try await withTaskCancellationHandler(
                operation: { try await body(link) }, onCancel: { link.leave() }, isolation: isolation
            )
            // Fails when the connection has ended already.
            try? await link.leave().get()
            return result
        } catch {
            try? await link.leave().get()
            throw error
        }
    }

    private func open(_ uri: WebSocketURI, configuration: WebSocketConfiguration) async throws -> NIOWebSocketLink {
        let deadline = NIODeadline.now() + TimeAmount(configuration.handshakeTimeout)
        var uri = uri
        var configuration = configuration
        let limit = configuration.maximumRedirects
        var remaining = limit
        while true {
            do {
                return try await attempt(uri, configuration: configuration, deadline: deadline)
            } catch let redirect as Redirect {
                let next = try redirect.next(from: uri, remaining: remaining, of: limit)
                remaining -= 1
                // Any of them may be a secret of the origin that they were given for.
                if !uri.hasSameOrigin(as: next) { configuration.headers = [] }
                uri = next
                let left = Duration.nanoseconds(max(1, (deadline - .now()).nanoseconds))
                configuration.connectTimeout = min(configuration.connectTimeout, left)
            }
        }
    }

    private func attempt(
        _ uri: WebSocketURI, configuration: WebSocketConfiguration, deadline: NIODeadline
    ) async throws -> NIOWebSocketLink {
        let nonce = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let handshake = try Handshake(
            to: uri, headers: configuration.headers, nonce: nonce, offersCompression: configuration.compression)
        let tls =
            uri.isSecure ? try TLSClient(settings: configuration.tls, closeTimeout: configuration.closeTimeout) : nil
        let tunnel = try configuration.proxies.proxy(for: uri).map { ProxyTunnel(to: uri, through: $0) }

        let loop = (group ?? Self.sharedGroup).next()
        let opened = loop.makePromise(of: NIOWebSocketLink.self)
        let connected = connect(to: uri, through: tunnel, on: loop, configuration: configuration)
        let ready = connected.flatMap { channel in
            Self.open(tunnel, on: channel, deadline: deadline).flatMapThrowing {
                let pipeline = channel.pipeline.syncOperations
                if let tls {
                    try pipeline.addHandler(tls.makeHandler(host: uri.host))
                }
                try pipeline.addHandler(
                    HandshakeHandler(
                        to: uri, handshake: handshake, configuration: configuration, deadline: deadline, opened: opened,
                        quietLoop: quietLoop)
                )
                try channel.syncOptions?.setOption(.autoRead, value: true)
            }
        }
        ready.whenFailure { opened.fail(ErrorMapping.setupFailure($0)) }
        do {
            return try await opened.futureResult.valueUnlessCancelled()
        } catch {
            // Cancelled, or failed: the socket may be there, or still come.
            connected.whenSuccess { $0.close(promise: nil) }
            throw error
        }
    }

    /// What a socket is read into. Where each brings little, a buffer that a sample fits in is all that it ever needs, and has
    /// nothing to keep count of.
    private var receiveAllocator: any RecvByteBufferAllocator {
        quietLoop == nil ? AdaptiveRecvByteBufferAllocator() : FixedSizeRecvByteBufferAllocator(capacity: 4096)
    }

    /// A socket that nothing is read from yet. Names are asked for anew each time, and of several addresses the next one is
    /// tried while the first does not answer (RFC 8305); the request goes only to the one that is chosen.
    private func connect(
        to uri: WebSocketURI, through tunnel: ProxyTunnel?, on loop: any EventLoop,
        configuration: WebSocketConfiguration
    ) -> EventLoopFuture<any Channel> {
        let (host, port) = tunnel.map { ($0.proxy.host, $0.proxy.port) } ?? (uri.host, uri.port)
        let bootstrap = ClientBootstrap(group: loop)
            .channelOption(.recvAllocator, value: receiveAllocator)
            .resolver(resolver)
            .connectTimeout(TimeAmount(configuration.connectTimeout))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.autoRead, value: false)
        // An address needs no resolver and its thread.
        let connected =
            if let address = try? SocketAddress(ipAddress: host, port: port) {
                bootstrap.connect(to: address)
            } else {
                bootstrap.connect(host: host, port: port)
            }
        return connected.flatMapErrorThrowing { error in
            let failure = ErrorMapping.connectFailure(error, host: host, port: port, configuration: configuration)
            throw tunnel?.failure(connecting: failure) ?? failure
        }
    }

    /// Done when the channel's bytes go to the server: at once where there is no proxy.
    private static func open(
        _ tunnel: ProxyTunnel?, on channel: any Channel, deadline: NIODeadline
    ) -> EventLoopFuture<Void> {
        guard let tunnel else { return channel.eventLoop.makeSucceededVoidFuture() }
        let established = channel.eventLoop.makePromise(of: Void.self)
        do {
            try channel.pipeline.syncOperations.addHandler(
                ProxyHandler(tunnel: tunnel, deadline: deadline, established: established))
            try channel.syncOptions?.setOption(.autoRead, value: true)
        } catch {
            // The channel closed under us.
            established.fail(error)
        }
        return established.futureResult
    }
}
