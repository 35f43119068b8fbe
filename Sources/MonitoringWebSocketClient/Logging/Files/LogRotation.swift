/// When a growing file is put aside, and how many such are kept: `NAME.1` is the newest, as Python's
/// `logging.handlers.RotatingFileHandler` names them.
public struct LogRotation: Sendable, Hashable {
    /// Bytes that the file may have. A line that does not fit begins a new file; one that is longer has a file for itself.
    /// The default is the manual's 10 MiB. With 0 or less nothing is put aside.
    public var maximumBytes: Int
    /// Files kept beside the one that is written. The default is the manual's 5. With 0 or less nothing is put aside.
    public var backups: Int

    /// A rotation from its parts.
    public init(maximumBytes: Int = 10 * 1024 * 1024, backups: Int = 5) {
        self.maximumBytes = maximumBytes
        self.backups = backups
    }

    /// Whether lines of `count` bytes have no room in a file of `size` bytes.
    func isDue(size: Int, adding count: Int) -> Bool {
        maximumBytes > 0 && backups > 0 && size > 0 && (count > maximumBytes || size > maximumBytes - count)
    }
}
