import AlertDelivery
import Foundation
import MonitoringAlerts
import NIOPosix
import TestSupport
import Testing

@Suite struct CommandNotifierTests {
    private static let environment = ["PATH=/usr/bin:/bin", "MARK=here"]

    private func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "alerts-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder)
    }

    private func failure(_ command: String, limit: Duration = .seconds(60)) async -> AlertDeliveryError? {
        do {
            try await CommandNotifier(command, timeLimit: limit, environment: Self.environment).send([Notices.raised()])
            return nil
        } catch {
            return error as? AlertDeliveryError
        }
    }

    @Test func theAlertIsOnStandardInputAndNowhereElse() async throws {
        try await withFolder { folder in
            let notifier = CommandNotifier(
                "cat >> '\(folder)/in'; echo \"$MARK $# $0\" >> '\(folder)/in'", environment: Self.environment)
            let nasty = Notices.raised(2, detail: "'; touch \(folder)/owned; $(touch \(folder)/owned)")
            try await notifier.send([Notices.raised(), nasty])
            let lines = try String(contentsOfFile: "\(folder)/in", encoding: .utf8).split(separator: "\n")
            #expect(lines.count == 4)
            let alert = try #require(try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
            #expect(alert["event"] as? String == "raised")
            #expect(alert["peak"] as? Double == 97)
            #expect(lines[1] == "here 0 /bin/sh")
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/owned"))
        }
    }

    @Test(arguments: [
        ("exit 3", "it ended with status 3"), ("kill -TERM $$", "it was ended by signal 15"),
        ("/no/such/program", "it ended with status 127"),
    ])
    func howItEndedIsTold(command: String, told: String) async {
        #expect(await failure(command) == AlertDeliveryError(told, isTemporary: false))
    }

    @Test(arguments: ["true", "exec 0<&-", "echo much; echo more >&2"])
    func itNeedNotReadItsInput(command: String) async {
        #expect(await failure(command) == nil)
    }

    @Test func oneThatHangsIsKilledWithAllThatItStarted() async throws {
        try await withFolder { folder in
            // The pipe ends when the last of the processes has gone.
            #expect(mkfifo("\(folder)/pipe", 0o600) == 0)
            let reader = open("\(folder)/pipe", O_RDONLY | O_NONBLOCK)
            try #require(reader >= 0)
            defer { close(reader) }
            let told = await failure(
                "exec > '\(folder)/pipe'; trap '' TERM; (sleep 600; echo) & sleep 600", limit: .seconds(1))
            #expect(told == AlertDeliveryError("it took longer than 1 s and was killed", isTemporary: false))
            let end = await onOwnThread {
                var state = pollfd(fd: reader, events: Int16(POLLIN), revents: 0)
                return poll(&state, 1, 60_000) == 1 && Int32(state.revents) & POLLHUP != 0
            }
            #expect(end)
        }
    }

    @Test(arguments: [false, true])
    func cancellingKillsItToo(isPoolBusy: Bool) async throws {
        try await withFolder { folder in
            #expect(mkfifo("\(folder)/pid", 0o600) == 0)
            let threads = NIOThreadPool(numberOfThreads: 1)
            threads.start()
            let isFree = DispatchSemaphore(value: 0)
            if isPoolBusy { threads.submit { _ in isFree.wait() } }
            let notifier = CommandNotifier(
                "echo $$ > '\(folder)/pid'; sleep 600", timeLimit: .seconds(600), environment: Self.environment,
                threads: threads)
            let task = Task { try await notifier.send([Notices.raised()]) }
            let line = await onOwnThread {
                (try? FileHandle(forReadingFrom: URL(filePath: "\(folder)/pid")).nextData()) ?? Data()
            }
            let identifier = try #require(pid_t(String(decoding: line, as: UTF8.self).dropLast()))
            task.cancel()
            isFree.signal()
            await #expect(throws: CancellationError.self) { try await task.value }
            // Reaped: its number is nobody's.
            #expect(kill(identifier, 0) == -1 && errno == ESRCH)
            try await threads.shutdownGracefully()
        }
    }
}
