import Logging
import NIOCore
import WebSocketTransport

/// One connection, from its first byte to its last.
final class ClientConnection: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private enum State {
        /// The request has not arrived. → open, closing (the server is full), draining (a refusal)
        case handshaking
        /// A client. → closing (we close), draining (the peer closed, or broke a rule)
        case open
        /// Our close frame is to be answered. → draining
        case closing
        /// Nothing that arrives counts any more; the last bytes go out.
        case draining
    }

    private let hub: Hub
    private let limits: ServerLimits
    private var state = State.handshaking
    private var context: ChannelHandlerContext?
    /// Ends the handshake, or the wait for the peer's close.
    private var deadline: Scheduled<Void>?
    private var request: HTTPRequestHeadParser
    private var frames: FrameParser
    private var messages: MessageAssembler
    private var allowance: Allowance
    private var heartbeat: Heartbeat
    private var outbox = Outbox()
    private var isReadHeld = false

    init(hub: Hub, now: NIODeadline) {
        self.hub = hub
        limits = hub.configuration.limits
        request = HTTPRequestHeadParser(maximumBytes: limits.maximumRequestBytes)
        frames = FrameParser(role: .server, maximumFrameBytes: limits.maximumMessageBytes)
        messages = MessageAssembler(maximumMessageBytes: limits.maximumMessageBytes)
        allowance = Allowance(perSecond: limits.maximumFramesPerSecond, now: now)
        heartbeat = Heartbeat(
            interval: TimeAmount(limits.pingInterval), timeout: TimeAmount(limits.pongTimeout), now: now)
    }

    // MARK: - Channel

    func channelActive(context: ChannelHandlerContext) {
        self.context = context
        guard hub.arrive(self) else {
            log("refused: too many connections")
            return end()
        }
        endAfter(limits.handshakeTimeout)
        context.fireChannelActive()
    }

    func channelInactive(context: ChannelHandlerContext) {
        if state == .open { log("disconnected") }
        state = .draining
        deadline?.cancel()
        hub.leave(self)
        self.context = nil
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        log("failed: \(error)")
        end()
    }

    /// Reads no further commands while answers to earlier ones wait.
    func read(context: ChannelHandlerContext) {
        if outbox.hasReplies { isReadHeld = true } else { context.read() }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if state == .handshaking { readRequest(&bytes) }
        if bytes.readableBytes > 0, state == .open || state == .closing { readFrames(bytes) }
    }

    // MARK: - From the hub

    /// Sends a sample, in place of an older one that still waits.
    func send(sample: ByteBuffer) {
        outbox.replace(sample: sample)
        writeNext()
    }

    /// Pings a client that is silent, drops one that stays so.
    func checkHeartbeat(at now: NIODeadline) {
        switch heartbeat.tick(at: now) {
        case .nothing: break
        case .ping: send(reply: ServerFrames.frame(.ping, payload: ByteBuffer()))
        case .drop:
            log("dropped: it does not answer")
            end()
        }
    }

    /// The server stops.
    func stop() {
        switch state {
        case .open: close(CloseFrame(code: .goingAway, reason: "Server is shutting down"), then: .closing)
        case .handshaking: end()
        case .closing, .draining: break
        }
    }

    // MARK: - Reading

    private func readRequest(_ bytes: inout ByteBuffer) {
        do throws(HTTPRefusal) {
            guard let head = try request.receive(&bytes) else { return }
            guard !hub.failedAccess.mustWait(context?.remoteAddress, at: .now()) else { throw FailedAccess.refusal }
            var answer = try ServerHandshake.accept(head, access: hub.configuration.access)
            deadline?.cancel()
            guard hub.admit(self) else {
                log("refused: the server is full")
                send(reply: answer)
                return close(CloseFrame(code: .policyViolation, reason: "Server at capacity"), then: .closing)
            }
            state = .open
            heartbeat.heard(at: .now())
            log("connected")
            answer.writeImmutableBuffer(hub.greeting())
            send(reply: answer)
        } catch {
            if error.isWrongCredential { hub.failedAccess.count(context?.remoteAddress, at: .now()) }
            log("refused: HTTP \(error.status)")
            bytes.clear()
            finish(with: error.bytes)
        }
    }

    private func readFrames(_ bytes: ByteBuffer) {
        let now = NIODeadline.now()
        heartbeat.heard(at: now)
        frames.append(bytes)
        do throws(ProtocolViolation) {
            while state != .draining, let piece = try frames.next() {
                guard !piece.isFirst || allowance.take(at: now) else {
                    throw ProtocolViolation(.policyViolation, "Too many frames")
                }
                if let output = try messages.receive(piece) { receive(output) }
            }
        } catch {
            guard state == .open else { return end() }
            log("failed: \(error.detail)")
            close(CloseFrame(code: error.code, reason: error.detail), then: .draining)
        }
    }

    private func receive(_ output: MessageAssembler.Output) {
        switch (output, state) {
        case (.close(let frame), .open):
            finish(with: ServerFrames.frame(.close, payload: CloseFrame(code: frame.code).payload))
        case (.close, _):
            end()
        case (.text(let bytes), .open), (.binary(let bytes), .open):
            if let answer = hub.answer(to: bytes) { send(reply: answer) }
        case (.ping(let payload), .open):
            send(reply: ServerFrames.frame(.pong, payload: ByteBuffer(bytes: payload)))
        case (.pong, _), (.text, _), (.binary, _), (.ping, _):
            break
        }
    }

    // MARK: - Writing and closing

    private func send(reply: ByteBuffer) {
        outbox.add(reply: reply)
        writeNext()
    }

    private func writeNext() {
        guard let context, let frame = outbox.next() else { return }
        context.writeAndFlush(wrapOutboundOut(frame)).assumeIsolated().whenSuccess { [self] in
            outbox.written()
            writeNext()
            if isReadHeld, !outbox.hasReplies {
                isReadHeld = false
                self.context?.read()
            }
        }
    }

    /// Sends a close frame behind what is under way, and gives the peer a moment to answer or, where it broke a rule,
    /// to read it: a socket closed with bytes unread would throw it away.
    private func close(_ frame: CloseFrame, then next: State) {
        state = next
        hub.retire(self)
        outbox.replace(sample: nil)
        endAfter(limits.closeTimeout)
        send(reply: ServerFrames.frame(.close, payload: frame.payload))
    }

    /// Sends the last bytes, then closes the socket.
    private func finish(with bytes: ByteBuffer) {
        if state == .open { log("disconnected") }
        state = .draining
        hub.retire(self)
        outbox.clear()
        endAfter(limits.closeTimeout)
        context?.writeAndFlush(wrapOutboundOut(bytes)).assumeIsolated().whenComplete { [self] _ in end() }
    }

    private func endAfter(_ time: Duration) {
        deadline?.cancel()
        deadline = context?.eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(time)) { [self] in
            if state == .handshaking { log("refused: no complete request in time") }
            end()
        }
    }

    private func end() {
        context?.close(promise: nil)
    }

    private func log(_ text: @autoclosure () -> String) {
        let address = context?.remoteAddress
        hub.logger.info("\(address?.ipAddress ?? "?") port \(address?.port ?? 0): \(text())")
    }
}
