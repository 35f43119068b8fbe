import MonitoringMessages
package import WebSocketTransport

/// A client of one server: performs what its `ConnectionStateMachine` decides, on a connector, a clock and a handler.
///
/// `run` follows one attempt after the other, each in a task that can be given up by itself. Nothing else waits in a task:
/// timers call back, and what is to be written or told has a task only while there is some. Everything is looked up again
/// after each `await`; there is never more than one socket.
package actor ClientCore {
    // What each message touches stands first: with a thousand clients, little of one is still in the processor's cache.
    package nonisolated let unownedExecutor: UnownedSerialExecutor
    let handler: any ClientEventHandler
    let clock: any ClientClock
    let reader: SharedMessageReader
    /// Status and statistics, to be read from anywhere.
    package nonisolated let record: ClientRecord
    let roundLimit: Int
    /// Of messages, as the handler says.
    let parts: MessageParts
    var isReaderBusy = false
    // Of the handler, see `ClientCore+Delivery`.
    var isDelivering = false
    var pending: [ClientEvent] = []
    /// What the handler has still to do, when nobody waits for it yet.
    var rest: HandlerRest?
    var allowance: MessageAllowance?
    /// When the next message may be read; nil is at once.
    var readsOnAt: Duration?
    var machine: ConnectionStateMachine

    /// The connector's, where links are read; nil is anywhere.
    let executor: (any SerialExecutor & TaskExecutor)?
    /// What `unownedExecutor` is of without that.
    private let anywhere = Anywhere()
    /// Tells what was posted, while there is some.
    var delivery: Task<Void, Never>?
    var deliveryWaiters: [CheckedContinuation<Void, Never>] = []

    let configuration: ClientConfiguration
    let connector: any WebSocketConnector
    var generator = SystemRandomNumberGenerator()

    // Of the run.
    var isRunning = false
    /// Ends the wait for an attempt or the end.
    var news: WakeUp?
    var timer: (any ClientTimer)?
    var armedDeadline: Duration?

    // Of the attempt.
    /// The one under way, or that is to be followed. Cancelling it gives it up.
    var attempt: Task<ConnectionFailure, Never>?
    var link: (any WebSocketLink)?
    var outgoing = Outgoing()
    /// Writes what goes out, while there is some.
    var writing: Task<Void, Never>?

    /// - Parameters:
    ///   - reader: Of messages; several clients may share one.
    ///   - executor: Where the client runs and calls its handler: nil is anywhere, else the connector's.
    package init(
        configuration: ClientConfiguration, connector: any WebSocketConnector, clock: any ClientClock,
        record: ClientRecord, handler: any ClientEventHandler, reader: SharedMessageReader? = nil,
        executor: (any SerialExecutor & TaskExecutor)? = nil
    ) {
        self.configuration = configuration
        self.connector = connector
        self.clock = clock
        self.handler = handler
        parts = handler.parts
        roundLimit = max(1, handler.roundLimit)
        self.record = record
        allowance = configuration.allowance
        machine = ConnectionStateMachine(rules: ConnectionRules(configuration))
        self.reader = reader ?? SharedMessageReader(maximumBytes: configuration.webSocket.maximumMessageBytes)
        self.executor = executor
        unownedExecutor = executor?.asUnownedSerialExecutor() ?? anywhere.unownedExecutor
    }

    /// Connects, and keeps connected as the configuration says, until it is stopped or gives up. Cancelling the task stops
    /// it. After giving up it can be run again; once stopped it ends at once. Not to be called while it runs.
    package func run() async -> ClientEnd {
        let step = machine.start()
        switch step.action {
        case .connect: break
        case .end: return .stopped
        case .alreadyRunning: preconditionFailure("ClientCore.run() was called while it ran")
        }
        isRunning = true
        // Until the end of the run.
        timer = clock.makeTimer { Task { await self.deadlineReached() } }
        let jumps = clock.watchJumps { jump in Task { await self.jumped(jump) } }
        apply(step.changes, at: clock.now())
        beginAttempt()
        let end = await followAttempts()
        await deliverPending()
        await delivery?.value
        withExtendedLifetime(jumps) {}
        timer = nil
        armedDeadline = nil
        isRunning = false
        return end
    }

    private func followAttempts() async -> ClientEnd {
        while true {
            if let attempt {
                let failure = await withTaskCancellationHandler {
                    await attempt.value
                } onCancel: {
                    attempt.cancel()
                }
                self.attempt = nil
                if let end = attemptEnded(failure) { return end }
            } else {
                let news = WakeUp()
                self.news = news
                await news.wait()
                self.news = nil
                guard attempt == nil else { continue }
                // Nothing follows: it was stopped, or the task was cancelled.
                let moment = clock.now()
                apply(machine.stop(now: moment.monotonic).changes, at: moment)
                return .stopped
            }
        }
    }
}

// MARK: - Deadlines

extension ClientCore {
    private func deadlineReached() {
        // It is set no more.
        armedDeadline = nil
        let moment = clock.now()
        let step = machine.deadlineReached(
            now: moment.monotonic, readerIsBusy: isReaderBusy, using: &generator)
        perform(step, at: moment)
    }

    private func jumped(_ jump: ClockJump) {
        // A timer does not count the time asleep.
        armedDeadline = nil
        let moment = clock.now()
        perform(machine.clockJumped(now: moment.monotonic, asleep: jump.asleep), at: moment)
    }

    func perform(_ step: Step<ConnectionStateMachine.DeadlineAction>, at moment: Moment) {
        if case .abandonLink(let report) = step.action { tell(report, at: moment) }
        apply(step.changes, at: moment)
        switch step.action {
        case .none: break
        case .connect: beginAttempt()
        case .sendPing(let payload):
            outgoing.ping(payload)
            startWriting()
        case .abandonLink, .abandonClosing: attempt?.cancel()
        }
    }
}

// MARK: - What every input leads to

extension ClientCore {
    /// Reports changes, and lets the timer follow the machine.
    func apply(_ changes: [StatusChange], at moment: Moment) {
        for change in changes {
            let status = record.apply(change, at: moment)
            post(change.from == change.to ? .statusChanged(status) : .stateChanged(from: change.from, status: status))
        }
        let deadline = machine.nextDeadline
        guard deadline != armedDeadline else { return }
        armedDeadline = deadline
        timer?.set(deadline)
    }

    func tell(_ report: FailureReport, at moment: Moment) {
        let error = ErrorRecord(
            moment: moment, error: report.failure.text, type: report.failure.type, attempt: report.attempt,
            nextAttemptIn: report.nextAttemptIn, code: report.failure.code)
        record.record { $0.failed(error) }
        post(.error(error))
    }
}

/// Runs where the system has room.
private actor Anywhere {}
