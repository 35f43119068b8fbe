package import MonitoringMessages
import Synchronization

/// The mailboxes of several clients, and which of them have something in them: a screen looks only into those.
package final class FleetMailbox: Sendable {
    /// An element each time there is something to take after there was nothing. One consumer.
    package let wakeUps: AsyncStream<Void>
    private let mailboxes: [UpdateMailbox]
    private let changed: Changed

    /// Positions of the mailboxes that have something in them.
    private final class Changed: Sendable {
        private let positions = Mutex<Set<Int>>([])
        private let wakeUp: AsyncStream<Void>.Continuation

        init(_ wakeUp: AsyncStream<Void>.Continuation) {
            self.wakeUp = wakeUp
        }

        func insert(_ position: Int) {
            let isFirst = positions.withLock { positions in
                defer { positions.insert(position) }
                return positions.isEmpty
            }
            if isFirst { wakeUp.yield() }
        }

        func removeAll() -> [Int] {
            positions.withLock { positions in
                defer { positions = [] }
                return positions.sorted()
            }
        }
    }

    /// - Parameters:
    ///   - records: the records of the clients, in the order of the hosts.
    ///   - clock: says as of when the statistics are.
    package init(records: [ClientRecord], clock: any ClientClock) {
        let wakeUp: AsyncStream<Void>.Continuation
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
        let changed = Changed(wakeUp)
        self.changed = changed
        mailboxes = records.enumerated().map { position, record in
            UpdateMailbox(record: record, clock: clock) { changed.insert(position) }
        }
    }

    /// The handlers of the clients, in the order of the hosts.
    package var handlers: [any ClientEventHandler] { mailboxes }

    /// Everything since the last take, of those hosts that there is something of.
    package func take() -> [(host: Int, update: ClientUpdate)] {
        changed.removeAll().compactMap { position in
            mailboxes[position].take().map { (position, $0) }
        }
    }
}
