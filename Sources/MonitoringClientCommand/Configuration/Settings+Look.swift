import Glibc
package import MonitoringFormatters
import TerminalScreen

extension Settings {
    package var allowsColor: Bool {
        // https://no-color.org: set and not empty.
        !noColor && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
    }

    /// A pipe or file gets UTF-8 whatever the locale, so that its bytes do not depend on who runs the command.
    package func formatOptions(for output: OutputWriter) -> FormatOptions {
        var options = formats
        options.unicode = !ascii && (!output.isTerminal || LocaleSetup.apply())
        return options
    }
}
