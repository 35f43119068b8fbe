import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A thread for many connections that each bring little.
///
/// Waking for a message costs more than the message. So the thread looks again only some milliseconds after something came:
/// it then takes all that has come from all of them, as a network card does (interrupt moderation).
final class QuietLoop: TaskExecutor {
    /// Late by this much nobody can see.
    private static let rest: useconds_t = 3000

    let loop: any EventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
    private let isRestDue = Atomic(false)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }

    /// Lets the thread rest once all that has come is handled. To be called on it.
    func restSoon() {
        guard !isRestDue.exchange(true, ordering: .relaxed) else { return }
        loop.execute {
            // Behind what the other connections that brought something have to do.
            self.loop.execute {
                self.isRestDue.store(false, ordering: .relaxed)
                usleep(Self.rest)
            }
        }
    }
}
