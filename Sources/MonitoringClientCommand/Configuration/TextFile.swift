import Glibc

/// A small text file that a person wrote.
enum TextFile {
    /// Far more than settings or headers need, and little enough to read a wrong file by mistake.
    private static let maximumBytes = 1_048_576

    static func read(_ path: String) throws(Disallowed) -> String {
        guard let text = String(validating: try bytes(path), as: UTF8.self) else {
            throw Disallowed(reason: "the file is not UTF-8")
        }
        return text
    }

    static func bytes(_ path: String) throws(Disallowed) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable() }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16384)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw unreadable()
            }
            if count == 0 { break }
            bytes += buffer.prefix(count)
            guard bytes.count <= maximumBytes else { throw Disallowed(reason: "the file is larger than 1 MiB") }
        }
        return bytes
    }

    /// Whether it can be read again and again, unlike a pipe.
    static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }

    private static func unreadable() -> Disallowed {
        Disallowed(reason: "the file cannot be read: \(String(cString: strerror(errno)))")
    }
}
