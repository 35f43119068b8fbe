import ArgumentParser

/// The manual page as roff source (man(7)), made of the help, so that it cannot say something else.
enum ManPage {
    /// So wide that no entry of the help is broken.
    private static let columns = 10_000

    static func text() -> String {
        var page = """
            .TH MONITORING\\-WEBSOCKET\\-CLIENT 1
            .SH NAME
            monitoring\\-websocket\\-client \\- a live dashboard of a machine over WebSocket

            """
        page += sections(
            of: Arguments.helpMessage(columns: columns), overview: ".SH DESCRIPTION", usage: ".SH SYNOPSIS",
            options: ".SH OPTIONS")
        page += sections(
            of: Arguments.helpMessage(for: HistoryArguments.self, columns: columns), overview: ".SH HISTORY",
            usage: ".PP", options: ".PP")
        page +=
            ".SH CONFIGURATION\nA key of the configuration file, its variable of the environment, and its default:\n"
        for key in SettingKey.allCases {
            page += ".TP\n\\fB\(escaped(key.rawValue[...]))\\fR, \(key.variable)\n"
            page += "\(escaped((key.defaultText ?? "none")[...]))\n"
        }
        return page + """
            .SH FILES
            .TP
            $XDG_CONFIG_HOME/monitoring\\-websocket\\-client/config.yaml
            The configuration file; without XDG_CONFIG_HOME it is looked for below ~/.config.

            """
    }

    /// - Parameters:
    ///   - help: As ArgumentParser lays it out in so many columns: `OVERVIEW:`, `USAGE:`, `OPTIONS:` and `SUBCOMMANDS:`,
    ///     which have pages of their own.
    ///   - overview: The request before that part, as the others are.
    private static func sections(of help: String, overview: String, usage: String, options: String) -> String {
        var page = ""
        for line in help.split(separator: "\n") {
            if let text = line.suffix(after: "OVERVIEW: ") {
                page += "\(overview)\n\(escaped(text))\n"
            } else if let text = line.suffix(after: "USAGE: ") {
                page += "\(usage)\n\(escaped(text))\n"
            } else if line == "OPTIONS:" {
                page += "\(options)\n"
            } else if line == "SUBCOMMANDS:" {
                break
            } else if let entry = line.suffix(after: "  ") {
                page += item(entry)
            } else {
                page += ".PP\n\(escaped(line))\n"
            }
        }
        return page
    }

    /// `-u, --uri <uri>   Its help.`, or for a long option its help on a line of its own.
    private static func item(_ entry: Substring) -> String {
        if entry.first == " " { return "\(escaped(entry.drop { $0 == " " }))\n" }
        let names = entry.split(separator: " ").prefix { $0.first == "-" || $0.first == "<" }
        let end = names.last?.endIndex ?? entry.startIndex
        let help = entry[end...].drop { $0 == " " }
        return ".TP\n\\fB\(escaped(entry[..<end]))\\fR\n" + (help.isEmpty ? "" : "\(escaped(help))\n")
    }

    /// A period or quote at the start of a line would be a request.
    private static func escaped(_ text: Substring) -> String {
        let text = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
        return text.hasPrefix(".") || text.hasPrefix("'") ? "\\&" + text : String(text)
    }
}

extension Substring {
    /// What follows `prefix`; nil without it.
    fileprivate func suffix(after prefix: String) -> Substring? {
        hasPrefix(prefix) ? dropFirst(prefix.count) : nil
    }
}
