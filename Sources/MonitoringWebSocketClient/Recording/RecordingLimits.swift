import MonitoringMessages

/// What a recording can make a replay grow to or wait for.
package enum RecordingLimits {
    /// Bytes of the first line: a URI and little else.
    static let headerBytes = 64 * 1024
    /// Bytes of a line: the largest message and what stands around it.
    static let lineBytes = MessageLimits.messageBytes + 4096
    /// Longest time between two lines. The client tries to connect every few seconds and records it, so more than this was
    /// a machine asleep or a clock that was set; nobody waits for that. A step back in time counts as none.
    package static let longestStep: Duration = .seconds(3600)
    /// Lines that are not valid before a replay ends: such a file is damaged all over, and each is told.
    package static let invalidLines = 100
}
