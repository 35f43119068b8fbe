package import Dashboard

/// What comes from the terminal and from the system.
package enum TerminalEvent: Sendable, Hashable {
    case key(Key)
    case mouse(MouseEvent)
    /// The terminal has a new size, which may be 0×0. The next drawing paints everything.
    case resized(ScreenSize)
    /// The process was stopped and is continued; the screen has been repainted.
    case resumed
    /// SIGINT, SIGTERM, SIGHUP or SIGQUIT came from outside: time to leave the scope.
    case terminated(signal: Int32)
    /// The terminal is gone: nothing can be drawn or read any more.
    case hangup
}
