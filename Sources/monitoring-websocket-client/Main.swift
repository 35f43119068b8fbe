import ArgumentParser
import Glibc
import MonitoringFormatters

/// Takes the command line apart, runs the command, and turns how it ended into an exit status.
@main
struct Main {
    static func main() async {
        // A reader that goes away is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that may not grow any more.
        signal(SIGXFSZ, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    private static func run(_ words: [String]) async -> ExitStatus {
        let isHistory = words.first == HistoryArguments.name
        let parser: any ParsableCommand.Type = isHistory ? HistoryArguments.self : Arguments.self
        do {
            // Parsed alone: the options that it shares with the other command would be taken for that one's.
            if isHistory {
                return try HistoryCommand(HistoryArguments.parse(Array(words.dropFirst()))).run()
            }
            var command = try Arguments.parseAsRoot(words)
            guard let arguments = command as? Arguments else {
                if command is HistoryArguments { throw ValidationError("'history' is to come first") }
                // 'help', which throws what it has to say.
                try command.run()
                return .success
            }
            if arguments.printManPage { return print(ManPage.text()) }
            let effective = try EffectiveSettings(arguments)
            if arguments.printConfig { return print(ConfigurationReport.text(effective)) }
            return await Command(settings: effective.settings).run()
        } catch let error as SettingError {
            complain("\(error)")
            return error.status
        } catch {
            guard parser.exitCode(for: error) != .success else {
                // --help, --version and --generate-completion-script.
                return print(parser.fullMessage(for: error) + "\n")
            }
            complain(parser.message(for: error))
            return .usage
        }
    }

    private static func print(_ text: String) -> ExitStatus {
        do {
            try OutputWriter.standardOutput.write(text)
            return .success
        } catch .readerGone {
            return .success
        } catch {
            complain("standard output cannot be written: \(error)")
            return .cannotWrite
        }
    }

    /// Characters of a complaint: those that repeat what someone else wrote are shorter.
    private static let complaintLimit = 10_000

    /// Says what is wrong, on one line of standard error.
    static func complain(_ message: String) {
        let line = HarmlessText.make(
            message.split(whereSeparator: \.isNewline).joined(separator: " "), limit: complaintLimit)
        try? OutputWriter.standardError.write(
            "monitoring-websocket-client: \(line)\n", patience: OutputWriter.lastPatience)
    }
}
