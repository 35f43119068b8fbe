import DequeModule
import Synchronization

/// Elements on their way to one consumer. Adding never waits: beyond the limit the oldest element is dropped and counted,
/// so that a slow consumer sees the newest ones.
final class BoundedQueue<Element: Sendable>: Sendable {
    private struct State {
        var elements = Deque<Element>()
        var dropped = 0
        /// An element was taken, and the next one was not asked for yet.
        var isBusy = false
        var isClosed = false
        var idleWatchers: [AsyncStream<Void>.Continuation] = []
    }

    private let limit: Int
    private let state = Mutex(State())
    private let wakeUps: AsyncStream<Void>
    private let wakeUp: AsyncStream<Void>.Continuation

    /// - Parameter limit: The most elements that wait, at least 1.
    init(limit: Int) {
        self.limit = max(limit, 1)
        (wakeUps, wakeUp) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Elements dropped so far.
    var dropped: Int { state.withLock { $0.dropped } }

    /// Adds an element; after `close` it is left out.
    func add(_ element: Element) {
        let isFirst = state.withLock { state in
            guard !state.isClosed else { return false }
            if state.elements.count >= limit {
                state.elements.removeFirst()
                state.dropped += 1
            }
            state.elements.append(element)
            return state.elements.count == 1
        }
        if isFirst { wakeUp.yield() }
    }

    /// Lets the consumer finish what waits, and then end.
    func close() {
        state.withLock { $0.isClosed = true }
        wakeUp.finish()
    }

    /// Drops what waits and lets the consumer end after the present element.
    func discard() {
        state.withLock { state in
            state.isClosed = true
            state.elements = []
        }
        wakeUp.finish()
    }

    /// The oldest element; nil when there is none and the queue is closed, or a task that waited was cancelled.
    func next() async -> Element? {
        var isLastLook = false
        while true {
            let (element, isOver) = state.withLock { state -> (Element?, Bool) in
                let element = state.elements.popFirst()
                state.isBusy = element != nil
                if !state.isBusy {
                    for watcher in state.idleWatchers { watcher.finish() }
                    state.idleWatchers = []
                }
                return (element, state.isClosed)
            }
            if let element { return element }
            if isOver || isLastLook { return nil }
            // They end with the queue, and for good when a task is cancelled that waits for one.
            isLastLook = true
            for await _ in wakeUps {
                isLastLook = false
                break
            }
        }
    }

    /// Returns when everything added so far is consumed, or the task is cancelled.
    func drain() async {
        let (idle, watcher) = AsyncStream<Void>.makeStream()
        state.withLock { state in
            if state.isBusy || !state.elements.isEmpty {
                state.idleWatchers.append(watcher)
            } else {
                watcher.finish()
            }
        }
        for await _ in idle {}
    }
}
