import Glibc
import Logging
import NIOCore

/// Lets a listening socket rest when no connection can be accepted, as where the process may open no more files: the
/// kernel would tell of the waiting one again at once, and again, with all of a core. NIO's `AcceptBackoffHandler` holds
/// back its own reads only, and not what the kernel tells.
final class AcceptPause: ChannelInboundHandler {
    typealias InboundIn = any Channel

    /// Long enough to cost nothing, and short enough that nobody waits for it.
    private static let length = TimeAmount.milliseconds(100)

    private let logger: Logger
    private var isPaused = false
    /// Whether it has been said, and nothing accepted since.
    private var isTold = false

    init(_ logger: Logger) {
        self.logger = logger
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isTold = false
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError else { return context.fireErrorCaught(error) }
        guard !isPaused else { return }
        isPaused = true
        if !isTold { logger.warning("no connection can be accepted: \(String(cString: strerror(error.errnoCode)))") }
        isTold = true
        setAutoRead(false, context)
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.length) {
            self.isPaused = false
            self.setAutoRead(true, context)
        }
    }

    private func setAutoRead(_ isOn: Bool, _ context: ChannelHandlerContext) {
        // Fails on a closed channel only, where there is nothing to accept.
        try? context.channel.syncOptions?.setOption(.autoRead, value: isOn)
    }
}
