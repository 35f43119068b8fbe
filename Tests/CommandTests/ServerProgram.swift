import Foundation
import Testing

/// Our server command on a port of its own.
struct ServerProgram: Sendable {
    /// What it says that it listens on, such as `ws://127.0.0.1:41234`.
    let uri: String
    let program: RunningProgram

    var port: Int? { uri.split(separator: ":").last.flatMap { Int($0) } }

    /// Starts a server, on a free port unless told which, and waits until it says that it listens.
    init(_ arguments: [String] = [], port: Int = 0, environment: [String: String] = [:]) async throws {
        program = try RunningProgram(TestTools.server, ["--port", "\(port)"] + arguments, environment: environment)
        let error = try await program.wait(for: "\n", in: .error)
        let prefix = "listening on "
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
