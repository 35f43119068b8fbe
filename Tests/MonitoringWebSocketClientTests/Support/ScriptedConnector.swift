import Dispatch
import Synchronization
import WebSocketTransport

/// A network that a test plays: each attempt waits for the test's verdict.
final class ScriptedConnector: WebSocketConnector {
    /// Attempts in the order made. One consumer.
    let attempts: AsyncStream<ScriptedAttempt>
    private let newAttempt: AsyncStream<ScriptedAttempt>.Continuation
    private let counts = Mutex((open: 0, mostOpen: 0, attempts: 0))

    init() {
        (attempts, newAttempt) = AsyncStream.makeStream()
    }

    var attemptCount: Int { counts.withLock { $0.attempts } }
    /// The most attempts and links that existed at the same time.
    var mostOpen: Int { counts.withLock { $0.mostOpen } }
    var open: Int { counts.withLock { $0.open } }

    func withConnection<Result: Sendable>(
        to uri: WebSocketURI, configuration: WebSocketConfiguration, isolation: isolated (any Actor)?,
        _ body: (ScriptedLink) async throws -> Result
    ) async throws -> Result {
        counts.withLock {
            $0.attempts += 1
            $0.open += 1
            $0.mostOpen = max($0.mostOpen, $0.open)
        }
        defer { counts.withLock { $0.open -= 1 } }
        let attempt = ScriptedAttempt(configuration: configuration)
        newAttempt.yield(attempt)
        let link = try await attempt.verdict()
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(link)) } catch { result = .failure(error) }
        link.tearDown()
        return try result.get()
    }
}

/// One call of `withConnection`.
final class ScriptedAttempt: Sendable {
    let configuration: WebSocketConfiguration
    private let verdicts: AsyncStream<Result<ScriptedLink, WebSocketTransportError>>
    private let decide: AsyncStream<Result<ScriptedLink, WebSocketTransportError>>.Continuation

    init(configuration: WebSocketConfiguration) {
        self.configuration = configuration
        (verdicts, decide) = AsyncStream.makeStream()
    }

    @discardableResult
    func accept(_ link: ScriptedLink = ScriptedLink()) -> ScriptedLink {
        decide.yield(.success(link))
        return link
    }

    func fail(_ error: WebSocketTransportError) {
        decide.yield(.failure(error))
    }

    func verdict() async throws -> ScriptedLink {
        for await verdict in verdicts { return try verdict.get() }
        throw CancellationError()
    }
}

/// A link whose peer is the test.
final class ScriptedLink: WebSocketLink {
    enum Sent: Sendable, Equatable {
        case text(String)
        case ping([UInt8])
        case close(WebSocketCloseCode)
        /// The socket was given back.
        case tornDown
    }

    /// How the peer takes a close frame.
    enum Closing: Sendable {
        case answers
        case staysSilent
    }

    /// Batches as the client takes them; `askedFor` counts how many it asked for.
    struct Batches: AsyncSequence, Sendable {
        let stream: AsyncThrowingStream<[WebSocketEvent], any Error>
        let link: ScriptedLink

        struct AsyncIterator: AsyncIteratorProtocol {
            var base: AsyncThrowingStream<[WebSocketEvent], any Error>.AsyncIterator
            let link: ScriptedLink

            mutating func next(isolation actor: isolated (any Actor)?) async throws -> [WebSocketEvent]? {
                link.askedFor.withLock { $0 += 1 }
                link.question.yield()
                return try await base.next(isolation: actor)
            }

            mutating func next() async throws -> [WebSocketEvent]? {
                try await next(isolation: nil)
            }
        }

        func makeAsyncIterator() -> AsyncIterator {
            AsyncIterator(base: stream.makeAsyncIterator(), link: link)
        }
    }

