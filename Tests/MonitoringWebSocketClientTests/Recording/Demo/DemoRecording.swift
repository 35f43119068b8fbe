import MonitoringFormatters
import MonitoringMessages
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// A recording of a machine that does not exist, for screenshots and tests: the same bytes each time.
enum DemoRecording {
    /// Twelve minutes.
    static let seconds = 720.0
    /// Between samples: two a second.
    static let interval = 0.5
    private static let reconnectInterval = 5.0
    /// How long an attempt takes to fail, and to succeed.
    private static let attemptTime = (failing: 0.012, succeeding: 0.031)

    /// Writes a machine's recording to a file that is not there yet.
    static func write(_ profile: DemoProfile, to path: String) async throws {
        let writer = try RecordingWriter(path: path, server: WebSocketURI(parsing: profile.uri)) { _ in }
        let seed = profile.hostname.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }
        var samples = DemoSamples(profile: profile, seed: seed)
        var state = ConnectionState.connecting
        var outages = profile.outages[...]

        func change(to new: ConnectionState, at time: Double, reason: String? = nil) async {
            var status = ConnectionStatus(uri: profile.uri)
            status.state = new
            status.reason = reason
            status.since = moment(time)
            await writer.handle(.stateChanged(from: state, status: status))
            state = new
        }
        func receive(_ message: ServerMessage, at time: Double) async throws {
            let text = MessageWriter.text(message, timestamp: timestamp(time), dialect: profile.dialect)
            let received = try MessageReader().read(Array(text.utf8))
            await writer.handle(.message(received, moment(time)))
        }
        func connect(at time: Double) async throws {
            await change(to: .connected, at: time)
            let greeting = ServerMessage.connection(status: "connected", message: "Connected to monitoring server")
            try await receive(greeting, at: time + 0.001)
        }

        try await connect(at: 0)
        var time = 0.1
        while time < seconds {
            if let outage = outages.first, outage.start <= time {
                outages.removeFirst()
                await writer.handle(.error(error(outage.loss, at: outage.start)))
                await change(to: .reconnecting, at: outage.start, reason: outage.loss.text)
                var attempt = outage.start + reconnectInterval
                var number = 1
                while attempt < outage.start + outage.length {
                    let end = attempt + attemptTime.failing
                    await writer.handle(.error(error(outage.refusal, attempt: number, at: end)))
                    attempt = end + reconnectInterval
                    number += 1
                }
                try await connect(at: attempt + attemptTime.succeeding)
                // The machine went on; its next sample comes when it is due.
                while time < attempt + attemptTime.succeeding { time += interval }
            }
            let sample = samples.next(at: time, timestamp: timestamp(time))
            if outages.first.map({ time < $0.start - $0.silence }) ?? true {
                try await receive(.monitoringData(sample), at: time + 0.002)
            }
            time += interval
        }
        await change(to: .disconnected, at: seconds)
    }

    private static func error(_ failure: ConnectionFailure, attempt: Int? = nil, at time: Double) -> ErrorRecord {
        ErrorRecord(moment: moment(time), error: failure.text, type: failure.type, attempt: attempt)
    }

    /// The recording's first second is 2026-11-21T14:00:00Z.
    private static func moment(_ seconds: Double) -> Moment {
        let microseconds = Int64((seconds * 1e6).rounded())
        return Moment(
            monotonic: .microseconds(microseconds),
            wall: WallTime(nanosecondsSinceEpoch: 1_795_269_600_000_000_000 + microseconds * 1000))
    }

    /// As the published server writes it: local time without a zone.
    private static func timestamp(_ seconds: Double) -> String {
        String(Figures.iso8601(moment(seconds).wall).prefix(26))
    }
}
