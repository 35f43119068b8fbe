import Foundation
import MonitoringMessages
import Synchronization
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// A clock on which nobody has to wait: who sleeps moves it on. For runs in which one task at a time sleeps. The deadline for
/// closing a link lies past the end of such a run: who sleeps past that waits until it is cancelled.
final class SkippingClock: ClientClock {
    private let start: WallTime
    private let state = Mutex(Duration.zero)

    private let end: Duration

    init(start: WallTime = WallTime(nanosecondsSinceEpoch: 0), end: Duration = .seconds(1_000_000)) {
        self.start = start
        self.end = end
    }

    func now() -> Moment {
        let now = state.withLock { $0 }
        let (seconds, attoseconds) = now.components
        var wall = start
        wall.nanosecondsSinceEpoch += seconds * 1_000_000_000 + attoseconds / 1_000_000_000
        return Moment(monotonic: now, wall: wall)
    }

    func sleep(until deadline: Duration) async throws {
        if deadline > end { await WakeUp().wait() }
        try Task.checkCancellation()
        state.withLock { $0 = max($0, deadline) }
    }

    func makeTimer(_ ring: @escaping @Sendable () -> Void) -> any ClientTimer {
        Timer(clock: self, ring: ring)
    }

    private final class Timer: ClientTimer {
        private let clock: SkippingClock
        private let ring: @Sendable () -> Void

        init(clock: SkippingClock, ring: @escaping @Sendable () -> Void) {
            self.clock = clock
            self.ring = ring
        }

        func set(_ deadline: Duration?) {
            guard let deadline, deadline <= clock.end else { return }
            clock.state.withLock { $0 = max($0, deadline) }
            ring()
        }
    }
}

/// Keeps what it is told.
final class Kept<Value: Sendable>: Sendable {
    private let state = Mutex<[Value]>([])

    var values: [Value] { state.withLock { $0 } }

    func add(_ value: Value) {
        state.withLock { $0.append(value) }
    }
}

extension Kept: ClientEventHandler where Value == ClientEvent {
    func take(_ event: ClientEvent) { add(event) }
}

struct Handlers: ClientEventHandler {
    let all: [any ClientEventHandler]

    init(_ all: any ClientEventHandler...) {
        self.all = all
    }

    func take(_ event: ClientEvent) {
        for handler in all { handler.take(event) }
    }

    func finish() -> HandlerRest? { all.finish() }
}

/// A folder that is gone with it.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "recording-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    /// A file with these lines, each with a line break.
    func file(_ lines: [String], name: String = "file") throws -> String {
        try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: self(name)))
        return self(name)
    }
}

func contents(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
}

func lines(_ path: String) throws -> [String] {
    try contents(path).split(separator: "\n").map(String.init)
}

/// A client of a recording, on a clock that skips every wait.
struct ReplayFixture {
    let clock: SkippingClock
    let connector: ReplayConnector
    let events = Kept<ClientEvent>()
    let problems: Kept<RecordingError>
    let record: ClientRecord
    let core: ClientCore

    init(
        _ path: String, speed: ReplaySpeed = .recorded, clock: SkippingClock = SkippingClock(),
        handler: (any ClientEventHandler)? = nil
    ) throws {
        let problems = Kept<RecordingError>()
        let connector = try ReplayConnector(path: path, speed: speed, base: clock) { problems.add($0) }
        let record = ClientRecord(configuration: connector.configuration)
        let events = self.events
        let keeper: any ClientEventHandler = handler.map { Handlers(events, $0) } ?? events
        self.clock = clock
        self.connector = connector
        self.problems = problems
        self.record = record
        core = ClientCore(
            configuration: connector.configuration, connector: connector, clock: connector.clock, record: record,
            handler: keeper)
    }

    var texts: [String] { events.values.map(\.text) }
    var statistics: ConnectionStatistics { record.snapshot(now: connector.clock.now().monotonic).statistics }
}
