import Foundation
import Synchronization
import TestSupport
import Testing

/// A program in a pseudo-terminal with a terminal emulator at its other end: `Support/terminal.py` as methods.
///
/// Every method waits for the event itself and throws `TerminalDriver.Failure`, which shows the screen, when it did
/// not come in time.
final class TerminalDriver: Sendable {
    /// What the driver says when something did not happen.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// A stretch of cells of one look.
    struct Run: Decodable, Sendable, Equatable {
        var column: Int
        var text: String
        /// A name such as `red` or `default`, or six hexadecimal digits.
        var foreground: String
        var background: String
        /// Of `bold`, `dim`, `underline`, `reverse`.
        var attributes: [String]

        init(from decoder: any Decoder) throws {
            var values = try decoder.unkeyedContainer()
            column = try values.decode(Int.self)
            text = try values.decode(String.self)
            foreground = try values.decode(String.self)
            background = try values.decode(String.self)
            attributes = try values.decode([String].self)
        }
    }

    /// How the program ended.
    struct Exit: Sendable {
        /// The exit status, unless a signal ended it.
        var status: Int?
        /// The signal's name, such as `SEGV`.
        var signal: String?
        /// What was written since the last `output()`.
        var output: String
        /// What of the terminal was not put back, such as `cursor_shown`; empty when all was.
        var notRestored: [String]
        /// From the hang-up to the end.
        var seconds: Double?
    }

    enum MouseAction: String {
        case press
        case wheelUp = "wheel_up"
        case wheelDown = "wheel_down"
    }

    private struct Answer: Decodable {
        var ok: Bool
        var pid: Int32?
        var error: String?
        var screen: [String]?
        var runs: [[Run]]?
        var output: String?
        var status: Int?
        var signal: String?
        var seconds: Double?
        var restored: [String: Bool]?

        var notRestored: [String] {
            (restored ?? [:]).filter { !$0.value && $0.key != "all" }.keys.sorted()
        }
    }

    private let child: ChildProcess
    private let requests: PrivatePipe
    private let answers: PrivatePipe
    /// Answers come one for a request, so requests go one at a time. Blocking reads stay off the cooperative threads.
    private let queue = DispatchQueue(label: "terminal driver")
    private let received = Mutex(Data())

