package import ArgumentParser
import MonitoringFormatters

/// The command line of `history`. What is a key of the configuration file as well is looked for there, too.
package struct HistoryArguments: ParsableCommand {
    static let name = "history"
    /// How far back it goes unless told otherwise; the manual's.
    package static let standardHours = 24
    package static let configuration = CommandConfiguration(
        commandName: name,
        abstract: "Print the samples that --database stored, oldest first.",
        usage: "monitoring-websocket-client \(name) [<options>]",
        discussion: """
            Each with its time, in the zone of this machine, and its server; as JSON it has the columns of the table \
            'monitoring_data'.
            """,
        version: Arguments.configuration.version
    )

    @Option(
        help: ArgumentHelp("The SQLite database. (default: that of the configuration)", valueName: "file"),
        completion: .file())
    var database: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "How many hours to go back. (default: \(standardHours))", valueName: "n"))
    package var hours: String?

    @Option(help: ArgumentHelp("Only the samples of this server, as it is printed. (default: all)", valueName: "name"))
    package var server: String?

    @Option(
        name: [.short, .long],
        help: ArgumentHelp(
            "Output format: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", ")). (default: simple)"),
        completion: .list(OutputFormat.allCases.map(\.rawValue))
    )
    var format: String?

    @Flag(help: "No colour (also when NO_COLOR is set).")
    var noColor = false

    @Flag(help: "Only ASCII characters.")
    var ascii = false

    @Option(
        help: ArgumentHelp("Read this configuration file.", valueName: "file"),
        completion: .file(extensions: ["yaml", "yml"]))
    package var config: String?

    package init() {}

    /// The keys that options were given for, with the text of each.
    package var settings: [SettingKey: String] {
        var settings: [SettingKey: String] = [:]
        settings[.database] = database
        settings[.format] = format
        if noColor { settings[.noColor] = "true" }
        if ascii { settings[.ascii] = "true" }
        return settings
    }
}
