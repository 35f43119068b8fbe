public import MonitoringMessages

/// An object that takes messages: the manual's handler class.
///
///     struct CPUAlert: MessageHandler {
///         func handle(_ message: ReceivedMessage, at moment: Moment) {
///             guard case .monitoringData(let sample) = message.message else { return }
///             if let cpu = sample.processor?.usagePercent, cpu > 80 { print("High CPU: \(cpu) %") }
///         }
///     }
///     client.addHandler(for: .monitoringData, CPUAlert())
public protocol MessageHandler: Sendable {
    /// Takes one message. It may be synchronous.
    /// - Parameter moment: When the message arrived.
    /// - Throws: Anything; the client reports it and goes on.
    func handle(_ message: ReceivedMessage, at moment: Moment) async throws

    /// Figures about the handler, by name. Default: none.
    var handlerStatistics: [String: String] { get }
}

extension MessageHandler {
    /// None.
    public var handlerStatistics: [String: String] { [:] }
}
