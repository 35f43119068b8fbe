import DequeModule
import MonitoringMessages
package import WebSocketTransport

/// A client of one server: performs what its `ConnectionStateMachine` decides, on a connector, a clock and a handler.
///
/// `run` has four children: one follows the orders (an attempt, the end), one watches the deadlines, one the jumps of the
/// clock, one delivers events that were posted. Everything is looked up again after each `await`; there is never more than one socket.
package actor ClientCore<Connector: WebSocketConnector> {
    enum Order: Sendable {
        case connect(abort: WakeUp)
        case end(ClientEnd)
    }

    let configuration: ClientConfiguration
    let connector: Connector
    let clock: any ClientClock
    let handler: any ClientEventHandler
    /// Of messages.
    let parts: MessageParts
    /// Status and statistics, to be read from anywhere.
    package nonisolated let record: ClientRecord
    var machine: ConnectionStateMachine
    let reader: MessageReader
    var generator = SystemRandomNumberGenerator()

    // Of the run.
    var orders: AsyncStream<Order>.Continuation?
    var deliveries: AsyncStream<Void>.Continuation?
    var rearm: WakeUp?
    var armedDeadline: Duration?

    // Of the attempt.
    var abort: WakeUp?
    var link: Connector.Link?
    var outgoing = Outgoing()
    var isReaderBusy = false

    // Of the handler, see `ClientCore+Delivery`.
    var pending = Deque<ClientEvent>()
    var isDelivering = false
    var deliveryWaiters: [CheckedContinuation<Void, Never>] = []

    package init(
        configuration: ClientConfiguration, connector: Connector, clock: any ClientClock, record: ClientRecord,
        handler: any ClientEventHandler
    ) {
        self.configuration = configuration
        self.connector = connector
        self.clock = clock
        self.handler = handler
        parts = handler.parts
        self.record = record
        machine = ConnectionStateMachine(rules: ConnectionRules(configuration))
        reader = MessageReader(maximumBytes: configuration.webSocket.maximumMessageBytes)
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
        let (orderStream, orders) = AsyncStream<Order>.makeStream()
        let (deliveryStream, deliveries) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        self.orders = orders
        self.deliveries = deliveries
        defer {
            self.orders = nil
            self.deliveries = nil
        }
        apply(step.changes, at: clock.now())
        orderConnect()
        return await withTaskGroup(of: ClientEnd?.self) { group in
            group.addTask { await self.follow(orderStream) }
            group.addTask {
                await self.watchDeadlines()
                return nil
            }
            group.addTask {
                await self.watchJumps()
                return nil
            }
            group.addTask {
                for await _ in deliveryStream { await self.deliverPending() }
                return nil
            }
            defer { group.cancelAll() }
            for await case let end? in group { return end }
            return .stopped
        }
    }

    private func follow(_ orders: AsyncStream<Order>) async -> ClientEnd {
        for await order in orders {
            switch order {
            case .connect(let abort):
                await attempt(abort)
            case .end(let end):
                await deliverPending()
                return end
            }
        }
        // The stream has no end of its own: the task was cancelled.
        let moment = clock.now()
        apply(machine.stop(now: moment.monotonic).changes, at: moment)
        apply(machine.attemptEnded(.cancelled, now: moment.monotonic, using: &generator).changes, at: moment)
        await deliverPending()
        return .stopped
    }
}

// MARK: - Deadlines

extension ClientCore {
    private func watchDeadlines() async {
        while !Task.isCancelled {
            let wakeUp = WakeUp()
            rearm = wakeUp
            armedDeadline = machine.nextDeadline
            if await isReached(armedDeadline, before: wakeUp) { deadlineReached() }
        }
    }

    private func isReached(_ deadline: Duration?, before wakeUp: WakeUp) async -> Bool {
        await withTaskGroup(of: Bool.self) { group in
            if let deadline {
                group.addTask { [clock] in (try? await clock.sleep(until: deadline)) != nil }
            }
            group.addTask {
                await wakeUp.wait()
                return false
            }
            defer { group.cancelAll() }
            return await group.next() ?? false
        }
    }

    private func deadlineReached() {
        let moment = clock.now()
        let step = machine.deadlineReached(
            now: moment.monotonic, readerIsBusy: isReaderBusy, using: &generator)
        perform(step, at: moment)
    }

    private func watchJumps() async {
        for await jump in clock.jumps() {
            let moment = clock.now()
            perform(machine.clockJumped(now: moment.monotonic, asleep: jump.asleep), at: moment)
        }
    }

    func perform(_ step: Step<ConnectionStateMachine.DeadlineAction>, at moment: Moment) {
        if case .abandonLink(let report) = step.action { tell(report, at: moment) }
        apply(step.changes, at: moment)
        switch step.action {
        case .none: break
        case .connect: orderConnect()
        case .sendPing(let payload): outgoing.ping(payload)
        case .abandonLink, .abandonClosing: abort?.fire()
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
        if machine.nextDeadline != armedDeadline { rearm?.fire() }
    }

    /// The order carries its way out, so that it can be taken back before it is followed.
    func orderConnect() {
        let abort = WakeUp()
        self.abort = abort
        orders?.yield(.connect(abort: abort))
    }

    func tell(_ report: FailureReport, at moment: Moment) {
        let error = ErrorRecord(
            moment: moment, error: report.failure.text, type: report.failure.type, attempt: report.attempt,
            nextAttemptIn: report.nextAttemptIn, code: report.failure.code)
        record.record { $0.failed(error) }
        post(.error(error))
    }
}