    /// Runs a program in a terminal of `columns`×`rows` for the time of `body`, and kills it afterwards if it still
    /// runs.
    static func run<Result: Sendable>(
        _ command: [String], columns: Int = 80, rows: Int = 24, term: String = "xterm-256color",
        environment: [String: String] = [:], without: [String] = [],
        _ body: (TerminalDriver) async throws -> Result
    ) async throws -> Result {
        var arguments = [script, "--cols", "\(columns)", "--rows", "\(rows)", "--term", term]
        // A crash would otherwise stop at the Swift runtime's interactive backtrace.
        let variables = ["LC_ALL": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"].merging(environment) { $1 }
        arguments += variables.filter { !without.contains($0.key) }.flatMap { ["--env", "\($0.key)=\($0.value)"] }
        arguments += without.flatMap { ["--unset", $0] }
        let driver = try TerminalDriver(arguments: arguments + ["--"] + command)
        let result: Swift.Result<Result, any Error>
        do {
            _ = try await driver.answer()
            result = .success(try await body(driver))
        } catch {
            result = .failure(error)
        }
        await driver.end()
        return try result.get()
    }

    // MARK: - Requests

    /// Waits until the screen matches; the screen's lines.
    @discardableResult
    func expect(_ regex: String, timeout: Double = 60) async throws -> [String] {
        try await ask(["op": "expect", "regex": regex, "timeout": timeout]).screen ?? []
    }

    /// Waits until the screen matches no more; the screen's lines.
    @discardableResult
    func expectGone(_ regex: String, timeout: Double = 60) async throws -> [String] {
        try await ask(["op": "expect_gone", "regex": regex, "timeout": timeout]).screen ?? []
    }

    /// Types keys: characters, and names such as `<UP>`, `<C-c>`, `<F1>`, `<PGDN>`, `<LT>`.
    func send(_ keys: String) async throws {
        _ = try await ask(["op": "send", "keys": keys])
    }

    /// Uses the mouse at a cell counted from 0, if the program asked for it.
    func mouse(_ action: MouseAction, column: Int, row: Int) async throws {
        _ = try await ask(["op": "mouse", "action": action.rawValue, "column": column, "row": row])
    }

    func resize(columns: Int, rows: Int) async throws {
        _ = try await ask(["op": "resize", "cols": columns, "rows": rows])
    }

    /// Lets the terminal take nothing more, as Ctrl-S does where it stops output.
    func stopOutput() async throws {
        _ = try await ask(["op": "stop_output"])
    }

    /// Lets it take output again once a handler of the signal runs in the program.
    func startOutput(inHandlerOf name: String) async throws {
        _ = try await ask(["op": "start_output", "name": name])
    }

    /// Sends a signal by its name, such as `TERM`, to the program or to its whole process group.
    func signal(_ name: String, group: Bool = false) async throws {
        _ = try await ask(["op": "signal", "name": name, "group": group])
    }

    /// The screen's lines now.
    func screen() async throws -> [String] {
        try await ask(["op": "screen"]).screen ?? []
    }

    /// The screen's cells now, row by row, as stretches of one look.
    func runs() async throws -> [[Run]] {
        try await ask(["op": "screen", "cells": true]).runs ?? []
    }

    /// What was written since the last call.
    func output() async throws -> String {
        try await ask(["op": "raw"]).output ?? ""
    }

    /// Waits until the program is stopped, as by Ctrl-Z; what of the terminal was not put back.
    func waitStopped(timeout: Double = 60) async throws -> [String] {
        try await ask(["op": "stopped", "timeout": timeout]).notRestored
    }

    /// Continues the stopped program in the foreground.
    func resume() async throws {
        _ = try await ask(["op": "continue"])
    }

    /// Waits until the program has ended.
    func waitExit(timeout: Double = 60) async throws -> Exit {
        exit(try await ask(["op": "wait_exit", "timeout": timeout]))
    }

    /// Takes the terminal away and waits until the program has ended; with SIGHUP as a shell sends it, or without.
    func hangUp(signal: Bool = false, timeout: Double = 60) async throws -> Exit {
        exit(try await ask(["op": "hangup", "signal": signal, "timeout": timeout]))
    }

    // MARK: - The conversation

    private init(arguments: [String]) throws {
        _ = Self.ignoresBrokenPipes
        requests = try PrivatePipe()
        answers = try PrivatePipe()
        guard let python = Self.python else { throw Failure(description: "no Python with pyte") }
        child = try ChildProcess(
            python, arguments, environment: nil, input: requests.readEnd, output: answers.writeEnd)
        try answers.writeEnd.close()
        try requests.readEnd.close()
    }

    private func end() async {
        try? requests.writeEnd.close()
        await child.end()
    }

    private func ask(_ request: [String: any Sendable]) async throws -> Answer {
        let line = try JSONSerialization.data(withJSONObject: request) + [UInt8(ascii: "\n")]
        return try await answer(to: line)
    }

    private func answer(to request: Data = Data()) async throws -> Answer {
        let line = try await withCheckedThrowingContinuation { continuation in
            queue.async {
                continuation.resume(with: Result { try self.exchange(request) })
            }
        }
        let answer = try JSONDecoder().decode(Answer.self, from: line)
        guard answer.ok else {
            let screen = (answer.screen ?? []).joined(separator: "\n")
            throw Failure(description: "\(answer.error ?? "the driver failed")\n\(screen)")
        }
        return answer
    }

    private func exchange(_ request: Data) throws -> Data {
        if !request.isEmpty {
            try requests.writeEnd.write(contentsOf: request)
        }
        while true {
            if let line = received.withLock({ Self.takeLine(&$0) }) { return line }
            let more = try answers.readEnd.nextData()
            guard !more.isEmpty else { throw Failure(description: "the driver has ended") }
            received.withLock { $0.append(more) }
        }
    }

    private static func takeLine(_ received: inout Data) -> Data? {
        guard let end = received.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = Data(received[..<end])
        received = Data(received[(end + 1)...])
        return line
    }

    private func exit(_ answer: Answer) -> Exit {
        Exit(
            status: answer.status, signal: answer.signal, output: answer.output ?? "", notRestored: answer.notRestored,
            seconds: answer.seconds)
    }
}

// MARK: - Where things are

extension TerminalDriver {
    private static let python = TestTools.tool("python")

    private static let script = TestTools.packageRoot.appending(path: "Tests/CommandTests/Support/terminal.py").path

    /// Whether there is a Python with pyte.
    static let isAvailable = python != nil

    /// A driver that has ended is an error of ours, not the end of the test run.
    private static let ignoresBrokenPipes: Void = {
        Foundation.signal(SIGPIPE, SIG_IGN)
    }()
}

extension Trait where Self == ConditionTrait {
    /// Skips, with this line in the log, where no Python with pyte is installed.
    static var needsTerminalDriver: Self {
        .enabled(if: TerminalDriver.isAvailable, Comment(rawValue: TestTools.missing("Python with pyte")))
    }
}
