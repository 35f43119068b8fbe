import Foundation
import HostileInput

/// A server whose strings act on terminals, forge lines or hide, in every place where a server can put one: messages, the
/// reason of a close frame and an HTTP error. Then it is well-behaved, so that what is awaited comes.
struct HostileServer {
    let uri: String

    /// Messages with a sample among the hostile ones.
    static let sampleCount = messages.count { $0.contains(#""monitoring_data""#) }
    /// What only its last sample has: the usage of its processor, and the host's name.
    static let lastUsage = "77"
    static let lastHost = "the-end"

    /// Beside the strings that are strange a long one.
    private static let messages = HostileInput.messages.flatMap { message in
        let strings = HostileInput.strings.map(\.text) + [String(repeating: "x", count: 20_000) + "\u{1B}[2J"]
        return strings.map { text in
            message.replacing("\n", with: " ").replacing("§", with: HostileInput.literal(text))
        }
    }

    private static let lastMessage = """
        {"type":"monitoring_data","data":{"processor":{"usage_percent":\(lastUsage)},"system":{"hostname":"\(lastHost)"}}}
        """

    /// Options under which its whole programme is soon over, and each of its alerts is one.
    var options: [String] {
        [
            "--uri", uri, "--reconnect-interval", "0.3", "--alert-hold", "0", "--alert-cool-down", "0", "--alert-link",
            "0.1", "--alert-cpu", "70",
        ]
    }

    /// Runs one for the time of `body`. It serves one client.
    static func with(_ body: (HostileServer) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let file = try folder.file("messages", (messages + [lastMessage]).joined(separator: "\n") + "\n")
        let script = TestTools.packageRoot.appending(path: "Tests/CommandTests/Support/hostile.py").path
        let server = try RunningProgram(URL(filePath: "/usr/bin/env"), ["python3", script, file])
        defer { server.kill() }
        try await body(HostileServer(uri: "ws://127.0.0.1:\(try await server.lines(1)[0])"))
    }
}
