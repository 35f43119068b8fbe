public import MonitoringMessages

extension WebSocketClient {
    /// Sends a command of the protocol.
    /// - Throws: As `send(text:)`.
    public func send(_ command: ClientCommand) async throws {
        try await send(text: MessageWriter.text(command))
    }

    /// Sends a JSON object, as in `try await client.send(["type": "ping"])`.
    /// - Throws: `ClientError.notJSON` when a number in it is not finite; otherwise as `send(text:)`.
    public func send(_ object: JSONObject) async throws {
        try await send(text: object.text())
    }
}
