import Logging
import MonitoringMessages
import NIOCore
import WebSocketTransport

/// All connections of a server. Lives on one event loop, so it needs no lock.
final class Hub {
    let configuration: MonitoringServerConfiguration
    let logger: Logger
    /// Reads the commands of all clients, one after the other.
    private let reader: MessageReader
    private let loop: any EventLoop
    private let demand: AsyncStream<Void>.Continuation
    private var clients: [ObjectIdentifier: ClientConnection] = [:]
    /// Connections before the end of the handshake, and closing ones.
    private var others: [ObjectIdentifier: ClientConnection] = [:]
    var failedAccess = FailedAccess()
    private var sampling: RepeatingTimer?
    private var heartbeats: RepeatingTimer?
    /// Set when the server stops.
    private var emptied: EventLoopPromise<Void>?

    /// - Parameter demand: Gets an element each time a sample is wanted.
    init(
        configuration: MonitoringServerConfiguration, logger: Logger, loop: any EventLoop,
        demand: AsyncStream<Void>.Continuation
    ) {
        self.configuration = configuration
        self.logger = logger
        self.loop = loop
        self.demand = demand
        reader = MessageReader(maximumBytes: configuration.limits.maximumMessageBytes)
        // Four looks an interval: a client that is gone is noticed at most a quarter late.
        let period = min(configuration.limits.pingInterval, configuration.limits.pongTimeout) / 4
        heartbeats = RepeatingTimer(on: loop, first: TimeAmount(period), period: TimeAmount(period)) { [weak self] in
            self?.checkHeartbeats()
        }
    }

    // MARK: - Connections

    /// Takes a new connection; false when there are too many, or the server stops.
    func arrive(_ connection: ClientConnection) -> Bool {
        guard emptied == nil, others.count < configuration.limits.maximumUnadmitted else { return false }
        others[ObjectIdentifier(connection)] = connection
        return true
    }

    /// Makes a connection a client; false when the server is full.
    func admit(_ connection: ClientConnection) -> Bool {
        guard clients.count < configuration.limits.maximumClients else { return false }
        others[ObjectIdentifier(connection)] = nil
        clients[ObjectIdentifier(connection)] = connection
        if sampling == nil { startSampling() }
        return true
    }

    /// A client is no client any more, but its connection is still there.
    func retire(_ connection: ClientConnection) {
        guard clients.removeValue(forKey: ObjectIdentifier(connection)) != nil else { return }
        others[ObjectIdentifier(connection)] = connection
        stopSamplingIfIdle()
    }

    /// A connection has ended.
    func leave(_ connection: ClientConnection) {
        clients[ObjectIdentifier(connection)] = nil
        others[ObjectIdentifier(connection)] = nil
        stopSamplingIfIdle()
        if clients.isEmpty, others.isEmpty { emptied?.succeed() }
    }

    /// Says goodbye to all (RFC 6455 section 7.4.1: 1001 for a server going down).
    /// - Returns: Completes when all connections have ended, at the latest after the close timeout.
    func shutDown() -> EventLoopFuture<Void> {
        heartbeats = nil
        let all = Array(others.values) + Array(clients.values)
        let promise = loop.makePromise(of: Void.self)
        emptied = promise
        if all.isEmpty { promise.succeed() }
        for connection in all { connection.stop() }
        return promise.futureResult
    }

    private func checkHeartbeats() {
        let now = NIODeadline.now()
        // A copy: a dropped client leaves.
        for client in Array(clients.values) { client.checkHeartbeat(at: now) }
    }

    // MARK: - Samples

    /// Sends one frame, the same bytes, to all clients.
    func broadcast(_ frame: ByteBuffer) {
        for client in Array(clients.values) { client.send(sample: frame) }
    }

    private func startSampling() {
        let demand = demand
        sampling = RepeatingTimer(on: loop, first: .zero, period: TimeAmount(configuration.interval)) {
            demand.yield()
        }
    }

    private func stopSamplingIfIdle() {
        if clients.isEmpty { sampling = nil }
    }

    // MARK: - Commands

    /// The frame that greets a client.
    func greeting() -> ByteBuffer {
        frame(.connection(status: "connected", message: "Connected to monitoring server"))
    }

    /// The answer to a client's message; nil where the published server has none. That one dies of JSON that is not an
    /// object; here it is an invalid message.
    func answer(to bytes: ArraySlice<UInt8>) -> ByteBuffer? {
        do {
            return switch try reader.read(bytes).message {
            case .ping: frame(.pong)
            case .other("get_status"): frame(.status(connectedClients: clients.count, monitoringActive: true))
            default: nil
            }
        } catch {
            switch error.problem {
            case .noType, .typeNotAString: return nil
            default: return frame(.error(message: "Invalid message", severity: nil))
            }
        }
    }

    private func frame(_ message: ServerMessage) -> ByteBuffer {
        ServerFrames.message(message, dialect: configuration.dialect)
    }
}
