public import Dispatch
public import MonitoringMessages

/// For programs without async. Every call blocks its thread and is refused in asynchronous code, where the thread that it
/// blocks may be the one that it waits for.
extension MonitoringClient {
    /// Starts the client as `start` does. From then on callbacks and handlers run on `callbackQueue`, one at a time.
    ///
    /// The queue's own thread may wait in `wait(for:)` or `stopAndWait()`: callbacks run there and then. So a program whose
    /// main thread only waits gets its callbacks on the main thread.
    /// - Parameter callbackQueue: Serial; the main queue by default.
    /// - Throws: As `start`; `ClientError.calledFromAsynchronousContext`.
    public func startAndWait(callbackQueue: DispatchQueue = .main) throws {
        try Waiting.refuseInTasks(use: "start()")
        let executor = QueueExecutor(callbackQueue)
        webSocketClient.hub.place.executor = executor
        try Waiting.run(on: executor) { [self] in try await start() }
    }

    /// Stops the client as `stop` does.
    /// - Throws: `ClientError.calledFromAsynchronousContext`.
    public func stopAndWait() throws {
        try Waiting.refuseInTasks(use: "stop()")
        try Waiting.run(on: executor) { [self] in await stop() }
    }

    /// Blocks the thread for this time; callbacks run on it when it is the callback queue's.
    /// - Throws: `ClientError.calledFromAsynchronousContext`.
    public func wait(for duration: Duration) throws {
        try Waiting.refuseInTasks(use: "Task.sleep(for:)")
        executor.wait(until: Waiting.deadline(after: duration))
    }

    /// Sends a command of the protocol.
    /// - Throws: As `send(_:)`; `ClientError.calledFromAsynchronousContext`.
    public func sendAndWait(_ command: ClientCommand) throws {
        try Waiting.refuseInTasks(use: "send(_:)")
        try Waiting.run(on: executor) { [self] in try await send(command) }
    }

    /// Sends a JSON object.
    /// - Throws: As `send(_:)`; `ClientError.calledFromAsynchronousContext`.
    public func sendAndWait(_ object: JSONObject) throws {
        try Waiting.refuseInTasks(use: "send(_:)")
        try Waiting.run(on: executor) { [self] in try await send(object) }
    }

    /// The callbacks' one, or one that nobody else uses.
    private var executor: QueueExecutor {
        webSocketClient.hub.place.executor ?? QueueExecutor(DispatchQueue(label: "waiting"))
    }
}
