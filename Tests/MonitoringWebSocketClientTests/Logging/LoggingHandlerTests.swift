import Foundation
import Glibc
import Logging
import MonitoringFormatters
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

@Suite struct LoggingHandlerTests {
    private let folder: TemporaryFolder
    private static let sample = #"{"type":"monitoring_data","data":{"processor":{"usage_percent":45.2}}}"#

    init() throws {
        folder = try TemporaryFolder()
    }

    private func handler(_ name: String, _ content: LoggingHandler.Content = .raw) throws -> LoggingHandler {
        try LoggingHandler(path: folder(name), content: content) { _ in }
    }

    /// The file's descriptor in this process.
    private func descriptor(of path: String) throws -> Int32? {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").compactMap(Int32.init).first {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")) == path
        }
    }

    private func message(_ raw: String, at seconds: Int = 0) throws -> ClientEvent {
        .message(try MessageReader().read(Array(raw.utf8)), Moment(at: .seconds(seconds)))
    }

    @Test func `Raw is one JSON message a line, of every type and the same value`() async throws {
        let raws = [
            "{\"type\":\r\n\t\"monitoring_data\",\n\"data\":{\"processor\":{\"usage_percent\":1.50}}}",
            #"{"type":"connection","message":"Hello\nthere"}"#, #"{"type":"error","message":"no"}"#,
            #"{"type":"status","connected_clients":2}"#, #"{"type":"ping"}"#, #"{"type":"pong"}"#,
            "{\"type\":\"other \u{9B}31m\u{202E}\",\"é\":[]}",
        ]
        let handler = try handler("data.jsonl")
        for raw in raws { await handler.handle(try message(raw)) }
        let saved = try lines(folder("data.jsonl"))
        #expect(saved.count == raws.count)
        for (saved, raw) in zip(saved, raws) {
            let value = try JSONSerialization.jsonObject(with: Data(saved.utf8)) as? NSDictionary
            #expect(value == (try JSONSerialization.jsonObject(with: Data(raw.utf8)) as? NSDictionary))
        }
        #expect(saved[0].hasSuffix("1.50}}}"))
        #expect(saved[6] == #"{"type": "other \u009b31m\u202e", "é": []}"#)
        #expect(
            try FileManager.default.attributesOfItem(atPath: folder("data.jsonl"))[.posixPermissions] as? Int == 0o600)
    }

    @Test func `Formatted has the formatter's lines with the arrival time`() async throws {
        let handler = try handler("f", .formatted(OutputFormat.detailed.formatter()))
        await handler.handle(try message(Self.sample, at: 1))
        await handler.handle(try message(#"{"type":"connection","message":"Hello"}"#, at: 2))
        await handler.handle(try message(#"{"type":"error","message":"no\n\u001b[31m"}"#, at: 3))
        await handler.handle(try message(#"{"type":"pong"}"#, at: 4))
        #expect(
            try contents(folder("f")).replacing("1970-01-01T01:00:0", with: "").replacing(".000000+01:00", with: "")
                == """
                1 === Monitoring System - --:--:-- ===
                1 🖥️  Processor:
                1     Usage: 45.2% [█████████▒▒▒▒▒▒▒▒▒▒▒] (Normal)
                2 [01:00:02] CONNECTION: Hello
                3 [01:00:03] ERROR: no␤␛[31m
                4 {"type": "pong"}

                """)
        #expect(handler.statistics.messageCount == 4)
    }

    @Test func `Events that are no messages are not saved`() async throws {
        let handler = try handler("f")
        await handler.handle(.statusChanged(ConnectionStatus(uri: "ws://h")))
        await handler.handle(.error(ErrorRecord(moment: Moment(at: .zero), error: "e", type: "t")))
        #expect(try contents(folder("f")) == "")
    }

    @Test func `Statistics tell count, file and size`() async throws {
        let handler = try handler("f")
        #expect(handler.statistics.logSize == 0)
        for _ in 0..<3 { await handler.handle(try message(#"{"type":"pong"}"#)) }
        let statistics = handler.statistics
        #expect(statistics.messageCount == 3)
        #expect(statistics.logFile == folder("f"))
        #expect(statistics.logSize == 3 * 17)
        #expect(statistics.lostMessages == 0)
    }

    @Test func `Messages that cannot be saved are counted`() async throws {
        let problems = Kept<LogFileError>()
        let handler = try LoggingHandler(path: folder("d/f")) { problems.add($0) }
        try FileManager.default.removeItem(atPath: folder("d"))
        for _ in 0..<2 { await handler.handle(try message(#"{"type":"pong"}"#)) }
        #expect(handler.statistics.lostMessages == 2)
        #expect(handler.statistics.messageCount == 0)
        #expect(problems.values == [.cannotWrite(path: folder("d/f"), detail: "No such file or directory")])
    }

    @Test func `A second handler does not write into the file of the first`() async throws {
        let error = LogFileError.cannotWrite(path: folder("f"), detail: "something else is writing into it")
        do {
            let first = try handler("f")
            #expect(throws: error) { try handler("f") }
            await first.handle(try message(#"{"type":"pong"}"#))
        }
        let second = try handler("f")
        await second.handle(try message(#"{"type":"ping"}"#))
        #expect(try lines(folder("f")) == [#"{"type": "pong"}"#, #"{"type": "ping"}"#])
    }

    @Test func `A child process that is being started does not keep the file from the next handler`() async throws {
        // As fork(2) gives to a child, which has it until it calls exec(2): a copy that shares the lock.
        let copy: Int32
        do {
            let first = try handler("f")
            await first.handle(try message(#"{"type":"pong"}"#))
            copy = dup(try #require(try descriptor(of: folder("f"))))
        }
        defer { close(copy) }
        let second = try handler("f")
        await second.handle(try message(#"{"type":"ping"}"#))
        #expect(try lines(folder("f")) == [#"{"type": "pong"}"#, #"{"type": "ping"}"#])
    }

    @Test(arguments: [
        ("{\"a\": 1}\n{\"type\": \"pon", "{\"a\": 1}\n"), ("{\"a\"", ""), ("notes", "notes\n"), ("a\nb", "a\nb\n"),
    ])
    func `Half a message that a crash left is cut off, other text is not`(there: String, kept: String) async throws {
        try folder.write(there, "f")
        try await handler("f").handle(try message(#"{"type":"pong"}"#))
        #expect(try contents(folder("f")) == kept + "{\"type\": \"pong\"}\n")
    }

    @Test func `Names of a directory tell the time, and no two are the same`() throws {
        let handlers = try (0..<20).map { _ in try LoggingHandler(directory: folder("logs")) { _ in } }
        let names = handlers.map { $0.statistics.logFile }
        #expect(Set(names).count == 20)
        #expect(names.allSatisfy { $0.contains(/\/logs\/monitoring_2\d{7}_\d{6}(_\d+)?\.log$/) })
        #expect(throws: LogFileError.self) { try LoggingHandler(directory: "/proc/none") { _ in } }
    }

    @Test func `The name is local time, and another one where it is taken`() throws {
        let time = WallTime(nanosecondsSinceEpoch: 1_795_254_342_000_000_000, utcOffsetSeconds: 3600)
        let made = try (0..<3).map { _ in try DefaultLogName.make(in: folder.path, at: time) }
        #expect(
            made.map { $0.dropFirst(folder.path.count) } == [
                "/monitoring_20261121_104542.log", "/monitoring_20261121_104542_2.log",
                "/monitoring_20261121_104542_3.log",
            ])
    }

    @Test(.timeLimit(.minutes(2)))
    func `100,000 messages through rotations and a restart agree to the last one`() async throws {
        let rotation = LogRotation(maximumBytes: 1 << 20, backups: 20)
        var counted = 0
        for run in 0..<2 {
            let handler = try LoggingHandler(path: folder("data.jsonl"), rotation: rotation) { _ in }
            for number in 0..<50_000 {
                let number = run * 50_000 + number
                let raw = #"{"type":"monitoring_data","sequence":\#(number),"data":{"processor":{"usage_percent":1}}}"#
                await handler.handle(try message(raw))
            }
            counted += handler.statistics.messageCount
            #expect(handler.statistics.lostMessages == 0)
        }
        #expect(counted == 100_000)
        let saved = try savedLines(folder, "data.jsonl")
        #expect(saved.count == 100_000)
        let isComplete = saved.enumerated().allSatisfy { $1.contains("\"sequence\": \($0),") && $1.hasSuffix("}}}") }
        #expect(isComplete)
        #expect(FileManager.default.fileExists(atPath: folder("data.jsonl.8")))
    }
}
