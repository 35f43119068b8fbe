import Glibc
import NIOCore
import NIOPosix
import Synchronization

/// A thread for many connections that each bring little.
///
/// Waking for a message costs more than the message. So the thread looks again only a moment after something came:
/// it then takes all that has come from all of them, as a network card does (interrupt moderation).
final class QuietLoop: SerialExecutor, TaskExecutor {
    let loop: any EventLoop
    /// Those that the thread itself enqueued: the loop is asked once for all that come in one round.
    private let ownJobs: NIOLoopBoundBox<[UnownedJob]>
    private let isRestDue = Atomic(false)
    private let lookout: NIOLoopBoundBox<PongLookout>
    private let rest: @Sendable () -> Void

    /// - Parameter rest: Blocks the thread for a while. Late by so much nobody can see.
    init(rest: @escaping @Sendable () -> Void = { usleep(25_000) }) {
        self.rest = rest
        loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        ownJobs = .makeBoxSendingValue([], eventLoop: loop)
        lookout = .makeBoxSendingValue(PongLookout(), eventLoop: loop)
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
        job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
    }

    func checkIsolated() {
        loop.preconditionInEventLoop()
    }

    func isIsolatingCurrentContext() -> Bool? {
        loop.inEventLoop
    }

    /// A ping went out. To be called on the thread, as what follows.
    func pingSent() { lookout.value.pingSent(.now()) }

    /// A pong came.
    func pongReceived() { lookout.value.pongReceived() }

    /// Lets the thread rest once all that has come is handled.
    func restSoon() {
        guard !isRestDue.exchange(true, ordering: .relaxed) else { return }
        loop.execute {
            // Behind what the other connections that brought something have to do.
            self.loop.execute {
                self.isRestDue.store(false, ordering: .relaxed)
                // What its clients have begun they end first: a ping that is decided on is to be sent.
                guard self.ownJobs.value.isEmpty else { return self.restSoon() }
                if !self.lookout.value.isOn(.now()) { self.rest() }
            }
        }
    }
}

/// Whether a pong is awaited: a rest would be taken for a part of its round trip.
struct PongLookout: Sendable {
    /// For how long: of a longer round trip a rest is a small part, and a peer that is dead never answers.
    static let patience = TimeAmount.milliseconds(100)

    private var awaited = 0
    private var end = NIODeadline.uptimeNanoseconds(0)

    mutating func pingSent(_ now: NIODeadline) {
        awaited = isOn(now) ? awaited + 1 : 1
        end = now + Self.patience
    }

    mutating func pongReceived() {
        awaited = max(0, awaited - 1)
    }

    func isOn(_ now: NIODeadline) -> Bool {
        awaited > 0 && now < end
    }
}
