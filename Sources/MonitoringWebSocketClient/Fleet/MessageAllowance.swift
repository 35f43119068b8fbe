import MonitoringMessages
import Synchronization

/// How fast one host of a fleet may speak. What comes faster waits in its own socket, so that a host that floods takes
/// its share of the processor and no more.
package struct MessageAllowance: Sendable, Equatable {
    /// Messages a second: fifty times what a lively server sends.
    package static let messagesPerSecond = 100
    /// Messages that may come at once, such as those that waited while the link was slow.
    package static let burst = 200

    private static let interval = Duration.seconds(1) / messagesPerSecond
    /// When everything taken so far would have come at the allowed rate.
    private var paidUntil: Duration?

    package init() {}

    /// Takes one message.
    /// - Returns: How long to wait before the next is read; nil is not at all.
    package mutating func take(now: Duration) -> Duration? {
        let earliest = now - Self.interval * Self.burst
        let paid = max(paidUntil ?? earliest, earliest) + Self.interval
        paidUntil = paid
        return paid > now ? paid - now : nil
    }
}

/// Hands events on, and holds the reading of a socket up when its messages come faster than allowed.
package final class PacedHandler: ClientEventHandler {
    private let handler: any ClientEventHandler
    private let clock: any ClientClock
    private let allowance = Mutex(MessageAllowance())

    package init(_ handler: any ClientEventHandler, clock: any ClientClock) {
        self.handler = handler
        self.clock = clock
    }

    package nonisolated(nonsending) func handle(_ event: ClientEvent) async {
        await handler.handle(event)
        switch event {
        // A message that cannot be read is an error.
        case .message, .error: break
        case .stateChanged, .statusChanged, .pingSent, .pongReceived: return
        }
        let now = clock.now().monotonic
        guard let wait = allowance.withLock({ $0.take(now: now) }) else { return }
        await handler.caughtUp()
        try? await clock.sleep(until: now + wait)
    }

    package nonisolated(nonsending) func caughtUp() async { await handler.caughtUp() }

    package var parts: MessageParts { handler.parts }
}
