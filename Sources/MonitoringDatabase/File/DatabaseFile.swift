import Glibc
import MonitoringWebSocketClient

/// The file that a database is in, as the system sees it.
enum DatabaseFile {
    /// Which file a path leads to.
    struct Identity: Hashable {
        var device: UInt64
        var inode: UInt64
    }

    /// SQLite takes names such as `:memory:` and `file:x` for something else than files.
    static func name(_ path: String) -> String {
        path.hasPrefix("/") ? path : "./\(path)"
    }

    /// Makes an empty file, for its owner's eyes (mode 0600), in a folder that is made as well, where there is none.
    /// SQLite gives the mode to the files that it puts beside it.
    ///
    /// A file that is there is not opened: closing it would take SQLite's locks away from this process (POSIX.1-2017,
    /// fcntl).
    static func make(_ path: String) throws(SampleDatabaseError) {
        let name = Self.name(path)
        guard access(name, F_OK) != 0 else { return }
        do {
            try Directory.make(for: name)
        } catch {
            throw SampleDatabaseError(.cannotOpen(error.detail), path: path)
        }
        let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 || errno == EEXIST else { throw cannotOpen(path) }
        if descriptor >= 0 { close(descriptor) }
    }

    /// - Throws: when the path leads to nothing, or to something else than a regular file.
    static func identity(_ path: String) throws(SampleDatabaseError) -> Identity {
        var status = stat()
        guard stat(name(path), &status) == 0 else { throw cannotOpen(path) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw SampleDatabaseError(.cannotOpen("it is not a regular file"), path: path)
        }
        return Identity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    private static func cannotOpen(_ path: String) -> SampleDatabaseError {
        SampleDatabaseError(.cannotOpen(String(cString: strerror(errno))), path: path)
    }
}
