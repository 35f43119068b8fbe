/// What the user allows; the terminal may still offer less.
package struct TerminalOptions: Sendable {
    /// Whether colours may be used. Default: true.
    package var allowsColor = true
    /// Whether only ASCII may be drawn. Default: false.
    package var forcesASCII = false
    /// Whether the wheel and the buttons are asked for. The terminal's own selection then needs Shift. Default: true.
    package var usesMouse = true

    /// The defaults.
    package init() {}
}
