import DequeModule
import MonitoringFormatters
package import MonitoringMessages
import Synchronization

/// Merges events until a screen takes them. It never waits, so a slow screen never holds up the socket: the newest status
/// and statistics win, and of the samples and errors the oldest are dropped first.
package final class UpdateMailbox: ClientEventHandler {
    /// Samples and errors kept between two takes, and of samples no more than `MessageLimits.historyBytes`. A screen takes
    /// ten times a second and shows at most a few hundred lines.
    package static let limit = 1000

    private struct Pending {
        var hasNews = false
        var samples = Deque<ReceivedSample>()
        /// Of the messages of `samples`.
        var bytes = 0
        var droppedSamples = 0
        var errors = Deque<ErrorRecord>()
        var serverNotice: String?
    }

    private let onNews: @Sendable () -> Void
    private let pending = Mutex(Pending())
    private let record: ClientRecord
    private let clock: any ClientClock

    /// - Parameters:
    ///   - record: the record of the client that this is the handler of.
    ///   - clock: says as of when the statistics are.
    ///   - onNews: called each time there is something to take after there was nothing.
    package init(record: ClientRecord, clock: any ClientClock, onNews: @escaping @Sendable () -> Void) {
        self.record = record
        self.clock = clock
        self.onNews = onNews
    }

    package func take(_ event: ClientEvent) {
        let isFirst = pending.withLock { pending in
            defer { pending.hasNews = true }
            switch event {
            case .message(let received, let moment): Self.add(received, moment, to: &pending)
            case .error(let error):
                if pending.errors.count >= Self.limit { pending.errors.removeFirst() }
                pending.errors.append(error)
            case .stateChanged, .statusChanged, .pingSent, .pongReceived: break
            }
            return !pending.hasNews
        }
        if isFirst { onNews() }
    }

    /// Everything since the last take; nil when nothing happened.
    package func take() -> ClientUpdate? {
        let taken = pending.withLock { pending in
            defer { pending = Pending() }
            return pending
        }
        guard taken.hasNews else { return nil }
        let (status, statistics) = record.snapshot(now: clock.now().monotonic)
        var update = ClientUpdate(status: status, statistics: statistics)
        update.samples = Array(taken.samples)
        update.droppedSamples = taken.droppedSamples
        update.errors = Array(taken.errors)
        update.serverNotice = taken.serverNotice
        return update
    }

    private static func add(_ received: ReceivedMessage, _ moment: Moment, to pending: inout Pending) {
        switch received.message {
        case .monitoringData(let sample):
            pending.samples.append(ReceivedSample(moment: moment, sample: sample, rawBytes: received.rawBytes))
            pending.bytes += received.rawBytes.count
            while pending.samples.count > limit
                || (pending.bytes > MessageLimits.historyBytes && pending.samples.count > 1)
            {
                pending.bytes -= pending.samples.removeFirst().rawBytes.count
                pending.droppedSamples += 1
            }
        case .connection(_, let message):
            pending.serverNotice = HarmlessText.make(message)
        case .error, .status, .ping, .pong, .other:
            break
        }
    }
}
