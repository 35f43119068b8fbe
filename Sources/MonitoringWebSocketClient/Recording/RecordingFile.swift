import Glibc

/// A regular file that is closed when nobody holds it any more.
final class RecordingFile: Sendable {
    /// What the system said.
    struct Failure: Error, Equatable {
        let detail: String

        init(detail: String) {
            self.detail = detail
        }

        /// From `errno`.
        init() {
            detail = String(cString: strerror(errno))
        }
    }

    private let descriptor: Int32

    private init(_ descriptor: Int32) throws(Failure) {
        guard descriptor >= 0 else { throw Failure() }
        self.descriptor = descriptor
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure() }
        guard status.st_mode & S_IFMT == S_IFREG else { throw Failure(detail: "it is not a regular file") }
    }

    deinit {
        close(descriptor)
    }

    /// Opens a file to be read.
    static func reading(_ path: String) throws(Failure) -> RecordingFile {
        // Without O_NONBLOCK a pipe would wait for its writer.
        try RecordingFile(open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK))
    }

    /// Opens a file to be appended to by this program alone; makes it, for its owner's eyes, when it is not there.
    static func appending(_ path: String) throws(Failure) -> RecordingFile {
        let file = try RecordingFile(open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0o600))
        guard flock(file.descriptor, LOCK_EX | LOCK_NB) == 0 else {
            throw errno == EWOULDBLOCK ? Failure(detail: "another program is recording into it") : Failure()
        }
        return file
    }

    /// Reads from where the last read ended.
    /// - Returns: at most `count` bytes; none at the end of the file.
    func read(count: Int) throws(Failure) -> [UInt8] {
        var result = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            repeat { result = Glibc.read(descriptor, buffer.baseAddress, count) } while result < 0 && errno == EINTR
            initialized = max(result, 0)
        }
        guard result >= 0 else { throw Failure() }
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

    /// How many bytes follow the last line break; all of them when there is none.
    func bytesAfterLastLineBreak() throws(Failure) -> Int {
        var end = try size()
        var count = 0
        while end > 0 {
            let length = min(end, 64 * 1024)
            var result = 0
            let bytes = [UInt8](unsafeUninitializedCapacity: length) { buffer, initialized in
                result = pread(descriptor, buffer.baseAddress, length, off_t(end - length))
                initialized = max(result, 0)
            }
            guard result == length else {
                throw result < 0 ? Failure() : Failure(detail: "it changes while it is read")
            }
            if let lineBreak = bytes.lastIndex(of: UInt8(ascii: "\n")) { return count + length - lineBreak - 1 }
            count += length
            end -= length
        }
        return count
    }

    /// Cuts bytes off its end.
    func removeLast(_ count: Int) throws(Failure) {
        guard ftruncate(descriptor, off_t(max(0, try size() - count))) == 0 else { throw Failure() }
    }

    private func size() throws(Failure) -> Int {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw Failure() }
        return Int(status.st_size)
    }
}
