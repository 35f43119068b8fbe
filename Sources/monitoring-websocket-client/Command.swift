import MonitoringMessages
import MonitoringWebSocketClient
import MonitoringWebSocketServer
import WebSocketTransport

/// The command, its arguments understood: chooses what is watched.
struct Command {
    let arguments: Arguments
    let clock = SystemClock()
    let notices = Notices()

    func run() async -> ExitStatus {
        do {
            if let file = arguments.replay { return try await replay(file) }
            if arguments.local { return try await watchThisMachine() }
            return try await watch(try arguments.server)
        } catch let error as RecordingError {
            Main.complain("\(error)")
            return arguments.replay == nil ? .cannotWrite : .usage
        } catch {
            Main.complain("\(error)")
            return .unavailable
        }
    }

    private func watch(_ server: WebSocketURI) async throws -> ExitStatus {
        var configuration = ClientConfiguration(uri: server)
        configuration.reconnect = !arguments.noReconnect
        configuration.reconnectInterval = arguments.reconnectInterval.duration
        configuration.maxReconnectAttempts = arguments.maxReconnects
        configuration.pingInterval = arguments.pingInterval.duration
        configuration.pingTimeout = arguments.pingTimeout.duration
        configuration.operationTimeout = arguments.operationTimeout.duration
        var recorder: RecordingWriter?
        if let path = arguments.record {
            recorder = try RecordingWriter(path: path, server: server) { notices.post("not recorded: \($0)") }
        }
        let status = await Watch(
            arguments: arguments, configuration: configuration, connector: NIOWebSocketConnector(), clock: clock,
            notices: notices, recorder: recorder
        ).run { await $0.run() }
        guard let lost = recorder?.lostEvents, lost > 0 else { return status }
        Main.complain("\(lost) \(lost == 1 ? "event is" : "events are") missing from the recording")
        return status == .success ? .cannotWrite : status
    }

    /// Runs a server inside this process, on a free port of the loopback interface, and watches it over a real WebSocket.
    private func watchThisMachine() async throws -> ExitStatus {
        var configuration = MonitoringServerConfiguration()
        configuration.port = 0
        return try await withMonitoringServer(configuration, source: SystemSampleSource()) { address in
            try await watch(try WebSocketURI(parsing: address.description))
        }
    }

    /// Plays a recording through the same pipeline.
    private func replay(_ file: String) async throws -> ExitStatus {
        let connector = try ReplayConnector(path: file, speed: arguments.speed ?? .recorded, clock: clock) {
            notices.post("\($0)")
        }
        return await Watch(
            arguments: arguments, configuration: connector.configuration, connector: connector, clock: clock,
            notices: notices, recorder: nil
        ).run { await $0.replay() }
    }
}
