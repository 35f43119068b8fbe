import Glibc
import NIOCore
import NIOPosix

/// A thread for many connections that each bring little.
///
/// Waking for a message costs more than the message. So the thread looks again only a moment after something came:
/// it then takes all that has come from all of them, as a network card does (interrupt moderation).
final class QuietLoop: SerialExecutor, TaskExecutor {
    /// How long it rests in milliseconds: the longer, the more there is to take. Late by so much nobody can see.
    private static let rests = 25...50

    let loop: any EventLoop

    /// Of the thread.
    private struct State {
        /// Those that the thread itself enqueued: the loop is asked once for all that come in one round.
        var ownJobs: [UnownedJob] = []
        var lookout = PongLookout()
        /// How many connections brought something in this round; a rest is due when there are any.
        var busyConnections = 0
    }

    private let state: NIOLoopBoundBox<State>
    private let rest: @Sendable (_ milliseconds: Int) -> Void

    /// - Parameter rest: Blocks the thread for a while.
    init(rest: @escaping @Sendable (_ milliseconds: Int) -> Void = { usleep(UInt32($0) * 1000) }) {
        self.rest = rest
        loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
        state = .makeBoxSendingValue(State(), eventLoop: loop)
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        guard loop.inEventLoop else { return loop.execute { self.run(job) } }
        state.value.ownJobs.append(job)
        if state.value.ownJobs.count == 1 { loop.execute { self.runOwnJobs() } }
    }

    private func runOwnJobs() {
        let jobs = state.value.ownJobs
        state.value.ownJobs = []
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
    func pingSent() { state.value.lookout.pingSent(.now()) }

    /// A pong came.
    func pongReceived() { state.value.lookout.pongReceived() }

    /// A connection brought something: lets the thread rest once all that has come is handled.
    func restSoon() {
        state.value.busyConnections += 1
        if state.value.busyConnections == 1 { restLast() }
    }

    private func restLast() {
        loop.execute {
            // Behind what the other connections that brought something have to do.
            self.loop.execute {
                // What its clients have begun they end first: a ping that is decided on is to be sent.
                guard self.state.value.ownJobs.isEmpty else { return self.restLast() }
                let busyConnections = self.state.value.busyConnections
                self.state.value.busyConnections = 0
                guard !self.state.value.lookout.isOn(.now()) else { return }
                self.rest(min(max(busyConnections, Self.rests.lowerBound), Self.rests.upperBound))
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
