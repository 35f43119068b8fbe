import Glibc

/// Reading of the small text files below /proc and /sys.
enum SystemFiles {
    /// Bytes of a file that are read at most: twice what /proc/stat has with 4096 cores.
    private static let limitBytes = 1024 * 1024

    /// The bytes of a file; nil when it cannot be read. `directory` is an open directory that the path starts from.
    static func read(_ path: String, in directory: Int32 = AT_FDCWD) -> ArraySlice<UInt8>? {
        // Not to hang where someone has put a pipe.
        let descriptor = openat(directory, path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        return withUnsafeTemporaryAllocation(byteCount: 16 * 1024, alignment: 1) { buffer in
            var bytes: [UInt8] = []
            while bytes.count < limitBytes {
                let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
                if count > 0 {
                    bytes.append(contentsOf: buffer[..<count])
                } else if count == 0 {
                    break
                } else if errno != EINTR {
                    return nil
                }
            }
            return bytes[...]
        }
    }

    /// The one number that a file holds.
    static func number(_ path: String) -> UInt64? {
        read(path)?.trimmed.number
    }

    /// The one number that a file holds, with a sign and a point where it has them.
    static func decimal(_ path: String) -> Double? {
        read(path)?.trimmed.decimal
    }

    /// The one line of text that a file holds; nil when it is empty.
    static func text(_ path: String) -> String? {
        read(path).map(\.trimmed).flatMap { $0.isEmpty ? nil : $0.text }
    }

    /// Whether there is a file or directory of this path.
    static func exists(_ path: String) -> Bool {
        access(path, F_OK) == 0
    }

    /// The names in a directory that begin so, by the number that follows; empty when it cannot be read.
    static func names(in path: String, prefix: StaticString) -> [String] {
        var names: [(number: UInt64, name: String)] = []
        forEachName(in: path) { name, _ in
            guard let rest = name.dropping(prefix: prefix) else { return }
            names.append((rest.number ?? .max, name.text))
        }
        return names.sorted { ($0.number, $0.name) < ($1.number, $1.name) }.map(\.name)
    }

    /// Calls `body` with each name in a directory and the open directory.
    static func forEachName(in path: String, _ body: (_ name: ArraySlice<UInt8>, _ directory: Int32) -> Void) {
        guard let directory = opendir(path) else { return }
        defer { closedir(directory) }
        let descriptor = dirfd(directory)
        while let entry = readdir(directory) {
            withUnsafeBytes(of: &entry.pointee.d_name) { name in
                body(Array(name.prefix { $0 != 0 })[...], descriptor)
            }
        }
    }
}
