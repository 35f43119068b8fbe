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

    let loop: any EventLoop
    /// Those that the thread itself enqueued: the loop is asked once for all that come in one round.
    private let ownJobs: NIOLoopBoundBox<[UnownedJob]>
    private let isRestDue = Atomic(false)

    init() {
        loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        ownJobs = .makeBoxSendingValue([], eventLoop: loop)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard loop.inEventLoop else { return loop.execute { self.run(job) } }
        ownJobs.value.append(job)
        if ownJobs.value.count == 1 { loop.execute { self.runOwnJobs() } }
    }

    private func runOwnJobs() {
        let jobs = ownJobs.value
        ownJobs.value = []
        for job in jobs { run(job) }
    }

    private func run(_ job: UnownedJob) {
        job.runSynchronously(on: asUnownedTaskExecutor())
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
