import Glibc
import MonitoringAlerts
import MonitoringMessages
public import NIOPosix

/// Runs a command of the shell for each notice, with the alert as one line of JSON (see `AlertJSON`) on its standard input.
/// What it writes goes nowhere.
public struct CommandNotifier: AlertNotifier {
    /// `the alert command`.
    public let name = "the alert command"
    /// One alert a run.
    public let batchLimit = 1
    /// Never: it may have done half of its work.
    public let retryLimit = 0
    private let command: String
    private let timeLimit: Duration
    private let environment: [String]
    private let threads: NIOThreadPool

    /// - Parameters:
    ///   - command: What `/bin/sh -c` gets. Nothing of an alert is ever part of it.
    ///   - timeLimit: After this time it is killed, with all that it started.
    ///   - environment: The command's variables, as `NAME=value`.
    ///   - threads: Where its end is waited for.
    public init(
        _ command: String, timeLimit: Duration = .seconds(10), environment: [String],
        threads: NIOThreadPool = .singleton
    ) {
        self.command = command
        self.timeLimit = timeLimit
        self.environment = environment
        self.threads = threads
    }

    /// Runs the command for each, one after the other.
    public func send(_ notices: [AlertNotice]) async throws {
        for notice in notices {
            try await run(input: AlertJSON.text(notice.event, now: notice.moment.monotonic) + "\n")
        }
    }

    private func run(input: String) async throws {
        let group = try ProcessGroup(shellCommand: command, input: input, environment: environment)
        let status = await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try await Task.sleep(for: timeLimit)
                group.kill()
            }
            // Cancelled before its end it is killed as well, so that this comes back. Not by the pool's `runIfActive`: what
            // is cancelled in time it never starts, and nobody would reap the command.
            let status = await withTaskCancellationHandler {
                await withCheckedContinuation { status in
                    threads.submit { _ in status.resume(returning: group.wait()) }
                }
            } onCancel: {
                group.kill()
            }
            tasks.cancelAll()
            return status
        }
        try Task.checkCancellation()
        switch status {
        case .exited(0): return
        case .exited(let code):
            throw AlertDeliveryError("it ended with status \(code)", isTemporary: false)
        case .killed:
            throw AlertDeliveryError(
                "it took longer than \(timeLimit.components.seconds) s and was killed", isTemporary: false)
        case .signalled(let signal):
            throw AlertDeliveryError("it was ended by signal \(signal)", isTemporary: false)
        }
    }
}
