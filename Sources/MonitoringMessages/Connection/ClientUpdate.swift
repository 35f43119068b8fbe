/// What a screen needs to catch up with a client: the newest state, and everything recorded since the last update.
/// Updates that nobody has taken yet are merged, so a slow screen never holds up the socket.
public struct ClientUpdate: Sendable, Equatable {
    /// Where the connection stands.
    public var status: ConnectionStatus
    /// The figures since the start.
    public var statistics: ConnectionStatistics
    /// Samples since the last update, oldest first, bounded.
    public var samples: [ReceivedSample] = []
    /// Samples left out of `samples` because the bound was reached.
    public var droppedSamples = 0
    /// Errors since the last update, oldest first, bounded.
    public var errors: [ErrorRecord] = []
    /// The newest text that the server sent about the connection (`connection`, `connection_message`).
    public var serverNotice: String?

    /// An update with a state and nothing recorded.
    public init(status: ConnectionStatus, statistics: ConnectionStatistics) {
        self.status = status
        self.statistics = statistics
    }
}
