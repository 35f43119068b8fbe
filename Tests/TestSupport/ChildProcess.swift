package import Foundation

/// A child process by posix_spawn. Foundation's `Process` tells the end of a child by a descriptor that other children
/// inherit, so a child that ends is noticed only when those have ended too.
package struct ChildProcess: Sendable {
    package let identifier: pid_t

    /// - Parameters:
    ///   - environment: The child's whole environment; nil is this process's.
    ///   - input: Its standard input; nil is /dev/null.
    ///   - error: Its standard error; nil is this process's.
    package init(
        _ program: URL, _ arguments: [String], environment: [String: String]?, input: FileHandle? = nil,
        output: FileHandle, error: FileHandle? = nil
    ) throws {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let input {
            posix_spawn_file_actions_adddup2(&actions, input.fileDescriptor, STDIN_FILENO)
        } else {
            posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_adddup2(&actions, output.fileDescriptor, STDOUT_FILENO)
        if let error { posix_spawn_file_actions_adddup2(&actions, error.fileDescriptor, STDERR_FILENO) }
        // Sockets of other tests: a child that had one would keep a port open that the test has closed. Swift cannot see
        // `posix_spawn_file_actions_addclosefrom_np`; to close what is not open is no error.
        for descriptor in STDERR_FILENO + 1..<1024 { posix_spawn_file_actions_addclose(&actions, descriptor) }

        // The test runner's threads block and ignore signals that the child is to be sent.
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))

        let variables = environment ?? ProcessInfo.processInfo.environment
        var identifier = pid_t()
        let result = Self.withCStrings([program.path] + arguments) { arguments in
            Self.withCStrings(variables.map { "\($0)=\($1)" }) { variables in
                posix_spawn(&identifier, program.path, &actions, &attributes, arguments, variables)
            }
        }
        guard result == 0 else { throw POSIXError(POSIXErrorCode(rawValue: result) ?? .EIO) }
        self.identifier = identifier
    }

    /// Runs a tool that is found on the PATH to its end, without input and output.
    /// - Returns: its exit status.
    package static func run(_ tool: String, _ arguments: [String]) async throws -> Int32 {
        let null = FileHandle.nullDevice
        return try await ChildProcess(
            URL(filePath: "/usr/bin/env"), [tool] + arguments, environment: nil, output: null, error: null
        ).end()
    }

    /// Waits until it has ended, on a thread of its own. Called once, in place of `wait`.
    @discardableResult
    package func end() async -> Int32 {
        await onOwnThread { wait() }
    }

    /// Blocks until it has ended. Called once.
    /// - Returns: its exit status, or 128 and the number of the signal that ended it, as a shell says it.
    package func wait() -> Int32 {
        var status: Int32 = 0
        while waitpid(identifier, &status, 0) < 0, errno == EINTR {}
        let signal = status & 0x7f
        return signal == 0 ? (status >> 8) & 0xff : 128 + signal
    }

    private static func withCStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let pointers = strings.map { strdup($0) }
        defer { for pointer in pointers { free(pointer) } }
        return body(pointers + [nil])
    }
}
