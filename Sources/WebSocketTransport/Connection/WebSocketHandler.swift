import NIOCore

/// What a link asks of its channel.
enum LinkCommand: Sendable {
    case text(String)
    case binary([UInt8])
    case ping([UInt8])
    /// The user's close: the answer is waited for, up to the close timeout.
    case close(CloseFrame)
    /// The consumer has seen the violation that ended its events.
    case endFailing
    /// The connection's scope ends: say goodbye if that has not been done, and close.
    case leave
}

/// Speaks WebSocket on an upgraded channel: bytes → parser → assembler → state machine → events, and commands → frames.
final class WebSocketHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = LinkCommand
    typealias OutboundOut = ByteBuffer

    // First what each message touches.
    /// Gets a batch before the queue.
    private var receiver: (any WebSocketBatchReceiver)?
    private let quietLoop: QuietLoop?
    /// Events of this round of reading.
    private var batch: [WebSocketEvent] = []
    private(set) var isReading = true
    private var machine = LinkStateMachine()
    private var parser: FrameParser
    private var assembler: MessageAssembler

    private let queue: BatchQueue
    /// nil when nothing may be compressed.
    private let deflater: MessageDeflater?
    private var writer = FrameWriter(role: .client, generator: SystemRandomNumberGenerator())
    private let closeTimeout: TimeAmount
    /// A pong that waits for the one being written; a newer one replaces it (RFC 6455 section 5.5.3), so that a peer that
    /// sends pings and reads nothing costs one payload.
    private var waitingPong: [UInt8]?
    private var isWritingPong = false
    private var closeTimer: Scheduled<Void>?
    /// What the socket said before it ended.
    private var socketError: (any Error)?

    init(
        queue: BatchQueue, configuration: WebSocketConfiguration, compression: PerMessageDeflate? = nil,
        quietLoop: QuietLoop? = nil
    ) {
        self.queue = queue
        self.quietLoop = quietLoop
        closeTimeout = TimeAmount(configuration.closeTimeout)
        parser = FrameParser(
            role: .client, maximumFrameBytes: configuration.maximumMessageBytes, allowsCompression: compression != nil)
        assembler = MessageAssembler(
            maximumMessageBytes: configuration.maximumMessageBytes, compression: compression?.server ?? .init())
        deflater = (compression?.client).map(MessageDeflater.init)
    }

    // MARK: In

    func handlerAdded(context: ChannelHandlerContext) {
        // It asks for each read itself: the channel would go through the whole pipeline for it. This fails on a closed channel
        // only, where there is nothing to read.
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
        context.read()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // After the end of the events, bytes are read only to see the socket's end.
        guard !machine.isClosed else { return }
        parser.append(unwrapInboundIn(data))
        do {
            while !machine.isClosed, let piece = try parser.next() {
                if let output = try assembler.receive(piece) {
                    perform(machine.receive(output), context: context)
                }
            }
        } catch {
            perform(machine.receive(error), context: context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        // Who sends this much at a time has more.
        let isMuch = batch.count > 16
        yieldBatch()
        if !isMuch { quietLoop?.restSoon() }
        if isReading { context.read() }
    }

    /// The consumer takes batches again.
    func read(context: ChannelHandlerContext) {
        isReading = true
        context.read()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        socketError = error
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        perform(machine.end(detail: ErrorMapping.endOfConnection(socketError)), context: context)
        receiver = nil
        closeTimer?.cancel()
        context.fireChannelInactive()
    }

    private func perform(_ action: LinkStateMachine.Action, context: ChannelHandlerContext) {
        switch action {
        case .yield(let event):
            if case .pong = event { quietLoop?.pongReceived() }
            batch.append(event)
        case .pong(let payload):
            answerPing(payload, context: context)
        case .finish(let event, let reply):
            // The answer first: a consumer that sees the end may end the process.
            if let reply {
                send(.close, payload: reply.payload, context: context)
            }
            batch.append(event)
            yieldBatch()
            queue.finish()
            startCloseTimer(context: context)
        case .beginFailing(let error):
            yieldBatch()
            queue.finish(error)
            startCloseTimer(context: context)
        case .fail(let error):
            yieldBatch()
            queue.finish(error)
            context.close(promise: nil)
        case .ignore:
            break
        }
    }

    private func yieldBatch() {
        guard !batch.isEmpty else { return }
        let batch = batch
        self.batch = []
        let rest: [WebSocketEvent]? = if let receiver { receiver.receive(batch) } else { batch }
        if let rest, !queue.yield(rest) { isReading = false }
    }

    /// Lets `receiver` have each batch first; the queue gets what it returns.
    func offerBatches(to receiver: any WebSocketBatchReceiver) {
        if !machine.isClosed { self.receiver = receiver }
    }

    // MARK: Out

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .text(let text):
            sendIfOpen(.text, payload: ByteBuffer(string: text), context: context, promise: promise)
        case .binary(let bytes):
            sendIfOpen(.binary, payload: ByteBuffer(bytes: bytes), context: context, promise: promise)
        case .ping(let payload):
            quietLoop?.pingSent()
            sendIfOpen(.ping, payload: ByteBuffer(bytes: payload), context: context, promise: promise)
        case .close(let frame):
            endFailing(context: context)
            guard machine.close() else {
                promise?.succeed()
                return
            }
            context.write(wrapOutboundOut(bytes(of: .close, payload: frame.payload)), promise: promise)
            startCloseTimer(context: context)
        case .endFailing:
            endFailing(context: context)
            promise?.succeed()
        case .leave:
            receiver = nil
            endFailing(context: context)
            if machine.close() {
                let goodbye = CloseFrame(code: .goingAway)
                context.write(wrapOutboundOut(bytes(of: .close, payload: goodbye.payload)), promise: nil)
                context.flush()
            }
            // Not the end of the closing: with TLS the peer has a part in that.
            context.close(promise: nil)
            promise?.succeed()
        }
    }

    private func sendIfOpen(
        _ opcode: Opcode, payload: ByteBuffer, context: ChannelHandlerContext, promise: EventLoopPromise<Void>?
    ) {
        guard machine.canSend else {
            promise?.fail(WebSocketTransportError.notConnected)
            return
        }
        context.write(wrapOutboundOut(bytes(of: opcode, payload: payload)), promise: promise)
    }

    private func send(_ opcode: Opcode, payload: ByteBuffer, context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(bytes(of: opcode, payload: payload)), promise: nil)
    }

    private func bytes(of opcode: Opcode, payload: ByteBuffer) -> ByteBuffer {
        let packed = opcode.isControl ? nil : deflater?.deflate(payload)
        var bytes = ByteBuffer()
        writer.write(opcode, payload: packed ?? payload, isCompressed: packed != nil, into: &bytes)
        return bytes
    }

    private func answerPing(_ payload: [UInt8], context: ChannelHandlerContext) {
        guard !isWritingPong else {
            waitingPong = payload
            return
        }
        isWritingPong = true
        let written = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(
            wrapOutboundOut(bytes(of: .pong, payload: ByteBuffer(bytes: payload))), promise: written)
        written.futureResult.assumeIsolated().whenComplete { _ in
            self.isWritingPong = false
            guard let next = self.waitingPong, self.machine.canSend else { return }
            self.waitingPong = nil
            self.answerPing(next, context: context)
        }
    }

    /// Fails the connection for good where the peer broke a rule.
    private func endFailing(context: ChannelHandlerContext) {
        guard let frame = machine.endFailing() else { return }
        send(.close, payload: frame.payload, context: context)
        context.close(promise: nil)
    }

    /// Closes the socket when the peer, or a consumer that takes no events, keeps the closing handshake from completing.
    private func startCloseTimer(context: ChannelHandlerContext) {
        guard closeTimer == nil else { return }
        closeTimer = context.eventLoop.assumeIsolated().scheduleTask(in: closeTimeout) {
            self.endFailing(context: context)
            self.perform(self.machine.closeTimedOut(), context: context)
            context.close(promise: nil)
        }
    }
}
