import MonitoringMessages
import MonitoringWebSocketClient
import MonitoringWebSocketServer
import WebSocketTransport

/// The command, its settings understood: chooses what is watched.
struct Command {
    let settings: Settings
    let extras: Extras?
    let clock = SystemClock()
    let notices = Notices()

    func run() async -> ExitStatus {
        guard let path = settings.database, let storage = extras?.storage(path, settings, notices) else {
            return await run(storage: nil)
        }
        return await storage.end(await run(storage: storage), settings)
    }

    private func run(storage: (any Storage)?) async -> ExitStatus {
        do {
            if let file = settings.replay { return try await replay(file, storage) }
            if settings.local { return try await watchThisMachine(storage) }
            return try await watch(settings.hosts, storage)
        } catch let error as RecordingError {
            ClientProgram.complain("\(error)")
            return settings.replay == nil ? .cannotWrite : .usage
        } catch let error as LogFileError {
            ClientProgram.complain("\(error)")
            return .cannotWrite
        } catch {
            ClientProgram.complain("\(error)")
            return .unavailable
        }
    }

    private func watch(_ hosts: [WatchedHost], _ storage: (any Storage)?) async throws -> ExitStatus {
        OpenFiles.allow(hosts: hosts.count)
        var recorder: RecordingWriter?
        // The settings allow it for one host only.
        if let path = settings.record, let host = hosts.first {
            recorder = try RecordingWriter(path: path, server: host.host.uri) {
                notices.post("not recorded: \($0)")
            }
        }
        let connector = hosts.count > 1 ? NIOWebSocketConnector.quiet : NIOWebSocketConnector()
        let status = try await Watch(
            settings: settings, hosts: hosts.map { ($0, $0.configuration(settings.client)) },
            connector: connector, clock: clock, notices: notices, extras: extras, recorder: recorder, storage: storage
        ).run { await $0.run() }
        guard let lost = recorder?.lostEvents, lost > 0 else { return status }
        ClientProgram.complain("\(lost) \(lost == 1 ? "event is" : "events are") missing from the recording")
        return status == .success ? .cannotWrite : status
    }

    /// Runs a server inside this process, on a free port of the loopback interface, and watches it over a real WebSocket.
    private func watchThisMachine(_ storage: (any Storage)?) async throws -> ExitStatus {
        var server = MonitoringServerConfiguration()
        server.port = 0
        return try await withMonitoringServer(server, source: SystemSampleSource()) { address in
            var host = WatchedHost(uri: try WebSocketURI(parsing: address.description))
            // The port is another one each time; the manual's name stays.
            host.storedName = "localhost"
            return try await watch([host], storage)
        }
    }

    /// Plays a recording through the same pipeline.
    private func replay(_ file: String, _ storage: (any Storage)?) async throws -> ExitStatus {
        let connector = try ReplayConnector(path: file, speed: settings.speed ?? .recorded, base: clock) {
            notices.post("\($0)")
        }
        var configuration = connector.configuration
        configuration.errorHistoryLimit = settings.client.errorHistoryLimit
        return try await Watch(
            settings: settings, hosts: [(WatchedHost(uri: configuration.uri), configuration)], connector: connector,
            clock: clock, clientClock: connector.clock, notices: notices, extras: extras, storage: storage,
            marks: ["REPLAY"]
        ).run({ await $0.replay(connector) }, awaitEndOfRecording: { await connector.endOfRecording() })
    }
}
