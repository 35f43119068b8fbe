import Synchronization
import Testing

@testable import WebSocketTransport

/// Connects to a port of this machine, for tests.
func withLink<Result: Sendable>(
    port: Int, path: String = "/", configuration: WebSocketConfiguration = .init(),
    _ body: (NIOWebSocketLink) async throws -> Result
) async throws -> Result {
    let uri = try WebSocketURI(parsing: "ws://127.0.0.1:\(port)\(path)")
    return try await NIOWebSocketConnector().withConnection(to: uri, configuration: configuration, body)
}

extension NIOWebSocketEvents {
    /// Everything until the end, and the error that ended it.
    func all() async -> (events: [WebSocketEvent], error: WebSocketTransportError?) {
        var events: [WebSocketEvent] = []
        do {
            for try await event in self {
                events.append(event)
            }
            return (events, nil)
        } catch {
            return (events, error as? WebSocketTransportError)
        }
    }
}

/// Something that happens once, and that others wait for.
final class Signal: Sendable {
    private let stream: AsyncStream<Never>
    private let continuation: AsyncStream<Never>.Continuation

    init() {
        (stream, continuation) = AsyncStream.makeStream()
    }

    func fire() {
        continuation.finish()
    }

    func wait() async {
        for await _ in stream {}
    }
}
