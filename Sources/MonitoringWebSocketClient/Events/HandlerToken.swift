/// A registered handler: what `on` returns and `off` takes.
public final class HandlerToken: Sendable, Hashable {
    /// The event that it is called for, such as `monitoring_data` or `*`.
    public let event: String
    private let dropped: @Sendable () -> Int

    init(event: String, droppedEvents: @escaping @Sendable () -> Int) {
        self.event = event
        self.dropped = droppedEvents
    }

    /// Events that the handler never saw, because it was too slow: the oldest of more than 1,000 that waited.
    public var droppedEvents: Int { dropped() }

    /// A token is equal to itself only.
    public static func == (one: HandlerToken, other: HandlerToken) -> Bool {
        one === other
    }

    /// Hashes the identity.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(ObjectIdentifier(self))
    }
}
