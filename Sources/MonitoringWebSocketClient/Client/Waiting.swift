import Dispatch
import Synchronization

/// Brings synchronous code to wait for asynchronous code.
enum Waiting {
    /// - Throws: `ClientError.calledFromAsynchronousContext` in a task.
    static func refuseInTasks(use: String) throws(ClientError) {
        guard withUnsafeCurrentTask(body: { $0 == nil }) else {
            throw .calledFromAsynchronousContext(use: use)
        }
    }

    /// A time of that long from now; never, beyond what the clock can count.
    static func deadline(after duration: Duration) -> DispatchTime {
        .now() + max(duration, .zero).dispatchInterval
    }

    /// Blocks the calling thread until `operation` has ended; callbacks run on it when it is `executor`'s.
    static func run(on executor: QueueExecutor, _ operation: @escaping @Sendable () async throws -> Void) throws {
        let outcome = WaitOutcome()
        Task.detached {
            do {
                try await operation()
                outcome.set(.success(()))
            } catch {
                outcome.set(.failure(error))
            }
            executor.wake()
        }
        executor.wait(isOver: { outcome.value != nil })
        try outcome.value?.get()
    }
}

private final class WaitOutcome: Sendable {
    private let result = Mutex<Result<Void, any Error>?>(nil)

    var value: Result<Void, any Error>? { result.withLock { $0 } }

    func set(_ value: Result<Void, any Error>) {
        result.withLock { $0 = value }
    }
}
