/// What is read out of a message. What is not asked for stays unknown, and costs nothing.
public struct MessageParts: OptionSet, Sendable, Hashable {
    /// The parts, as bits.
    public let rawValue: UInt8

    /// Parts from their bits.
    public init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// Of a sample: the usages in percent, of which host, disk and GPU they are, and the server's alerts.
    public static let usages = MessageParts(rawValue: 1)
    /// Of a sample: everything else. Timestamps too.
    public static let details = MessageParts(rawValue: 2)
    /// The text as received.
    public static let text = MessageParts(rawValue: 4)
    /// Everything.
    public static let all: MessageParts = [.usages, .details, .text]
}