    /// What the client sent, in order. One consumer.
    let sent: AsyncStream<Sent>
    let askedFor = Mutex(0)
    /// An element each time that the client asks for a batch. One consumer.
    let questions: AsyncStream<Void>
    private let question: AsyncStream<Void>.Continuation
    private let receiver = Mutex<(any WebSocketBatchReceiver)?>(nil)
    private let log: AsyncStream<Sent>.Continuation
    private let stream: AsyncThrowingStream<[WebSocketEvent], any Error>
    private let arrivals: AsyncThrowingStream<[WebSocketEvent], any Error>.Continuation
    private let closing: Closing
    private let takesData: Bool
    private let end: AsyncStream<Void>
    private let ended: AsyncStream<Void>.Continuation

    /// - Parameter takesData: with false a send waits until the socket is given back, and then fails.
    init(closing: Closing = .answers, takesData: Bool = true) {
        self.closing = closing
        self.takesData = takesData
        (sent, log) = AsyncStream.makeStream()
        (questions, question) = AsyncStream.makeStream()
        (stream, arrivals) = AsyncThrowingStream.makeStream()
        (end, ended) = AsyncStream.makeStream()
    }

    var batches: Batches { Batches(stream: stream, link: self) }

    func offerBatches(to receiver: any WebSocketBatchReceiver) {
        self.receiver.withLock { $0 = receiver }
    }

    /// All of them in one batch, on the thread that links are read on.
    /// - Parameter endsMeanwhile: The link ends before the client asks for what is left.
    func receive(
        together texts: [String], closing code: WebSocketCloseCode? = nil, endsMeanwhile: Bool = false,
        on thread: LinkThread
    ) {
        var batch = texts.map { WebSocketEvent.text(Array($0.utf8)[...]) }
        if let code { batch.append(.closed(code, reason: "")) }
        thread.run { [batch] in
            var batch = batch
            if let receiver = self.receiver.withLock({ $0 }) {
                guard let rest = receiver.receive(batch) else { return }
                batch = rest
            }
            if !endsMeanwhile { self.arrivals.yield(batch) }
            if code != nil || endsMeanwhile { self.arrivals.finish() }
        }
    }

    func receive(_ event: WebSocketEvent) {
        arrivals.yield([event])
        if case .closed = event { arrivals.finish() }
    }

    /// All of them in one batch.
    func receive(together texts: [String], closing code: WebSocketCloseCode? = nil) {
        let events = texts.map { WebSocketEvent.text(Array($0.utf8)[...]) }
        arrivals.yield(events + (code.map { [.closed($0, reason: "")] } ?? []))
        if code != nil { arrivals.finish() }
    }

    func receive(_ text: String) {
        receive(.text(Array(text.utf8)[...]))
    }

    func lose(_ error: WebSocketTransportError = .connectionLost(detail: "reset")) {
        arrivals.finish(throwing: error)
    }

    /// Nothing more arrives, without a word.
    func endSilently() {
        arrivals.finish()
    }

    func send(text: String) async throws {
        try await write(.text(text))
    }

    func ping(_ payload: [UInt8]) async throws {
        try await write(.ping(payload))
    }

    func close(code: WebSocketCloseCode, reason: String) async {
        log.yield(.close(code))
        if closing == .answers { receive(.closed(code, reason: reason)) }
    }

    func tearDown() {
        log.yield(.tornDown)
        log.finish()
        ended.finish()
        arrivals.finish()
    }

    private func write(_ message: Sent) async throws {
        if !takesData {
            for await _ in end {}
            throw WebSocketTransportError.connectionLost(detail: "given back")
        }
        log.yield(message)
    }
}

/// A thread that links are read on, for clients to run on.
final class LinkThread: SerialExecutor, TaskExecutor {
    private let queue = DispatchQueue(label: "links")

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async {
            job.runSynchronously(
                isolatedTo: self.asUnownedSerialExecutor(), taskExecutor: self.asUnownedTaskExecutor())
        }
    }

    func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }

    func run(_ body: @escaping @Sendable () -> Void) {
        queue.async(execute: body)
    }
}
