import Glibc

/// How many files, sockets included, this process may have open.
package enum OpenFiles {
    /// For what is open beside a fleet's sockets: files, pipes, the kernel's queues.
    private static let others = 64

    /// Has the system allow a fleet its sockets, as far as it lets itself be asked: most shells begin with 1,024 files.
    package static func allow(hosts: Int) {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        // Two for each host while it connects.
        let wanted = rlim_t(2 * max(0, hosts) + others)
        guard getrlimit(resource, &limit) == 0, limit.rlim_cur < wanted else { return }
        limit.rlim_cur = min(wanted, limit.rlim_max)
        _ = setrlimit(resource, &limit)
    }
}
