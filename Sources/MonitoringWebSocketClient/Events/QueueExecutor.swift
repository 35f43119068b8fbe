package import Dispatch
import DequeModule
import Synchronization

/// Runs tasks on a dispatch queue. While the queue's own thread waits in `wait(for:)`, they run there and then, so that a
/// program without async gets its callbacks on the thread that waits.
package final class QueueExecutor: TaskExecutor {
    private struct State {
        var jobs = Deque<UnownedJob>()
        /// One a waiting thread, so that none takes the news of another.
        var waiters: [DispatchSemaphore] = []
    }

    private let queue: DispatchQueue
    private let key = DispatchSpecificKey<Bool>()
    private let state = Mutex(State())

    /// - Parameter queue: Serial, so that callbacks come one at a time.
    package init(_ queue: DispatchQueue) {
        self.queue = queue
        queue.setSpecific(key: key, value: true)
    }

    deinit {
        queue.setSpecific(key: key, value: nil)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        state.withLock { $0.jobs.append(job) }
        // Whoever comes first runs it: this, or a thread of the queue that waits.
        queue.async { self.runNext() }
        wake()
    }

    /// Blocks the calling thread until `isOver`, or until `deadline`; runs what is due when the thread is the queue's.
    /// `wake` makes it look at `isOver` again.
    package func wait(until deadline: DispatchTime = .distantFuture, isOver: () -> Bool = { false }) {
        let isOnQueue = DispatchQueue.getSpecific(key: key) == true
        let news = DispatchSemaphore(value: 0)
        state.withLock { $0.waiters.append(news) }
        defer { state.withLock { state in state.waiters.removeAll { $0 === news } } }
        repeat {
            if isOnQueue { while runNext() {} }
        } while !isOver() && news.wait(timeout: deadline) == .success
    }

    package func wake() {
        for waiter in state.withLock({ $0.waiters }) { waiter.signal() }
    }

    @discardableResult
    private func runNext() -> Bool {
        guard let job = state.withLock({ $0.jobs.popFirst() }) else { return false }
        job.runSynchronously(on: asUnownedTaskExecutor())
        return true
    }
}
