import Glibc

/// Where a client prints what it receives.
public enum ClientOutput: Sendable {
    /// Data to standard output; messages about the connection, and errors, to standard error.
    case standardOutput
    /// To a function of the program.
    case function(@Sendable (PrintedText) throws -> Void)
    /// Nowhere.
    case none

    /// Whether what is printed of this kind may have colour where the client has it switched on: a terminal takes it, a pipe
    /// or file does not, nor does anyone who set `NO_COLOR` (https://no-color.org).
    func allowsColor(_ kind: PrintedText.Kind) -> Bool {
        switch self {
        case .standardOutput:
            isatty(Self.descriptor(of: kind)) == 1 && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
        case .function: true
        case .none: false
        }
    }

    func print(_ text: PrintedText) throws {
        switch self {
        case .standardOutput: try Self.write(text.text, to: Self.descriptor(of: text.kind))
        case .function(let function): try function(text)
        case .none: break
        }
    }

    private static func descriptor(of kind: PrintedText.Kind) -> Int32 {
        kind == .data ? STDOUT_FILENO : STDERR_FILENO
    }

    private static func write(_ text: String, to descriptor: Int32) throws(PrintingError) {
        var text = text
        let failure = text.withUTF8 { bytes -> Int32 in
            var rest = UnsafeRawBufferPointer(bytes)
            while let base = rest.baseAddress, !rest.isEmpty {
                let written = Glibc.write(descriptor, base, rest.count)
                if written >= 0 {
                    rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
                } else if errno == EAGAIN {
                    // Someone made the descriptor non-blocking: wait for room.
                    var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                    _ = poll(&request, 1, -1)
                } else if errno != EINTR {
                    return errno
                }
            }
            return 0
        }
        if failure != 0 { throw PrintingError(detail: String(cString: strerror(failure))) }
    }
}

/// A piece of what a client prints.
public struct PrintedText: Sendable, Hashable {
    /// What it is about.
    public enum Kind: Sendable, Hashable {
        /// A sample.
        case data
        /// The connection.
        case connection
        /// An error.
        case error
    }

    /// What it is about.
    public var kind: Kind
    /// Whole lines, each ended by a newline.
    public var text: String
}

/// Something could not be printed.
struct PrintingError: Error, CustomStringConvertible {
    var detail: String
    var description: String { "the output cannot be written: \(detail)" }
}
