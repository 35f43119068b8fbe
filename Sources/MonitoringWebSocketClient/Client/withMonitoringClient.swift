/// Starts a client, runs `body`, and stops the client however `body` ends.
///
///     try await withMonitoringClient(MonitoringClient(uri: "ws://localhost:8765")) { client in
///         try await Task.sleep(for: .seconds(60))
///         print(client.statistics.messagesReceived)
///     }
/// - Returns: What `body` returns.
/// - Throws: As `WebSocketClient.start`; otherwise what `body` throws.
public func withMonitoringClient<Result>(
    _ client: MonitoringClient, isolation: isolated (any Actor)? = #isolation,
    _ body: (MonitoringClient) async throws -> Result
) async throws -> Result {
    try await client.start()
    do {
        let result = try await body(client)
        await client.stop()
        return result
    } catch {
        await client.stop()
        throw error
    }
}
