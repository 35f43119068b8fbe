import Foundation
import Synchronization
import TestSupport

/// A pipe whose ends no other program inherits: one that is started at the same moment would keep it open. A pair of sockets,
/// because Swift cannot see `pipe2`.
struct PrivatePipe {
    let readEnd: FileHandle
    let writeEnd: FileHandle

    init() throws {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { throw POSIXError(.EMFILE) }
        readEnd = FileHandle(fileDescriptor: ends[0], closeOnDealloc: true)
        writeEnd = FileHandle(fileDescriptor: ends[1], closeOnDealloc: true)
    }

    /// Writes until nothing more can be written.
    func fill() throws {
        let bytes = [UInt8](repeating: UInt8(ascii: "x"), count: 4096)
        while send(writeEnd.fileDescriptor, bytes, bytes.count, Int32(MSG_DONTWAIT)) > 0 {}
        guard errno == EAGAIN else { throw POSIXError(.EIO) }
    }
}

/// A program that runs beside the test, its output collected as it comes. Waiting is for an event, with a deadline.
final class RunningProgram: Sendable {
    /// The deadline passed; the text says what was awaited and what had come until then.
    struct TimedOut: Error, CustomStringConvertible {
        let description: String
    }

    enum Stream: Sendable {
        case output, error
    }

    private struct State {
        var output = Data()
        var error = Data()
        var status: Int32?
        var waiters: [UUID: @Sendable (State) -> Bool] = [:]

        func text(_ stream: Stream) -> String {
            String(decoding: stream == .output ? output : error, as: UTF8.self)
        }
    }

    private let state = Mutex(State())
    let processIdentifier: Int32

    /// - Parameters:
    ///   - environment: Added to a small fixed environment, so that a test does not depend on who runs it.
    ///   - reader: What it writes its output to, in place of this object.
    init(
        _ program: URL, _ arguments: [String], environment: [String: String] = [:], reader: FileHandle? = nil
    ) throws {
        let output = try PrivatePipe()
        let error = try PrivatePipe()
        let child = try ChildProcess(
            program, arguments, environment: ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"].merging(environment) { $1 },
            output: reader ?? output.writeEnd, error: error.writeEnd)
        try output.writeEnd.close()
        try error.writeEnd.close()
        processIdentifier = child.identifier
        // The exit is told when all output has come.
        let ends = DispatchGroup()
        collect(output.readEnd, .output, ends)
        collect(error.readEnd, .error, ends)
        Thread.detachNewThread {
            let status = child.wait()
            ends.notify(queue: .global()) { self.change { $0.status = status } }
        }
    }

    /// - Parameter command: The program's path, and its arguments.
    convenience init(_ command: [String], environment: [String: String] = [:]) throws {
        try self.init(URL(filePath: command[0]), Array(command.dropFirst()), environment: environment)
    }

    /// All of a stream once it holds `text`.
    @discardableResult
    func wait(for text: String, in stream: Stream = .output, within seconds: Int = 60) async throws -> String {
        try await wait("\"\(text)\"", within: seconds) { state in
            let all = state.text(stream)
            return all.contains(text) ? all : nil
        }
    }

    /// All of standard output once it is as asked.
    /// - Parameter what: what is awaited, for people.
    func output(
        with what: String, within seconds: Int = 60, _ condition: @escaping @Sendable (String) -> Bool
    ) async throws -> String {
        try await wait(what, within: seconds) { state in
            let text = state.text(.output)
            return condition(text) ? text : nil
        }
    }

    /// Waits until the newest output holds `text`; far cheaper than `wait(for:)` where there is much of it.
    func wait(forLast text: String, within seconds: Int = 60) async throws {
        _ = try await wait("\"\(text)\" at the end", within: seconds) { state in
            String(decoding: state.output.suffix(4096), as: UTF8.self).contains(text) ? true : nil
        }
    }

    /// The first `count` lines of standard output once they are there.
    func lines(_ count: Int, within seconds: Int = 60) async throws -> [String] {
        try await wait("\(count) lines", within: seconds) { state in
            let lines = state.text(.output).split(separator: "\n", omittingEmptySubsequences: false)
            return lines.count > count ? lines.prefix(count).map(String.init) : nil
        }
    }

    /// The exit status, and all that was written.
    func finish(within seconds: Int = 60) async throws -> (status: Int32, output: String, error: String) {
        try await wait("the end", within: seconds) { state in
            state.status.map { ($0, state.text(.output), state.text(.error)) }
        }
    }

    func send(signal: Int32) {
        _ = Foundation.kill(processIdentifier, signal)
    }

    /// What has come until now.
    func written(_ stream: Stream = .output) -> String {
        state.withLock { $0.text(stream) }
    }

    /// Ends the program if it still runs.
    func kill() {
        if state.withLock({ $0.status == nil }) { send(signal: SIGKILL) }
    }

    /// Blocking reads stay off the cooperative threads.
    private func collect(_ handle: FileHandle, _ stream: Stream, _ ends: DispatchGroup) {
        ends.enter()
        Thread.detachNewThread {
            while let data = try? handle.nextData(), !data.isEmpty {
                self.change { if stream == .output { $0.output += data } else { $0.error += data } }
            }
            ends.leave()
        }
    }

    private func change(_ body: (inout State) -> Void) {
        state.withLock { state in
            body(&state)
            for (id, waiter) in state.waiters where waiter(state) { state.waiters[id] = nil }
        }
    }

    /// - Parameter result: What is awaited, as soon as it can be made from the state.
    private func wait<Result: Sendable>(
        _ what: String, within seconds: Int, _ result: @escaping @Sendable (State) -> Result?
    ) async throws -> Result {
        let (results, continuation) = AsyncStream<Result>.makeStream()
        let id = UUID()
        let waiter: @Sendable (State) -> Bool = { state in
            guard let result = result(state) else { return false }
            continuation.yield(result)
            continuation.finish()
            return true
        }
        state.withLock { if !waiter($0) { $0.waiters[id] = waiter } }
        let deadline = DispatchSource.makeTimerSource()
        deadline.setEventHandler { continuation.finish() }
        deadline.schedule(deadline: .now() + .seconds(seconds))
        deadline.activate()
        defer {
            deadline.cancel()
            _ = state.withLock { $0.waiters.removeValue(forKey: id) }
        }
        for await result in results { return result }
        let state = state.withLock { $0 }
        throw TimedOut(
            description: """
                waited \(seconds) s for \(what); standard output: \(state.text(.output).suffix(2000)); \
                standard error: \(state.text(.error).suffix(2000))
                """)
    }
}
