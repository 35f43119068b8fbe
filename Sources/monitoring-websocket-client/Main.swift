import ArgumentParser
import Glibc

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
        do {
            let arguments = try Arguments.parse(words)
            if arguments.printManPage {
                return print(ManPage.text(help: Arguments.helpMessage(columns: ManPage.columns)))
            }
            let effective = try EffectiveSettings(arguments)
            if arguments.printConfig { return print(ConfigurationReport.text(effective)) }
            return await Command(settings: effective.settings).run()
        } catch let error as SettingError {
            complain("\(error)")
            return error.status
        } catch {
            guard Arguments.exitCode(for: error) != .success else {
                // --help, --version and --generate-completion-script.
                return print(Arguments.fullMessage(for: error) + "\n")
            }
            complain(Arguments.message(for: error))
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

    /// Says what is wrong, on one line of standard error.
    static func complain(_ message: String) {
        let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        try? OutputWriter.standardError.write("monitoring-websocket-client: \(line)\n")
    }
}
