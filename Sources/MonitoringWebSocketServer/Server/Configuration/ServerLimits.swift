/// What clients may use up: connections, memory and time. Each limit says why it is what it is.
public struct ServerLimits: Sendable {
    /// Clients served at the same time. One more is refused with close code 1008. Default: 1,000, as the published
    /// server. Fewer where the process may not open as many files (`setrlimit`, `ulimit -n`).
    public var maximumClients = 1000
    /// Connections that are not clients: before the end of the handshake, or closing. One more is closed at once.
    /// Default: 1,000, so that all clients of a restarted server can come back at the same moment.
    public var maximumUnadmitted = 1000
    /// Connections that the kernel keeps until they are accepted. Default: 1,024, for the same reason.
    public var acceptBacklog = 1024
    /// Time from the TCP connection to the complete request, TLS included. Default: 10 s, as the client's.
    public var handshakeTimeout = Duration.seconds(10)
    /// Bytes of a request at most. Default: 8 KiB, what common servers allow.
    public var maximumRequestBytes = 8 * 1024
    /// Bytes of a client's message at most. Default: 64 KiB; a command has less than 100.
    public var maximumMessageBytes = 64 * 1024
    /// Frames of any kind that a client may send a second. More is refused with close code 1008. Default: 100.
    public var maximumFramesPerSecond = 100
    /// Bytes that the kernel may hold for a client that reads slowly: what it reads first when it goes on. Default:
    /// 64 KiB, some tens of samples; the kernel takes up to twice as much for its own accounts.
    public var sendBufferBytes = 64 * 1024
    /// Silence after which a client is pinged. Default: 20 s, as the published server.
    public var pingInterval = Duration.seconds(20)
    /// Time that a client has to answer a ping before it counts as gone. Default: 20 s, as the published server.
    public var pongTimeout = Duration.seconds(20)
    /// Time that a client has to answer a close frame before the socket is closed anyway. Default: 2 s.
    public var closeTimeout = Duration.seconds(2)

    /// The defaults.
    public init() {}
}

extension ServerLimits {
    /// Files that a process has open beside its connections: what listens, what is logged to, and what samples are read
    /// from. With none left samples lack their figures, and libdispatch, which looks at its threads through /proc, ends
    /// the process.
    private static let otherFiles = 32

    /// The same in a process that may have so many files open: the connections leave the others theirs. An eighth of them
    /// need not be clients, so that one too many can be told.
    func fitting(openFiles: Int) -> ServerLimits {
        let connections = max(2, openFiles - Self.otherFiles)
        var limits = self
        limits.maximumUnadmitted = min(maximumUnadmitted, max(1, connections / 8))
        limits.maximumClients = min(maximumClients, connections - limits.maximumUnadmitted)
        return limits
    }
}
