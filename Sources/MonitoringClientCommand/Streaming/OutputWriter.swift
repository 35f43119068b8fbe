import Glibc

/// Writes whole strings to a file descriptor. There is no buffer to forget: what was written is with the kernel.
package struct OutputWriter: Sendable {
    /// Why nothing more can be written.
    package enum Failure: Error, Equatable, CustomStringConvertible {
        /// The reader of the pipe is gone; the quiet end of `| head -1`.
        case readerGone
        /// Anything else, in the system's words: a full disk, a lost terminal.
        case failed(String)

        package var description: String {
            switch self {
            case .readerGone: "nobody reads it any more"
            case .failed(let detail): detail
            }
        }
    }

    package static let standardOutput = OutputWriter(fileDescriptor: STDOUT_FILENO)
    package static let standardError = OutputWriter(fileDescriptor: STDERR_FILENO)

    let fileDescriptor: Int32

    /// At most so many bytes a write: what a pipe that has room takes without waiting (PIPE_BUF of pipe(7)).
    private static let pieceBytes = 4096
    /// How often a reader that takes nothing is asked about.
    private static let patienceMilliseconds: Int32 = 100

    /// How long a reader of the last words may take nothing: it is not to keep the command from ending.
    static let lastPatience = Duration.seconds(5)

    /// Writes all of `text`, waiting as long as the reader takes.
    ///
    /// - Parameters:
    ///   - patience: After so long in which the reader takes nothing, the rest of the text is left out; nil is never.
    ///   - isGivenUp: Asked while the reader takes nothing; once it is true, the rest of the text is left out.
    package func write(
        _ text: String, patience: Duration? = nil, unless isGivenUp: () -> Bool = { false }
    ) throws(Failure) {
        try write(Array(text.utf8), patience: patience, unless: isGivenUp)
    }

    /// Writes all of `bytes`, as `write(_:patience:unless:)` of a text does.
    func write(
        _ bytes: [UInt8], patience: Duration? = nil, unless isGivenUp: () -> Bool = { false }
    ) throws(Failure) {
        let failure: Failure? = bytes.withUnsafeBytes { bytes in
            var rest = bytes
            var waited = Duration.zero
            while let base = rest.baseAddress, !rest.isEmpty {
                // Waiting here rather than in write(2), which would not come back while a reader is there and does not read.
                var descriptor = pollfd(fd: fileDescriptor, events: Int16(POLLOUT), revents: 0)
                switch poll(&descriptor, 1, Self.patienceMilliseconds) {
                case 0:
                    waited += .milliseconds(Int64(Self.patienceMilliseconds))
                    if isGivenUp() || patience.map({ waited >= $0 }) ?? false { return nil }
                    continue
                case ..<0 where errno == EINTR: continue
                default: break
                }
                let written = Glibc.write(fileDescriptor, base, min(rest.count, Self.pieceBytes))
                if written >= 0 {
                    waited = .zero
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
                } else if errno != EINTR && errno != EAGAIN {
                    // EAGAIN: someone made the descriptor non-blocking (it is shared with other programs).
                    return errno == EPIPE ? .readerGone : .failed(String(cString: strerror(errno)))
                }
            }
            return nil
        }
        if let failure { throw failure }
    }

    /// Whether the descriptor is a terminal.
    package var isTerminal: Bool { isatty(fileDescriptor) == 1 }
}
