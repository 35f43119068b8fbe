import Dispatch

/// Where a handler writes its file: on a thread of its own, since a disk may take long, and a task that waits for it would
/// keep others from running.
struct FileQueue: Sendable {
    private let queue = DispatchQueue(label: "file")

    /// Returns when `body` has ended.
    nonisolated(nonsending) func run(_ body: @escaping @Sendable () -> Void) async {
        await withCheckedContinuation { done in
            queue.async(execute: body)
            // Behind it: what `body` holds, such as a locked file, is then given back.
            queue.async { done.resume() }
        }
    }
}
