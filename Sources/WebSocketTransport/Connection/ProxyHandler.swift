import NIOCore

/// Asks a proxy for a tunnel, then leaves the pipeline to those who speak with the server through it.
final class ProxyHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let tunnel: ProxyTunnel
    private let deadline: NIODeadline
    private let established: EventLoopPromise<Void>
    private var parser = HTTPResponseHeadParser()
    private var timer: Scheduled<Void>?
    private var isDone = false

    /// - Parameters:
    ///   - deadline: when the tunnel must stand.
    ///   - established: told once; after a failure the channel closes.
    init(tunnel: ProxyTunnel, deadline: NIODeadline, established: EventLoopPromise<Void>) {
        self.tunnel = tunnel
        self.deadline = deadline
        self.established = established
    }

    func handlerAdded(context: ChannelHandlerContext) {
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.fail(self.tunnel.failure("it did not answer in time"), context: context)
        }
        context.writeAndFlush(wrapOutboundOut(tunnel.request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return }
        var bytes = unwrapInboundIn(data)
        do {
            while let head = try parser.receive(&bytes) {
                if (100...199).contains(head.status) { continue }
                try tunnel.check(head)
                // Neither TLS nor HTTP has the server speak first.
                guard bytes.readableBytes == 0 else {
                    throw tunnel.failure("it sent data before the server was asked for any")
                }
                return succeed(context: context)
            }
        } catch let error as WebSocketTransportError {
            fail(error, context: context)
        } catch {
            let what = "its answer is not one of an HTTP proxy; check \(tunnel.proxy.variable)"
            fail(tunnel.failure(what), context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(tunnel.failure(ErrorMapping.words(for: error)), context: context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(tunnel.failure("it closed the connection without an answer"), context: context)
        context.fireChannelInactive()
    }

    private func succeed(context: ChannelHandlerContext) {
        isDone = true
        timer?.cancel()
        context.pipeline.syncOperations.removeHandler(context: context, promise: established)
    }

    private func fail(_ error: WebSocketTransportError, context: ChannelHandlerContext) {
        guard !isDone else { return }
        isDone = true
        timer?.cancel()
        established.fail(error)
        context.close(promise: nil)
    }
}
