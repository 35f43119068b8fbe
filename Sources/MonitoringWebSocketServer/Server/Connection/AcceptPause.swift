import NIOCore

/// Lets a listening socket rest when no connection can be accepted, as where the process may open no more files: the
/// kernel would tell of the waiting one again at once, and again, with all of a core. NIO's `AcceptBackoffHandler` holds
/// back its own reads only, and not what the kernel tells.
final class AcceptPause: ChannelInboundHandler {
    typealias InboundIn = any Channel

    /// Long enough to cost nothing, and short enough that nobody waits for it.
    private static let length = TimeAmount.milliseconds(100)

    private var isPaused = false

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is IOError else { return context.fireErrorCaught(error) }
        guard !isPaused else { return }
        isPaused = true
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
