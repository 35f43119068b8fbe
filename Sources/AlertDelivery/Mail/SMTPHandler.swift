import NIOCore
import NIOSSL
import NIOTLS

/// Carries one SMTP dialogue over a channel: bytes to replies, the session's actions to bytes.
final class SMTPHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var session: SMTPSession
    private var parser = SMTPReplyParser()
    private let host: String
    private let makeTLS: () throws -> NIOSSLClientHandler
    /// nil once it is kept.
    private var result: EventLoopPromise<[String]>?

    /// - Parameters:
    ///   - host: The server, for people.
    ///   - makeTLS: Makes the handler that encrypts, when the session asks for it.
    ///   - result: Gets the recipients that were refused, or the failure.
    init(
        session: SMTPSession, host: String, makeTLS: @escaping () throws -> NIOSSLClientHandler,
        result: EventLoopPromise<[String]>
    ) {
        self.session = session
        self.host = host
        self.makeTLS = makeTLS
        self.result = result
    }

    func channelActive(context: ChannelHandlerContext) {
        session.setName(address: context.channel.localAddress)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            // Nothing is read any more once the outcome is known.
            guard result != nil else { return }
            do {
                guard let reply = try parser.take(byte) else { continue }
                perform(session.take(reply), context: context)
            } catch {
                return finish(.failure(noSMTP), context: context)
            }
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent, result != nil, isUpgrading {
            isUpgrading = false
            perform(session.tlsEstablished(), context: context)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(
            .failure(AlertDeliveryError("\(host) closed the connection", isTemporary: true)), context: context)
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        finish(.failure(NetworkFailure.make(error, host: host)), context: context)
    }

    /// Whether STARTTLS is under way. A connection that is encrypted from its start has its handshake before the greeting.
    private var isUpgrading = false

    private var noSMTP: AlertDeliveryError { AlertDeliveryError("\(host) does not speak SMTP", isTemporary: false) }

    private func perform(_ action: SMTPSession.Action, context: ChannelHandlerContext) {
        switch action {
        case .send(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .startTLS:
            // Words that came before the encryption must not be taken for words under it (CVE-2011-0411).
            guard !parser.hasRest else { return finish(.failure(noSMTP), context: context) }
            do {
                isUpgrading = true
                try context.pipeline.syncOperations.addHandler(makeTLS(), position: .first)
            } catch {
                finish(.failure(NetworkFailure.make(error, host: host)), context: context)
            }
        case .sent(let refused, let goodbye):
            // The mail is with the server: its answer to the goodbye is not waited for.
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: goodbye)), promise: nil)
            finish(.success(refused), context: context)
        case .fail(let error):
            finish(.failure(error), context: context)
        }
    }

    private func finish(_ outcome: Result<[String], AlertDeliveryError>, context: ChannelHandlerContext) {
        guard let result else { return }
        self.result = nil
        result.completeWith(outcome.mapError { $0 as any Error })
        context.close(promise: nil)
    }
}
