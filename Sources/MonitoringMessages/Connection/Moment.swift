/// A point of wall-clock time with the zone it is to be shown in, as data: nothing here reads a clock.
public struct WallTime: Sendable, Hashable {
    /// Nanoseconds since 1970-01-01T00:00:00Z.
    public var nanosecondsSinceEpoch: Int64
    /// Offset of local time from UTC at that moment, in seconds, east positive.
    public var utcOffsetSeconds: Int32

    /// A wall time from its parts.
    public init(nanosecondsSinceEpoch: Int64, utcOffsetSeconds: Int32 = 0) {
        self.nanosecondsSinceEpoch = nanosecondsSinceEpoch
        self.utcOffsetSeconds = utcOffsetSeconds
    }
}

/// One reading of the two clocks, taken together: what happened when, for people (`wall`) and for intervals (`monotonic`).
public struct Moment: Sendable, Hashable {
    /// Time since an arbitrary fixed origin; it never runs backwards and counts time asleep.
    public var monotonic: Duration
    /// The wall clock at the same moment.
    public var wall: WallTime

    /// A moment from its two readings.
    public init(monotonic: Duration, wall: WallTime) {
        self.monotonic = monotonic
        self.wall = wall
    }
}
