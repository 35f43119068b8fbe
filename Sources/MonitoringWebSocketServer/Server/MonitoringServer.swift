public import Logging
import MonitoringMessages
import NIOCore
import NIOPosix

/// Runs a server while `body` runs, then says goodbye to its clients with close code 1001 and gives the port back.
///
/// Samples are collected and encoded once for all clients, and only while there are any.
/// - Parameters:
///   - source: Where samples come from.
///   - logger: Told of connections, at the level `info`, never of credentials; of what keeps clients away as `warning`.
///   - body: Gets the address with the port that was taken; the server accepts connections by then.
/// - Returns: What `body` returns.
/// - Throws: `MonitoringServerError` when the server cannot listen; otherwise what `body` throws.
public func withMonitoringServer<Result: Sendable>(
    _ configuration: MonitoringServerConfiguration, source: some SampleSource,
    logger: Logger = Logger(label: "server", factory: { _ in SwiftLogNoOpLogHandler() }),
    _ body: @Sendable (ListeningAddress) async throws -> Result
) async throws -> Result {
    try configuration.check()
    var configuration = configuration
    let wanted = configuration.limits.maximumClients
    let openFiles = OpenFiles.limit
    configuration.limits = configuration.limits.fitting(openFiles: openFiles)
    let tls = try configuration.tls.map {
        try TLSServer($0, closeTimeout: configuration.limits.closeTimeout)
    }
    let address = try await configuration.resolve()
    let most = configuration.limits.maximumClients
    if most < wanted {
        logger.warning("at most \(most) clients are served: this process may have \(openFiles) files open (ulimit -n)")
    }
    // One thread: it serves a thousand clients with a few per cent of a core.
    let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    let outcome: Swift.Result<Result, any Error>
    do {
        let server = RunningServer(
            configuration: configuration, address: address, tls: tls, logger: logger, loop: group.next())
        outcome = .success(try await server.run(source: source, body))
    } catch {
        outcome = .failure(error)
    }
    try await group.shutdownGracefully()
    return try outcome.get()
}

/// A server whose settings have been checked.
private struct RunningServer: Sendable {
    let configuration: MonitoringServerConfiguration
    let address: SocketAddress
    let tls: TLSServer?
    let logger: Logger
    let loop: any EventLoop

    func run<Result: Sendable>(
        source: some SampleSource, _ body: @Sendable (ListeningAddress) async throws -> Result
    ) async throws -> Result {
        // A sample that takes longer than the interval is not made up for.
        let (demands, demand) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let hub = try await loop.submit {
            let hub = Hub(configuration: configuration, logger: logger, loop: loop, demand: demand)
            return NIOLoopBound(hub, eventLoop: loop)
        }.get()
        let listener: any Channel
        do {
            listener = try await bootstrap(hub).bind(to: address).get()
        } catch {
            try await loop.flatSubmit { hub.value.shutDown() }.get()
            throw configuration.listeningError(error)
        }
        let listening = ListeningAddress(
            host: configuration.host, port: listener.localAddress?.port ?? configuration.port, isSecure: tls != nil)
        return try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await sample(source, for: demands, hub: hub) }
            let outcome: Swift.Result<Result, any Error>
            do {
                outcome = .success(try await body(listening))
            } catch {
                outcome = .failure(error)
            }
            // It may have failed by itself.
            try? await listener.close()
            try await loop.flatSubmit { hub.value.shutDown() }.get()
            tasks.cancelAll()
            return try outcome.get()
        }
    }

    private func sample(_ source: some SampleSource, for demands: AsyncStream<Void>, hub: NIOLoopBound<Hub>) async {
        var source = source
        for await _ in demands {
            let sample = await source.sample()
            let frame = ServerFrames.message(.monitoringData(sample), dialect: configuration.dialect)
            loop.execute { hub.value.broadcast(frame) }
        }
    }

    private func bootstrap(_ hub: NIOLoopBound<Hub>) -> ServerBootstrap {
        let limits = configuration.limits
        let logger = logger
        return ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: Int32(clamping: limits.acceptBacklog))
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptPause(logger))
                }
            }
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.socketOption(.so_sndbuf), value: SocketOptionValue(clamping: limits.sendBufferBytes))
            // Commands are small; a thousand clients shall not cost megabytes.
            .childChannelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 2048))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(tls.makeHandler()) }
                    try channel.pipeline.syncOperations.addHandler(ClientConnection(hub: hub.value, now: .now()))
                }
            }
    }
}
