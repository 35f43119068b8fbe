/// What a peer can make a sample grow to. What lies beyond a limit is left out of the model, and is still in the raw text.
public enum MessageLimits {
    /// Bytes of a message. 16 MiB, as the transport's default: a thousand times a large sample.
    public static let messageBytes = 16 * 1024 * 1024
    /// Bytes of messages that a history keeps. A thousand large samples have 1.5 MB; as many of the largest messages would
    /// have 16 GB.
    public static let historyBytes = 64 * 1024 * 1024
    /// Cores of a processor. Linux is built for up to 8192 at most, and sold machines have fewer than half of that.
    public static let cores = 4096
    /// GPUs of a machine. Ten times what one chassis holds.
    public static let gpus = 256
    /// Alerts of one message. A server raises one a metric.
    public static let alerts = 1024
    /// File systems of one message. Many times what one machine is asked to watch.
    public static let disks = 1024
    /// Processes of one message: the top few, never all of a machine's.
    public static let processes = 1024
    /// Bytes of UTF-8 of one string. The longest that is meant, a path, is bounded by PATH_MAX of Linux.
    public static let stringBytes = 4096
}
