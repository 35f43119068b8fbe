import ArgumentParser
import Glibc
import MonitoringFormatters

/// Takes the command line apart, runs the command, and turns how it ended into an exit status.
package enum ClientProgram {
    /// - Parameter extras: nil in the program that becomes another one when they are asked for.
    package static func run(extras: Extras?) async -> Never {
        // A reader that goes away is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        // So is a file that may not grow any more.
        signal(SIGXFSZ, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst()), extras).rawValue)
    }

    private static func run(_ words: [String], _ extras: Extras?) async -> ExitStatus {
        let isHistory = words.first == HistoryArguments.name
        let parser: any ParsableCommand.Type = isHistory ? HistoryArguments.self : Arguments.self
        do {
            // Parsed alone: the options that it shares with the other command would be taken for that one's.
            if isHistory {
                let arguments = try HistoryArguments.parse(Array(words.dropFirst()))
                guard let extras else { throw FullProgram.become(for: "'\(HistoryArguments.name)'") }
                return try extras.history(arguments)
            }
            var command = try Arguments.parseAsRoot(words)
            guard let arguments = command as? Arguments else {
                if command is HistoryArguments { throw ValidationError("'history' is to come first") }
                // 'help', which throws what it has to say.
                try command.run()
                return .success
            }
            if arguments.printManPage { return print(ManPage.text()) }
            let sources = try SettingSources(options: arguments.settings, file: arguments.config)
            // Now, while nothing else was read that cannot be read again.
            if extras == nil, let reason = try FullProgram.reason(in: sources) {
                throw FullProgram.become(for: reason)
            }
            let effective = try EffectiveSettings.ofProcess(sources)
            if arguments.printConfig { return print(ConfigurationReport.text(effective)) }
            return await Command(settings: effective.settings, extras: extras).run()
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
    package static func complain(_ message: String) {
        let line = HarmlessText.make(
            message.split(whereSeparator: \.isNewline).joined(separator: " "), limit: complaintLimit)
        try? OutputWriter.standardError.write(
            "monitoring-websocket-client: \(line)\n", patience: OutputWriter.lastPatience)
    }
}
