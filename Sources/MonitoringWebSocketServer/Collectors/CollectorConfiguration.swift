/// What is collected, and from where.
public struct CollectorConfiguration: Sendable {
    /// A path on each file system to watch; the first one is the sample's `disk`. Default: the root.
    public var diskPaths = ["/"]
    /// Length of the table of the busiest processes. Default: 5.
    public var topProcesses = 5
    /// How long frequencies, temperatures and processes are kept: they cost most. Default: 3 s, as of `top`.
    public var slowInterval = Duration.seconds(3)
    /// Where proc(5) is mounted. Default: `/proc`.
    public var procRoot = "/proc"
    /// Where sysfs(5) is mounted. Default: `/sys`.
    public var sysRoot = "/sys"
    /// The file of os-release(5). Default: `/etc/os-release`.
    public var osReleasePath = "/etc/os-release"
    /// NVIDIA's management library, as dlopen(3) takes it. Default: `libnvidia-ml.so.1`, wherever the linker finds it.
    public var nvmlPath = "libnvidia-ml.so.1"

    /// The defaults.
    public init() {}
}
