import Foundation
import Testing

/// Our server command on a port of its own.
struct ServerProgram: Sendable {
    /// What it says that it listens on, such as `ws://127.0.0.1:41234`.
    let uri: String
    let program: RunningProgram

    var port: Int? { uri.split(separator: ":").last.flatMap { Int($0) } }

    /// Starts a server, on a free port unless told which, and waits until it says that it listens.
    /// - Parameter setUp: What a shell runs before, such as `ulimit`.
    init(
        _ arguments: [String] = [], port: Int = 0, environment: [String: String] = [:], setUp: String = ":"
    ) async throws {
        program = try RunningProgram(
            ["/bin/sh", "-c", "\(setUp); exec \"$0\" \"$@\"", TestTools.server.path, "--port", "\(port)"] + arguments,
            environment: environment)
        let prefix = "listening on "
        let error = try await program.wait(for: prefix, in: .error)
        let line = try #require(error.split(separator: "\n").first { $0.hasPrefix(prefix) }, "no server: \(error)")
        uri = String(line.dropFirst(prefix.count))
    }

    /// Runs `body` beside a server, and kills the server whatever happens.
    static func with<Result>(
        _ arguments: [String] = [], environment: [String: String] = [:], _ body: (ServerProgram) async throws -> Result
    ) async throws -> Result {
        let server = try await ServerProgram(arguments, environment: environment)
        defer { server.program.kill() }
        return try await body(server)
    }
}
