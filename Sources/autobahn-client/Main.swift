import Glibc
import WebSocketTransport

/// The echo client that the Autobahn fuzzing server tests: `autobahn-client URI AGENT`.
///
/// It asks how many cases there are, runs each, and has the server write its report under the agent's name.
@main
struct AutobahnClient {
    static func main() async {
        let arguments = CommandLine.arguments.dropFirst()
        guard arguments.count == 2, let server = arguments.first, let agent = arguments.last else {
            end(EX_USAGE, "usage: autobahn-client URI AGENT, such as: autobahn-client ws://127.0.0.1:9001 this-client")
        }
        do {
            let client = try Self(server: server, agent: agent)
            let count = try await client.caseCount()
            for number in 1...max(1, count) {
                try await client.run(case: number)
            }
            try await client.updateReports()
        } catch let error as WebSocketURIError {
            end(EX_USAGE, "autobahn-client: \(error)")
        } catch {
            end(EX_UNAVAILABLE, "autobahn-client: \(error)")
        }
    }

    private let server: String
    private let agent: String
    private let configuration: WebSocketConfiguration

    /// - Throws: `WebSocketURIError` when `server` is no WebSocket URI.
    private init(server: String, agent: String) throws {
        _ = try WebSocketURI(parsing: server)
        self.server = server
        self.agent = agent
        var configuration = WebSocketConfiguration()
        // The largest case has 16 MiB in a message.
        configuration.maximumMessageBytes = 32 * 1024 * 1024
        self.configuration = configuration
    }

    private struct NoCaseCount: Error, CustomStringConvertible {
        let description = "the server did not say how many cases it has; is it an Autobahn fuzzing server?"
    }

    private func caseCount() async throws -> Int {
        try await connect("getCaseCount") { link in
            for try await event in link.events {
                if case .text(let bytes) = event, let count = Int(String(decoding: bytes, as: UTF8.self)) {
                    return count
                }
            }
            throw NoCaseCount()
        }
    }

    /// Sends every message back until the server ends the case.
    private func run(case number: Int) async throws {
        do {
            try await connect("runCase?case=\(number)&agent=\(agent)") { link in
                for try await event in link.events {
                    switch event {
                    case .text(let bytes): try await link.send(text: String(decoding: bytes, as: UTF8.self))
                    case .binary(let bytes): try await link.send(binary: Array(bytes))
                    case .pong, .closed: break
                    }
                }
            }
        } catch WebSocketTransportError.protocolViolation, WebSocketTransportError.connectionLost,
            WebSocketTransportError.notConnected
        {
            // What the case wanted to see; the server's report says whether it was right.
        }
    }

    private func updateReports() async throws {
        try await connect("updateReports?agent=\(agent)") { link in
            for try await _ in link.events {}
        }
    }

    private func connect<Result: Sendable>(
        _ target: String, _ body: (NIOWebSocketLink) async throws -> Result
    ) async throws -> Result {
        let separator = server.hasSuffix("/") ? "" : "/"
        let uri = try WebSocketURI(parsing: server + separator + target)
        return try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration, body)
    }

    private static func end(_ status: Int32, _ text: String) -> Never {
        // A closed standard error is nobody's loss.
        let line = text + "\n"
        _ = line.utf8.withContiguousStorageIfAvailable { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        exit(status)
    }
}
