import Glibc

/// Writes whole strings to a file descriptor. There is no buffer to forget: what was written is with the kernel.
struct OutputWriter: Sendable {
    /// Why nothing more can be written.
    enum Failure: Error, Equatable, CustomStringConvertible {
        /// The reader of the pipe is gone; the quiet end of `| head -1`.
        case readerGone
        /// Anything else, in the system's words: a full disk, a lost terminal.
        case failed(String)

        var description: String {
            switch self {
            case .readerGone: "nobody reads it any more"
            case .failed(let detail): detail
            }
        }
    }

    static let standardOutput = OutputWriter(fileDescriptor: STDOUT_FILENO)
    static let standardError = OutputWriter(fileDescriptor: STDERR_FILENO)

    let fileDescriptor: Int32

    /// Writes all of `text`, waiting as long as the reader takes.
    func write(_ text: String) throws(Failure) {
        var text = text
        let failure: Failure? = text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let base = rest.baseAddress, !rest.isEmpty {
                let written = Glibc.write(fileDescriptor, base, rest.count)
                if written >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
                } else if errno == EAGAIN {
                    // Someone made the descriptor non-blocking (it is shared with other programs): wait for room.
                    var descriptor = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&descriptor, 1, -1)
                } else if errno != EINTR {
                    return errno == EPIPE ? .readerGone : .failed(String(cString: strerror(errno)))
                }
            }
            return nil
        }
        if let failure { throw failure }
    }

    /// Whether the descriptor is a terminal.
    var isTerminal: Bool { isatty(fileDescriptor) == 1 }
}
