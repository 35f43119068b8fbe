/// The command's exit statuses (the numbers are sysexits(3)'s).
package enum ExitStatus: Int32, Sendable {
    /// Ended as asked: q, Ctrl-C, `--duration`, a signal, or the reader of the pipe went away.
    case success = 0
    /// The command line cannot be understood.
    case usage = 64
    /// The server could not be reached, and reconnecting is off or used up; or a program that is needed is not there.
    case unavailable = 69
    /// A file, all of a recording, or standard output cannot be written.
    case cannotWrite = 73
    /// The configuration file or the environment says something that is not allowed.
    case badConfiguration = 78
}
