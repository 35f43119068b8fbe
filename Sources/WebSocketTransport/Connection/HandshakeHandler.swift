import NIOCore

/// Does the opening handshake, then gives its place, and the bytes that came behind the 101, to a `WebSocketHandler`.
final class HandshakeHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let uri: WebSocketURI
    private let handshake: Handshake
    private let configuration: WebSocketConfiguration
    private let deadline: NIODeadline
    private let opened: EventLoopPromise<NIOWebSocketLink>
    private let quietLoop: QuietLoop?
    private var parser = HTTPResponseHeadParser()
    private var timer: Scheduled<Void>?
    private var isDone = false

    /// - Parameter deadline: when the handshake, TLS included, must be done.
    init(
        to uri: WebSocketURI, handshake: Handshake, configuration: WebSocketConfiguration, deadline: NIODeadline,
        opened: EventLoopPromise<NIOWebSocketLink>, quietLoop: QuietLoop?
    ) {
        self.uri = uri
        self.handshake = handshake
        self.configuration = configuration
        self.deadline = deadline
        self.opened = opened
        self.quietLoop = quietLoop
    }

    /// Starts: the channel is connected already.
    func handlerAdded(context: ChannelHandlerContext) {
        let limit = configuration.handshakeTimeout
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.fail(WebSocketTransportError.handshakeTimedOut(after: limit), context: context)
        }
        // With TLS, its handler keeps the request until its own handshake is done.
        context.writeAndFlush(wrapOutboundOut(handshake.request), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return }
        var bytes = unwrapInboundIn(data)
        do {
            while let head = try parser.receive(&bytes) {
                // Other 1xx answers come before the real one (RFC 9110 section 15.2).
                if head.status != 101, (100...199).contains(head.status) { continue }
                if let redirect = Redirect(head) { return fail(redirect, context: context) }
                if !uri.isSecure, Handshake.wantsTLS(head, body: bytes) {
                    throw HTTPResponseHeadParser.Malformed(detail: HTTPResponseHeadParser.speaksTLS)
                }
                let compression = try handshake.check(head)
                return open(context: context, compression: compression, rest: bytes)
            }
        } catch let error as HTTPResponseHeadParser.Malformed {
            fail(WebSocketTransportError.handshakeInvalid(detail: error.detail), context: context)
        } catch {
            fail(ErrorMapping.handshakeFailure(error, uri: uri, context: context), context: context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(ErrorMapping.handshakeFailure(error, uri: uri, context: context), context: context)
    }

    func channelInactive(context: ChannelHandlerContext) {
        let error = WebSocketTransportError.handshakeInvalid(detail: ErrorMapping.closedWithoutAnswer(uri))
        fail(error, context: context)
        context.fireChannelInactive()
    }

    private func open(context: ChannelHandlerContext, compression: PerMessageDeflate?, rest: ByteBuffer) {
        isDone = true
        timer?.cancel()
        let queue = BatchQueue(channel: context.channel)
        let handler = WebSocketHandler(
            queue: queue, configuration: configuration, compression: compression, quietLoop: quietLoop)
        do {
            try context.pipeline.syncOperations.addHandler(handler, position: .after(self))
        } catch {
            // The channel closed under us.
            opened.fail(WebSocketTransportError.connectionLost(detail: ErrorMapping.endOfConnection(error)))
            return
        }
        opened.succeed(
            NIOWebSocketLink(
                batches: NIOWebSocketBatches(queue: queue, channel: context.channel),
                compression: compression, channel: context.channel,
                handler: NIOLoopBound(handler, eventLoop: context.eventLoop)
            ))
        if rest.readableBytes > 0 {
            context.fireChannelRead(wrapInboundOut(rest))
            context.fireChannelReadComplete()
        }
        context.pipeline.syncOperations.removeHandler(context: context, promise: nil)
    }

    private func fail(_ error: any Error, context: ChannelHandlerContext) {
        guard !isDone else { return }
        isDone = true
        timer?.cancel()
        opened.fail(error)
        context.close(promise: nil)
    }
}
