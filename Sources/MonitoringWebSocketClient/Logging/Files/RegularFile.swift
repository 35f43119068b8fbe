import Glibc

/// A regular file that is closed when nobody holds it any more.
package final class RegularFile: Sendable {
    /// What the system said.
    package struct Failure: Error, Equatable {
        package let detail: String

        init(detail: String) {
            self.detail = detail
        }

        /// From `errno`.
        init() {
            detail = String(cString: strerror(errno))
        }
    }

    /// Who may have the file open for appending at the same time.
    enum Ownership: Sendable {
        /// Nobody else.
        case exclusive
        /// Others that share it.
        case shared
    }

    /// Waits for a lock that belongs to the open file, not to the process (Linux, fcntl(2)). Glibc's module lacks it.
    private static let setOpenFileLockWaiting: Int32 = 38

    private let descriptor: Int32

    private init(_ descriptor: Int32) throws(Failure) {
        guard descriptor >= 0 else { throw Failure() }
        self.descriptor = descriptor
        guard try status().st_mode & S_IFMT == S_IFREG else { throw Failure(detail: "it is not a regular file") }
    }

    deinit {
        // A lock lasts until the last copy of the descriptor is closed, and a child process that is being started has copies
        // of all of them until it runs its program: without this, whoever opens the file next finds it taken.
        _ = flock(descriptor, LOCK_UN)
        close(descriptor)
    }

    /// Opens a file to be read.
    static func reading(_ path: String) throws(Failure) -> RegularFile {
        // Without O_NONBLOCK a pipe would wait for its writer.
        try RegularFile(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    }

    /// Opens a file to be appended to; makes it, for its owner's eyes, when it is not there.
    ///
    /// It never waits for another owner: one that keeps the file for itself may do so for days.
    static func appending(_ path: String, _ ownership: Ownership) throws(Failure) -> RegularFile {
        let file = try RegularFile(open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600))
        guard flock(file.descriptor, (ownership == .exclusive ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 else {
            throw errno == EWOULDBLOCK ? Failure(detail: "something else is writing into it") : Failure()
        }
        return file
    }

    /// Makes an empty file, for its owner's eyes.
    /// - Returns: false when there is something of that name.
    static func create(_ path: String) throws(Failure) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            if errno == EEXIST { return false }
            throw Failure()
        }
        close(descriptor)
        return true
    }

    // MARK: - Reading and writing

    /// Reads from where the last read ended.
    /// - Returns: at most `count` bytes; none at the end of the file.
    func read(count: Int) throws(Failure) -> [UInt8] {
        try bytes(count) { Glibc.read(descriptor, $0, count) }
    }

    /// Reads `count` bytes from `offset` on.
    func read(count: Int, at offset: Int) throws(Failure) -> [UInt8] {
        let bytes = try bytes(count) { pread(descriptor, $0, count, off_t(offset)) }
        guard bytes.count == count else { throw Failure(detail: "it changes while it is read") }
        return bytes
    }

    /// Appends with one write.
    /// - Returns: how many bytes the file took, at least one.
    func append(_ bytes: ArraySlice<UInt8>) throws(Failure) -> Int {
        let result = bytes.withUnsafeBytes { bytes in
            var result = 0
            repeat { result = write(descriptor, bytes.baseAddress, bytes.count) } while result < 0 && errno == EINTR
            return result
        }
        guard result != 0 else { throw Failure(detail: "the file takes nothing more") }
        guard result > 0 else { throw Failure() }
        return result
    }

    /// In bytes.
    func size() throws(Failure) -> Int {
        Int(try status().st_size)
    }

    func truncate(to size: Int) throws(Failure) {
        guard ftruncate(descriptor, off_t(size)) == 0 else { throw Failure() }
    }

    private func bytes(_ count: Int, _ read: (UnsafeMutablePointer<UInt8>?) -> Int) throws(Failure) -> [UInt8] {
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            repeat { result = read(buffer.baseAddress) } while result < 0 && errno == EINTR
            initialized = max(result, 0)
        }
        guard result >= 0 else { throw Failure() }
        return bytes
    }

    // MARK: - Others

    /// Waits until no other open file of it, in this process or another, is in its critical section, and enters it.
    func lock() throws(Failure) {
        try setLock(F_WRLCK)
    }

    /// Leaves the critical section. It cannot fail; closing the file leaves it too.
    func unlock() {
        try? setLock(F_UNLCK)
    }

    private func setLock(_ type: Int32) throws(Failure) {
        var whole = Glibc.flock()
        whole.l_type = Int16(type)
        whole.l_whence = Int16(SEEK_SET)
        var result: Int32 = 0
        repeat { result = fcntl(descriptor, Self.setOpenFileLockWaiting, &whole) } while result < 0 && errno == EINTR
        guard result == 0 else { throw Failure() }
    }

    /// Whether the path still leads to this file.
    func isAt(_ path: String) throws(Failure) -> Bool {
        var found = stat()
        guard stat(path, &found) == 0 else { return false }
        let own = try status()
        return found.st_dev == own.st_dev && found.st_ino == own.st_ino
    }

    private func status() throws(Failure) -> stat {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure() }
        return status
    }
}
