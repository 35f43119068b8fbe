public import MonitoringMessages

/// Where a server's samples come from.
public protocol SampleSource: Sendable {
    /// The sample of now, for all clients. Called one at a time, and only while there are clients.
    mutating func sample() async -> MonitoringSample
}

/// This machine.
public struct SystemSampleSource: SampleSource {
    /// Usages are differences: sooner than this after the start they would be unknown.
    private static let firstDelay = Duration.milliseconds(100)

    private var collector: SystemCollector
    private let startedAt: Duration

    /// Makes the first reading, which takes some ms.
    public init(_ configuration: CollectorConfiguration = .init()) {
        let now = SystemMoment.now()
        collector = SystemCollector(configuration, at: now)
        startedAt = now.monotonic
    }

    /// Collects a sample; the first one waits until it can be complete.
    public mutating func sample() async -> MonitoringSample {
        let early = Self.firstDelay - (SystemMoment.now().monotonic - startedAt)
        // Cancelled: the sample is not needed any more.
        if early > .zero { try? await ContinuousClock().sleep(for: early) }
        return collector.collect(at: SystemMoment.now())
    }
}
