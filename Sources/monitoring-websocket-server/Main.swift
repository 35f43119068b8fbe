import ArgumentParser
import Glibc
import Logging
import MonitoringWebSocketServer
import UnixSignals

/// Takes the command line apart, runs the server until a signal, and turns how it ended into an exit status.
@main
struct Main {
    /// The numbers of sysexits(3).
    private enum ExitStatus: Int32 {
        case success = 0
        case usage = 64
        case unavailable = 69
    }

    static func main() async {
        // A client that goes away is an error of the write, not the end of the process.
        signal(SIGPIPE, SIG_IGN)
        exit(await run(Array(CommandLine.arguments.dropFirst())).rawValue)
    }

    private static func run(_ words: [String]) async -> ExitStatus {
        let arguments: Arguments
        do {
            arguments = try Arguments.parse(words)
        } catch {
            guard Arguments.exitCode(for: error) != .success else {
                // --help and --version.
                print(Arguments.fullMessage(for: error), to: STDOUT_FILENO)
                return .success
            }
            complain(Arguments.message(for: error))
            return .usage
        }
        do {
            try await serve(arguments)
            return .success
        } catch let error as MonitoringServerError {
            complain(Arguments.advice(about: error))
            switch error {
            case .portInUse, .portNotAllowed, .cannotListen: return .unavailable
            default: return .usage
            }
        } catch {
            complain("\(error)")
            return error is SecretFile.Unusable ? .usage : .unavailable
        }
    }

    private static func serve(_ arguments: Arguments) async throws {
        let configuration = try arguments.configuration
        raiseFileLimit()
        // Trapped before anything listens, so that no signal is lost.
        let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
        var collector = CollectorConfiguration()
        collector.diskPaths = arguments.diskPaths
        var logger = Logger(label: "server") { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = arguments.verbose ? .info : .warning
        let source = SystemSampleSource(collector, longestSpan: max(.seconds(3), configuration.interval * 2))
        try await withMonitoringServer(configuration, source: source, logger: logger) { address in
            print("listening on \(address)", to: STDERR_FILENO)
            for await _ in signals { break }
        }
    }

    /// A thousand clients need more files than the 1,024 that a process may open by default.
    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }

    /// Says what is wrong, on one line of standard error.
    private static func complain(_ message: String) {
        let line = message.split(whereSeparator: \.isNewline).joined(separator: " ")
        print("monitoring-websocket-server: \(line)", to: STDERR_FILENO)
    }

    /// When nobody can be told, there is nothing to be done about it.
    private static func print(_ line: String, to fileDescriptor: Int32) {
        let bytes = Array("\(line)\n".utf8)
        _ = write(fileDescriptor, bytes, bytes.count)
    }
}
