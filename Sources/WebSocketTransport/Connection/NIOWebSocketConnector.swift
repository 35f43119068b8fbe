public import NIOCore
import NIOPosix
import NIOSSL

/// Opens WebSockets over TCP, and over TLS for `wss`.
public struct NIOWebSocketConnector: WebSocketConnector {
    /// One thread for all connections of the process, started with the first one: a thread handles hundreds of
    /// thousands of messages a second, and a second one would only wake another core.
    private static let sharedGroup = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    private let group: (any EventLoopGroup)?

    /// A connector.
    /// - Parameter eventLoopGroup: Where sockets are handled; by default one thread shared by the process.
    public init(eventLoopGroup: (any EventLoopGroup)? = nil) {
        group = eventLoopGroup
    }

    /// Connects, runs `body` with the open link, and closes the socket however `body` ends; a cancelled task closes it
    /// at once.
    /// - Throws: `WebSocketTransportError` when no connection comes about, `CancellationError` when the task is cancelled
    ///   before; otherwise what `body` throws.
    public func withConnection<Result: Sendable>(
        to uri: WebSocketURI, configuration: WebSocketConfiguration, isolation: isolated (any Actor)? = #isolation,
        _ body: (NIOWebSocketLink) async throws -> Result
    ) async throws -> Result {
        let link = try await open(uri, configuration: configuration)
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

    /// Not on the caller's actor: reading the trusted certificates takes milliseconds.
    private func open(_ uri: WebSocketURI, configuration: WebSocketConfiguration) async throws -> NIOWebSocketLink {
        let deadline = NIODeadline.now() + TimeAmount(configuration.handshakeTimeout)
        let nonce = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        let handshake = try Handshake(
            to: uri, headers: configuration.headers, nonce: nonce, offersCompression: configuration.compression)
        let tls =
            uri.isSecure ? try TLSClient(settings: configuration.tls, closeTimeout: configuration.closeTimeout) : nil

        let loop = (group ?? Self.sharedGroup).next()
        let opened = loop.makePromise(of: NIOWebSocketLink.self)
        // The handlers come once a socket is chosen: of several addresses tried at the same time (RFC 8305) only one gets
        // the request. Nothing is read until then.
        let connected = ClientBootstrap(group: loop)
            .connectTimeout(TimeAmount(configuration.connectTimeout))
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.autoRead, value: false)
            .connect(host: uri.host, port: uri.port)
            .flatMapErrorThrowing { throw ErrorMapping.connectFailure($0, uri: uri, configuration: configuration) }
        let ready = connected.flatMapThrowing { channel in
            let pipeline = channel.pipeline.syncOperations
            if let tls {
                try pipeline.addHandler(tls.makeHandler(host: uri.host))
            }
            try pipeline.addHandler(
                HandshakeHandler(
                    to: uri, handshake: handshake, configuration: configuration, deadline: deadline, opened: opened))
            try channel.syncOptions?.setOption(.autoRead, value: true)
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
}
