public import MonitoringMessages

/// Which samples of a database are asked for.
public struct SampleQuery: Sendable, Hashable {
    /// From when on. Default: from the first.
    public var since: WallTime?
    /// Up to, and not including, when. Default: to the last.
    public var before: WallTime?
    /// Of which server. Default: of all.
    public var server: String?
    /// Default: as in the manual, the newest first.
    public var newestFirst = true
    /// How many at most. Default: all.
    public var limit: Int?

    /// All samples, the newest first.
    public init() {}
}
