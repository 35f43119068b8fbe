/// The backlog with someone waiting for it.
@MainActor
final class EventQueue {
    private var backlog = EventBacklog()
    private var isFinished = false
    private var waiter: CheckedContinuation<Void, Never>?

    func append(_ event: TerminalEvent) {
        backlog.append(event)
        wake()
    }

    /// Ends the sequence once the backlog is taken.
    func finish() {
        isFinished = true
        wake()
    }

    /// The next event; nil after `finish` or when the task is cancelled. For one consumer.
    func next() async -> TerminalEvent? {
        while true {
            if let event = backlog.popFirst() { return event }
            if isFinished || Task.isCancelled { return nil }
            await withTaskCancellationHandler {
                await withCheckedContinuation { waiter = $0 }
            } onCancel: {
                // Runs after the suspension above, which is what gives the main actor up.
                Task { @MainActor in self.wake() }
            }
        }
    }

    private func wake() {
        let waiting = waiter
        waiter = nil
        waiting?.resume()
    }
}
