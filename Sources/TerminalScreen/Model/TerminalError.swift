/// Why there can be no full-screen display. `description` is a sentence for the user.
package enum TerminalError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Standard input or output is a file, a pipe or nothing.
    case notATerminal(stream: String)
    /// TERM is unset or empty.
    case unnamedTerminal
    /// There is no terminfo entry of that name.
    case unknownTerminal(String)
    /// The terminal cannot place its cursor.
    case cannotPlaceCursor(String)
    /// The system refused something; `reason` says what and why.
    case setupFailed(reason: String)

    package var description: String {
        switch self {
        case .notATerminal(let stream):
            "\(stream) is not a terminal; use --stream"
        case .unnamedTerminal:
            "TERM is not set; set it to the terminal's name, such as xterm-256color, or use --stream"
        case .unknownTerminal(let name):
            "TERM \"\(Self.printable(name))\" is not known here; "
                + "set it to a known name, such as xterm-256color, or use --stream"
        case .cannotPlaceCursor(let name):
            "TERM \"\(Self.printable(name))\" cannot place the cursor; use --stream"
        case .setupFailed(let reason):
            "the terminal could not be set up: \(reason); use --stream"
        }
    }

    /// An environment value made harmless for an error line.
    private static func printable(_ name: String) -> String {
        String(String.UnicodeScalarView(name.unicodeScalars.map { (0x20..<0x7f).contains($0.value) ? $0 : "?" }))
    }
}
