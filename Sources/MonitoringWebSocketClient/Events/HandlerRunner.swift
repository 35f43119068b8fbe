import Dispatch
import Synchronization

/// Calls one handler with one element after another, on a thread of its own: a handler that waits or blocks holds up
/// neither the socket nor another handler.
final class HandlerRunner<Element: Sendable>: Sendable {
    private let queue: BoundedQueue<Element>
    private let identity = HandlerIdentity()

    /// - Parameters:
    ///   - label: Names the thread.
    ///   - limit: Elements that may wait; beyond it the oldest is dropped.
    ///   - place: Where the handler is called instead, if anywhere.
    ///   - handle: The handler.
    ///   - onFailure: Called with what it throws; it is then called with the next element all the same.
    init(
        label: String, limit: Int, place: CallbackPlace,
        handle: @escaping @Sendable (Element) async throws -> Void,
        onFailure: @escaping @Sendable (any Error, Element) -> Void
    ) {
        let queue = BoundedQueue<Element>(limit: limit)
        self.queue = queue
        let executor = QueueExecutor(DispatchQueue(label: label))
        Task(executorPreference: executor) { [identity] in
            await HandlerIdentity.$current.withValue(identity) {
                while let element = await queue.next() {
                    do {
                        try await withTaskExecutorPreference(place.executor) { try await handle(element) }
                    } catch {
                        onFailure(error, element)
                    }
                }
            }
        }
    }

    deinit {
        queue.close()
    }

    /// Elements dropped so far.
    var dropped: Int { queue.dropped }

    /// Never waits.
    func offer(_ element: Element) {
        queue.add(element)
    }

    /// Returns when the handler has had everything offered so far; at once when it is this handler that asks.
    func drain() async {
        guard HandlerIdentity.current !== identity else { return }
        await queue.drain()
    }

    /// The handler is not called again.
    func cancel() {
        queue.discard()
    }
}

/// Tells whether a call comes out of a handler.
final class HandlerIdentity: Sendable {
    @TaskLocal static var current: HandlerIdentity?
}

/// Where callbacks run: each on a thread of its own, or all on the queue of a program without async.
package final class CallbackPlace: Sendable {
    private let queue = Mutex<QueueExecutor?>(nil)

    package init() {}

    package var executor: QueueExecutor? {
        get { queue.withLock { $0 } }
        set { queue.withLock { $0 = newValue } }
    }
}
