import Foundation
import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5))) struct ReplayTests {
    private let folder: TemporaryFolder
    private static let header = #"{"recording":1,"server":"ws://server:8765"}"#

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A line, `seconds` after ten o'clock.
    private func line(_ seconds: Int, _ rest: String) -> String {
        let minute = seconds / 60 < 10 ? "0\(seconds / 60)" : "\(seconds / 60)"
        let second = seconds % 60 < 10 ? "0\(seconds % 60)" : "\(seconds % 60)"
        return #"{"received":"2026-11-21T10:\#(minute):\#(second).000000+00:00",\#(rest)}"#
    }

    private func message(_ seconds: Int, _ type: String) -> String {
        line(seconds, #""message":{"type":"\#(type)"}"#)
    }

    private func event(_ seconds: Int, _ event: String) -> String {
        line(seconds, #""event":"\#(event)","reason":"why","type":"Kind""#)
    }

    private func replay(_ lines: [String], speed: ReplaySpeed = .recorded) async throws -> ReplayFixture {
        let fixture = try ReplayFixture(folder.file([Self.header] + lines), speed: speed)
        #expect(await fixture.core.replay(fixture.connector) == .stopped)
        return fixture
    }

    /// When each message came, in milliseconds.
    private func arrivals(_ fixture: ReplayFixture) -> [Int] {
        fixture.events.values.compactMap { event in
            if case .message(_, let moment) = event { Int(moment.monotonic / .milliseconds(1)) } else { nil }
        }
    }

    @Test(
        arguments: [
            (ReplaySpeed.recorded, 3000), (ReplaySpeed(10), 300), (ReplaySpeed(0.5), 6000), (.unlimited, 0),
        ] as [(ReplaySpeed?, Int)])
    func `Messages come at the recorded times, and one waits for them as the speed says`(
        speed: ReplaySpeed?, waited: Int
    ) async throws {
        let lines = [event(0, "connected"), message(0, "a"), message(1, "b"), message(3, "c"), event(3, "stopped")]
        let fixture = try ReplayFixture(
            folder.file([Self.header] + lines), speed: try #require(speed),
            clock: SkippingClock(end: .milliseconds(waited)))
        #expect(await fixture.core.replay(fixture.connector) == .stopped)
        #expect(arrivals(fixture) == [0, 1000, 3000])
        #expect(fixture.clock.now().monotonic == .milliseconds(waited))
        #expect(fixture.texts == ["connecting", "connected", "a", "b", "c", "disconnected"])
        #expect(fixture.statistics.errorCount == 0)
        #expect(fixture.problems.values == [])
        #expect(fixture.record.snapshot(now: .zero).status.uri == "ws://server:8765")
    }

    @Test(arguments: [0.0, -1, .nan, .infinity, 1001, 0.001])
    func `A speed out of range is none`(factor: Double) {
        #expect(ReplaySpeed(factor) == nil)
    }

    @Test func `An outage is replayed with its reason, its attempts and its length`() async throws {
        let lines = [
            event(0, "attempt_failed"), event(5, "connected"), message(6, "a"), event(10, "disconnected"),
            event(15, "attempt_failed"), event(20, "attempt_failed"), event(40, "connected"), message(41, "b"),
        ]
        for factor in [1.0, 4, 50, 1000] {
            let fixture = try await replay(lines, speed: try #require(ReplaySpeed(factor)))
            let outage = try #require(fixture.statistics.outages.last)
            #expect(outage.reason == "why")
            #expect(outage.attempts == 3)
            #expect(outage.length(now: .zero) == .seconds(30))
            #expect(fixture.statistics.totalDisconnections == 2)
        }
        let fixture = try await replay(lines)
        #expect(
            fixture.texts == [
                "connecting", "! why", "error", "reconnecting", "attempt 2", "connected", "a", "! why", "reconnecting",
                "attempt 1", "! why", "error", "reconnecting", "attempt 2", "! why", "error", "reconnecting",
                "attempt 3",
                "connected", "b", "disconnected",
            ])
    }

    @Test(
        arguments: [
            // Backwards, twice the same, and a clock that was set.
            ([0, 5, 3, 4], [0, 5000, 5000, 6000]), ([7, 7, 7], [0, 0, 0]), ([0, 1, 3599], [0, 1000, 3_599_000]),
        ] as [([Int], [Int])])
    func `A step back in time counts as none`(seconds: [Int], expected: [Int]) async throws {
        #expect(arrivals(try await replay(seconds.map { message($0, "a") })) == expected)
    }

    @Test func `A step that nobody waits for is cut`() async throws {
        let later = message(0, "b").replacing("2026", with: "2261")
        let first = message(0, "a").replacing("2026", with: "1970")
        let fixture = try await replay([first, later, message(1, "c")])
        let limit = Int(RecordingLimits.longestStep / .milliseconds(1))
        #expect(arrivals(fixture) == [0, limit, limit])
    }

    @Test func `Lines that are not valid are told with their place, and left out`() async throws {
        let fixture = try await replay([
            message(0, "a"), "{", line(1, #""message":{"no":"type"}"#), "", message(2, "b"), "{\"received\":",
        ])
        #expect(fixture.texts.filter { $0.count == 1 } == ["a", "b"])
        let places = fixture.problems.values.map { $0.description.dropFirst(folder.path.count) }
        #expect(
            places == [
                "/file:3: line left out: not a JSON object",
                #"/file:4: line left out: the message has no "type": '{"no":"type"}'"#,
                "/file:5: line left out: not a JSON object", "/file:7: line left out: not a JSON object",
            ])
    }

    @Test func `A file that is damaged all over ends early`() async throws {
        let bad = Array(repeating: "x", count: RecordingLimits.invalidLines + 5)
        let fixture = try await replay([message(0, "a")] + bad + [message(1, "b")])
        #expect(fixture.texts.filter { $0.count == 1 } == ["a"])
        #expect(fixture.problems.values.count == RecordingLimits.invalidLines + 1)
        let text = "file:103: the recording ends here: more than 100 lines are not valid"
        #expect(fixture.problems.values.last?.description == folder(text))
    }

    @Test func `Runs in one file are played one after the other`() async throws {
        let fixture = try await replay([
            event(0, "connected"), message(1, "a"), Self.header, event(1800, "connected"), message(1801, "b"),
        ])
        let ended = "! The recording ends here, and another one follows in the same file"
        #expect(
            fixture.texts == [
                "connecting", "connected", "a", ended, "reconnecting", "attempt 1", "connected", "b", "disconnected",
            ])
        #expect(arrivals(fixture) == [1000, 2000])
    }

    @Test(
        arguments: [
            ([], "FILE is empty; use a file that --record wrote"),
            (["hello"], "FILE is not a recording; use a file that --record wrote"),
            ([""], "FILE is not a recording; use a file that --record wrote"),
            ([#"{"type":"monitoring_data"}"#], "FILE is not a recording; use a file that --record wrote"),
            (
                [#"{"recording":2,"server":"ws://h"}"#],
                "FILE is a recording of version 2; this program reads version 1"
            ),
            (
                [#"{"recording":1,"server":"http://h"}"#],
                "FILE:1: the server's URI is not valid: the scheme is \"http\"; use ws:// or wss://"
            ),
        ] as [([String], String)])
    func `A file that cannot be played says why`(lines: [String], text: String) throws {
        let path = try folder.file(lines)
        let error = #expect(throws: RecordingError.self) { try ReplayFixture(path) }
        #expect(error?.description == text.replacing("FILE", with: path))
    }

    @Test func `A file that cannot be read says why`() throws {
        let missing = #expect(throws: RecordingError.self) { try ReplayFixture(folder("none")) }
        #expect(missing?.description == "cannot read \(folder("none")): No such file or directory")
        let directory = #expect(throws: RecordingError.self) { try ReplayFixture(folder.path) }
        #expect(directory?.description == "cannot read \(folder.path): it is not a regular file")
    }

    @Test func `A recording may end in an outage`() async throws {
        let fixture = try await replay([event(0, "connected"), event(1, "disconnected"), event(6, "attempt_failed")])
        #expect(fixture.texts.suffix(5) == ["! why", "error", "reconnecting", "attempt 2", "disconnected"])
        #expect(fixture.statistics.reconnectAttempts == 2)
    }

    @Test(arguments: [
        "ws://server:8765", "wss://user:secret@host/p?token=hidden&x=1", "ws://[fe80::1%25eth0]:9/", "ws://h/é?q=é",
    ])
    func `The server is shown as it was recorded`(uri: String) throws {
        let recorded = try WebSocketURI(parsing: uri)
        _ = try RecordingWriter(path: folder("recording"), server: recorded) { _ in }
        #expect(try ReplayFixture(folder("recording")).connector.server.description == recorded.description)
    }

    @Test func `A header alone ends at once`() async throws {
        #expect(try await replay([]).texts == ["connecting", "disconnected"])
    }

    @Test func `Pings are answered at once, in the midst of waiting`() async throws {
        let path = try folder.file([Self.header, message(0, "a"), message(60, "b")])
        let clock = ManualClock()
        let connector = try ReplayConnector(path: path, base: clock) { _ in }
        try await connector.withConnection(
            to: connector.server, configuration: WebSocketConfiguration(), isolation: nil
        ) { link in
            var batches = link.batches.makeAsyncIterator()
            #expect(try await batches.next() == [.text(Array(#"{"type":"a"}"#.utf8)[...])])
            try await link.send(text: "ignored")
            try await link.ping([1, 2])
            #expect(try await batches.next() == [.pong([1, 2])])
            async let answer: Void = {
                try await clock.sleeper(until: .seconds(60))
                try await link.ping([3])
            }()
            #expect(try await batches.next() == [.pong([3])])
            try await answer
            await link.close(code: .normalClosure, reason: "bye")
            #expect(try await batches.next() == [.closed(.normalClosure, reason: "bye")])
            #expect(try await batches.next() == nil)
        }
    }

    @Test func `Connecting again by hand goes on where the recording is`() async throws {
        let path = try folder.file([Self.header, event(0, "connected"), message(1, "a"), message(2, "b")])
        let asked = Kept<Bool>()
        let handler = Acting()
        let fixture = try ReplayFixture(path, handler: handler.handler)
        handler.action.add { [core = fixture.core] event in
            guard event.text == "a", asked.values.isEmpty else { return }
            asked.add(true)
            await core.reconnectNow()
        }
        #expect(await fixture.core.replay(fixture.connector) == .stopped)
        #expect(
            fixture.texts == [
                "connecting", "connected", "a", "reconnecting", "attempt 1", "connected", "b", "disconnected",
            ])
    }

    private struct Acting {
        let action = Kept<@Sendable (ClientEvent) async -> Void>()

        var handler: EventByEvent {
            EventByEvent { [action] event in
                for act in action.values { await act(event) }
            }
        }
    }

    @Test func `A replay can be stopped while it waits, and cancelled`() async throws {
        for cancels in [false, true] {
            let path = try folder.file([Self.header, message(0, "a"), message(600, "b")])
            let clock = ManualClock()
            let connector = try ReplayConnector(path: path, base: clock) { _ in }
            let record = ClientRecord(configuration: connector.configuration)
            let core = ClientCore(
                configuration: connector.configuration, connector: connector, clock: connector.clock, record: record,
                handler: Kept<ClientEvent>())
            let run = Task { await core.replay(connector) }
            try await clock.sleeper(until: .seconds(600))
            if cancels { run.cancel() } else { await core.stop() }
            #expect(await run.value == .stopped)
        }
    }
}
