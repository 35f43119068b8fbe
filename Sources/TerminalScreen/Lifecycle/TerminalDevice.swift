import Dashboard
import Glibc

/// The terminal as the kernel sees it, under standard input.
enum TerminalDevice {
    /// Cells of any screen there is. Whoever sets the size of a terminal can set 65,535×65,535, for which no memory would do.
    static let largest = ScreenSize(columns: 1000, rows: 500)

    /// The size in cells, as far as it is used; 0×0 when the terminal does not know it.
    static func size() -> ScreenSize {
        var size = winsize()
        guard ioctl(STDIN_FILENO, UInt(TIOCGWINSZ), &size) == 0 else { return ScreenSize(columns: 0, rows: 0) }
        return used(columns: size.ws_col, rows: size.ws_row)
    }

    /// What is used of a screen of that size.
    static func used(columns: UInt16, rows: UInt16) -> ScreenSize {
        ScreenSize(columns: min(Int(columns), largest.columns), rows: min(Int(rows), largest.rows))
    }

    /// The settings of the line; nil when it is gone.
    static func settings() -> termios? {
        var settings = termios()
        return tcgetattr(STDIN_FILENO, &settings) == 0 ? settings : nil
    }

    /// Puts settings back at once, whatever is still on its way out.
    static func apply(_ settings: termios) {
        var settings = settings
        // Fails when the terminal is gone, and then nothing is left to put back.
        _ = tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Whether the other end has gone.
    static func isHungUp() -> Bool {
        var state = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
        guard poll(&state, 1, 0) > 0 else { return false }
        return Int32(state.revents) & (POLLHUP | POLLERR | POLLNVAL) != 0
    }

    /// Writes text to standard output, unless the other end goes away.
    static func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// The terminal's name, from TERM.
    ///
    /// - Throws: why the terminal cannot be used; nothing has been touched.
    static func check() throws(TerminalError) -> String {
        guard isatty(STDIN_FILENO) == 1 else { throw .notATerminal(stream: "standard input") }
        guard isatty(STDOUT_FILENO) == 1 else { throw .notATerminal(stream: "standard output") }
        guard let name = getenv("TERM").map({ String(cString: $0) }), !name.isEmpty else { throw .unnamedTerminal }
        return name
    }
}
