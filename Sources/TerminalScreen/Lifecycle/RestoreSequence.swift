import CNcurses

/// The bytes that give the terminal back when nothing but write(2) may be called.
enum RestoreSequence {
    /// From terminfo, after `newterm`: mouse off, attributes and colours reset, keypad off, cursor shown, main screen.
    @MainActor
    static func bytes(mouse: Bool) -> [UInt8] {
        var bytes: [UInt8] = []
        if mouse {
            let off = cncurses_capability("XM").flatMap { cncurses_parametrised($0, 0) }
            bytes += off.map { withoutPadding(String(cString: $0)) } ?? Array("\u{1b}[?1000l".utf8)
        }
        for name in ["sgr0", "op", "rmkx", "cnorm", "rmcup"] {
            if let capability = cncurses_capability(name) {
                bytes += withoutPadding(String(cString: capability))
            }
        }
        return bytes
    }

    /// A terminfo string without its delays, `$<5*/>`.
    static func withoutPadding(_ capability: String) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = Substring(capability)
        while let dollar = rest.firstIndex(of: "$") {
            let after = rest.index(after: dollar)
            if after < rest.endIndex, rest[after] == "<", let end = rest[after...].firstIndex(of: ">") {
                bytes += Array(rest[..<dollar].utf8)
                rest = rest[rest.index(after: end)...]
            } else {
                bytes += Array(rest[...dollar].utf8)
                rest = rest[after...]
            }
        }
        return bytes + Array(rest.utf8)
    }
}
