public import MonitoringMessages

/// Where a server's samples come from.
public protocol SampleSource: Sendable {
    /// The sample of now, for all clients. Called one at a time, and only while there are clients.
    mutating func sample() async -> MonitoringSample
}

/// This machine.
public struct SystemSampleSource: SampleSource {
    /// Usages are differences: over less time than this they would be unknown.
    private static let leastSpan = Duration.milliseconds(100)

    private var collector: SystemCollector
    private let longestSpan: Duration
    private var readAt: Duration

    /// Makes the first reading, which takes some ms.
    /// - Parameter longestSpan: The longest time that a usage may be the mean of; after a longer pause, as when no
    ///   client was there, a new reading is made to start from.
    public init(_ configuration: CollectorConfiguration = .init(), longestSpan: Duration = .seconds(3)) {
        self.init(configuration, longestSpan: longestSpan, readDisk: FileSystem.usage(path:))
    }

    /// - Parameter readDisk: looks a path's file system up, and may not come back.
    init(
        _ configuration: CollectorConfiguration, longestSpan: Duration = .seconds(3),
        readDisk: @escaping @Sendable (String) -> MonitoringSample.Disk?
    ) {
        let now = SystemMoment.now()
        collector = SystemCollector(configuration, at: now, readDisk: readDisk)
        self.longestSpan = longestSpan
        readAt = now.monotonic
    }

    /// Collects a sample; 100 ms later where it would not be complete, or not be of now.
    public mutating func sample() async -> MonitoringSample {
        var now = SystemMoment.now()
        if now.monotonic - readAt > longestSpan {
            _ = collector.collect(at: now)
            readAt = now.monotonic
        }
        let early = Self.leastSpan - (now.monotonic - readAt)
        if early > .zero {
            // Cancelled: the sample is not needed any more.
            try? await ContinuousClock().sleep(for: early)
            now = SystemMoment.now()
        }
        readAt = now.monotonic
        return collector.collect(at: now)
    }
}
