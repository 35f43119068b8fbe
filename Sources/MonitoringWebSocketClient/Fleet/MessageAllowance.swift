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

    /// Takes messages that came together.
    /// - Returns: How long to wait before the next is read; nil is not at all.
    package mutating func take(_ messages: Int = 1, now: Duration) -> Duration? {
        let earliest = now - Self.interval * Self.burst
        let paid = max(paidUntil ?? earliest, earliest) + Self.interval * messages
        paidUntil = paid
        return paid > now ? paid - now : nil
    }
}

/// Hands events on, and holds the reading of a socket up when its messages come faster than allowed.
package final class PacedHandler: ClientEventHandler {
    private let handler: any ClientEventHandler
    private let clock: any ClientClock
    private let allowance = Mutex(MessageAllowance())
    /// Taken and not finished.
    private let messages = Atomic(0)

    package init(_ handler: any ClientEventHandler, clock: any ClientClock) {
        self.handler = handler
        self.clock = clock
    }

    package func take(_ event: ClientEvent) {
        handler.take(event)
        switch event {
        // A message that cannot be read is an error.
        case .message, .error: messages.add(1, ordering: .relaxed)
        case .stateChanged, .statusChanged, .pingSent, .pongReceived: break
        }
    }

    package nonisolated(nonsending) func finish() async {
        await handler.finish()
        let count = messages.exchange(0, ordering: .relaxed)
        guard count > 0 else { return }
        let now = clock.now().monotonic
        guard let wait = allowance.withLock({ $0.take(count, now: now) }) else { return }
        try? await clock.sleep(until: now + wait)
    }

    package var roundLimit: Int { handler.roundLimit }
    package var parts: MessageParts { handler.parts }
}
