import Glibc
import Synchronization

/// A shell command in a process group of its own, which can be killed as a whole.
final class ProcessGroup: Sendable {
    enum Status: Sendable, Equatable {
        case exited(Int32)
        case signalled(Int32)
        /// By `kill`.
        case killed
    }

    private struct State {
        var isOver = false
        var wasKilled = false
    }

    private let leader: pid_t
    private let state = Mutex(State())

    /// Starts `/bin/sh -c command`.
    ///
    /// - Parameters:
    ///   - input: What it reads from standard input; no more than a pipe holds at once (64 KiB).
    ///   - environment: Its variables, as `NAME=value`.
    /// - Throws: `AlertDeliveryError` when it cannot be started.
    init(shellCommand command: String, input: String, environment: [String]) throws(AlertDeliveryError) {
        let standardInput = try Self.pipe(holding: input)
        defer { close(standardInput) }

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, standardInput, STDIN_FILENO)
        // The screen is not the command's.
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0)

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // What is ignored or blocked here need not be so there.
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        var identifier = pid_t()
        let result = Self.withCStrings(["/bin/sh", "-c", command]) { arguments in
            Self.withCStrings(environment) { posix_spawn(&identifier, "/bin/sh", &actions, &attributes, arguments, $0) }
        }
        guard result == 0 else {
            throw AlertDeliveryError("it cannot be started: \(String(cString: strerror(result)))", isTemporary: false)
        }
        leader = identifier
    }

    /// Blocks until the command has ended. Called once.
    func wait() -> Status {
        var information = siginfo_t()
        // It is left for the lock to reap: until then its number belongs to nobody else.
        while waitid(P_PID, id_t(leader), &information, WEXITED | WNOWAIT) < 0, errno == EINTR {}
        return state.withLock { state in
            var status: Int32 = 0
            while waitpid(leader, &status, 0) < 0, errno == EINTR {}
            state.isOver = true
            let signal = status & 0x7f
            if signal == 0 { return .exited((status >> 8) & 0xff) }
            return state.wasKilled ? .killed : .signalled(signal)
        }
    }

    /// Kills the command and everything it started, unless it has ended.
    func kill() {
        state.withLock { state in
            guard !state.isOver else { return }
            state.wasKilled = true
            _ = Glibc.kill(-leader, SIGKILL)
        }
    }

    /// The reading end of a pipe with all of `text` in it. As long as that end is here, nobody can miss it.
    private static func pipe(holding text: String) throws(AlertDeliveryError) -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard Glibc.pipe(&ends) == 0 else { throw failure() }
        defer { close(ends[1]) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // Should it not fit, this fails and does not wait.
        _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
        let bytes = Array(text.utf8)
        guard write(ends[1], bytes, bytes.count) == bytes.count else {
            let error = failure()
            close(ends[0])
            throw error
        }
        return ends[0]
    }

    private static func failure() -> AlertDeliveryError {
        AlertDeliveryError("it cannot be given its input: \(String(cString: strerror(errno)))", isTemporary: false)
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
