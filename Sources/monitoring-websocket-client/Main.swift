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
            return await Command(arguments: try Arguments.parse(words)).run()
        } catch {
            guard Arguments.exitCode(for: error) != .success else {
                // --help and --version.
                try? OutputWriter.standardOutput.write(Arguments.fullMessage(for: error) + "\n")
                return .success
            }
            complain(Arguments.message(for: error))
            return .usage
        }
    }

    /// Says what is wrong, on one line of standard error.
    static func complain(_ message: String) {
        let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        try? OutputWriter.standardError.write("monitoring-websocket-client: \(line)\n")
    }
}
