import Glibc

/// Directories of the files that are written.
package enum Directory {
    /// Makes the directory that a file is to be in, and those that it is in, for their owner's eyes (mode 0700).
    package static func make(for path: String) throws(RegularFile.Failure) {
        guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else { return }
        let directory = String(path[..<slash])
        guard access(directory, F_OK) != 0 else { return }
        try make(for: directory)
        // Another program may be making it as well.
        guard mkdir(directory, 0o700) == 0 || errno == EEXIST else { throw RegularFile.Failure() }
    }
}
