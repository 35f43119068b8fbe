import Foundation
import Glibc
import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// Serialized: one of them limits the size of the files that this process writes.
@Suite(.serialized) struct RecordingWriterTests {
    private let folder: TemporaryFolder
    private static let header = #"{"recording": 1, "server": "ws://server:8765"}"#

    init() throws {
        folder = try TemporaryFolder()
    }

    private func writer(
        _ path: String, _ uri: String = "ws://server:8765", problems: Kept<RecordingError> = Kept()
    ) throws -> RecordingWriter {
        try RecordingWriter(path: path, server: WebSocketURI(parsing: uri)) { problems.add($0) }
    }

    private func message(_ raw: String, at seconds: Int = 0) throws -> ClientEvent {
        .message(try MessageReader().read(Array(raw.utf8)), Moment(at: .seconds(seconds)))
    }

    @Test func `A new file is private, and names no credentials`() async throws {
        let path = folder("new")
        let writer = try writer(path, "wss://user:secret@host/p?token=hidden&x=1")
        await writer.handle(try message("{\"type\":\r\n\t\"a\",\n\"text\":\"\\n é\u{9B}\u{202E}\"}", at: 1))
        #expect(
            try lines(path) == [
                #"{"recording": 1, "server": "wss://host/p?token=\u2026&x=1"}"#,
                #"{"received": "1970-01-01T01:00:01.000000+01:00", "message": {"type":   "a", "text":"\n é\u009b\u202e"}}"#,
            ])
        let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
        #expect(mode == 0o600)
        #expect(try contents(path).hasSuffix("\n"))
    }

    @Test(
        arguments: [
            ("", ""), (header + "\n", header + "\n"), (header + "\n{\"a\":1}\n", header + "\n{\"a\":1}\n"),
            (header + "\n{\"a\":1}\n{\"received\": \"20", header + "\n{\"a\":1}\n"), (header, ""),
        ] as [(String, String)])
    func `A recording is continued, half a line cut off`(there: String, kept: String) throws {
        let path = folder("there")
        try Data(there.utf8).write(to: URL(filePath: path))
        _ = try writer(path)
        #expect(try contents(path) == kept + Self.header + "\n")
    }

    @Test(arguments: ["shopping list\n", "\n", "{\"type\":\"a\"}\n", "{\"recording\": 2, \"server\": \"ws://h\"}\n"])
    func `Another file is not touched`(there: String) throws {
        let path = folder("there")
        try Data(there.utf8).write(to: URL(filePath: path))
        let detail = "it is there already and is not a recording; choose another name"
        #expect(throws: RecordingError.cannotWrite(path: path, detail: detail)) { try writer(path) }
        #expect(try contents(path) == there)
    }

    @Test func `What cannot be written says why`() throws {
        #expect(throws: RecordingError.cannotWrite(path: folder.path, detail: "Is a directory")) {
            try writer(folder.path)
        }
        let path = folder("none/file")
        let error = #expect(throws: RecordingError.self) { try writer(path) }
        #expect(error?.description == "cannot write \(path): No such file or directory")
        #expect(throws: RecordingError.cannotWrite(path: "/dev/null", detail: "it is not a regular file")) {
            try writer("/dev/null")
        }
        mkfifo(folder("pipe"), 0o600)
        #expect(throws: RecordingError.cannotWrite(path: folder("pipe"), detail: "it is not a regular file")) {
            try writer(folder("pipe"))
        }
    }

    @Test func `Two at a time do not write into one file`() throws {
        let first = try writer(folder("file"))
        let error = RecordingError.cannotWrite(path: folder("file"), detail: "something else is writing into it")
        #expect(throws: error) { try writer(folder("file")) }
        withExtendedLifetime(first) {}
    }

    @Test func `A full disk loses events, whole lines stay, and later ones are written`() async throws {
        let path = folder("full")
        // Room for half a line: a limit that no other test reaches, and a hole in the file up to there.
        let limit = 1 << 30
        try Data((Self.header + "\n").utf8).write(to: URL(filePath: path))
        let file = try FileHandle(forUpdating: URL(filePath: path))
        try file.seek(toOffset: UInt64(limit - Self.header.utf8.count - 1 - 90))
        try file.write(contentsOf: Data("\n".utf8))
        signal(SIGXFSZ, SIG_IGN)
        var before = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
        var limited = before
        limited.rlim_cur = rlim_t(limit)
        let problems = Kept<RecordingError>()
        let writer = try writer(path, problems: problems)
        let full = try file.seekToEnd()

        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limited)
        for second in 1...3 { await writer.handle(try message(#"{"type":"lost","text":"0123456789"}"#, at: second)) }
        #expect(try file.seekToEnd() == full)
        setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &before)
        await writer.handle(try message(#"{"type":"kept"}"#, at: 4))

        #expect(problems.values == [.cannotWrite(path: path, detail: "File too large")])
        #expect(writer.lostEvents == 3)
        try file.seek(toOffset: full)
        let rest = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
        #expect(rest == #"{"received": "1970-01-01T01:00:04.000000+01:00", "message": {"type":"kept"}}"# + "\n")
    }

    @Test func `Losses, failed attempts and the end are written; what follows from them is not`() async throws {
        let path = folder("links")
        let writer = try writer(path)
        func change(_ old: ConnectionState, _ new: ConnectionState, _ reason: String?, at seconds: Int) async {
            var status = ConnectionStatus(uri: "ws://server:8765")
            status.state = new
            status.reason = reason
            status.since = Moment(at: .seconds(seconds))
            await writer.handle(.stateChanged(from: old, status: status))
        }
        func fail(_ text: String, attempt: Int?, at seconds: Int) async {
            await writer.handle(
                .error(ErrorRecord(moment: Moment(at: .seconds(seconds)), error: text, type: "T", attempt: attempt)))
        }
        await change(.disconnected, .connecting, nil, at: 0)
        await fail("no", attempt: 1, at: 1)
        await change(.connecting, .error, "no", at: 1)
        await change(.error, .reconnecting, "no", at: 1)
        await writer.handle(.statusChanged(ConnectionStatus(uri: "ws://server:8765")))
        await change(.reconnecting, .connected, nil, at: 2)
        await fail("a malformed message", attempt: nil, at: 3)
        await fail("lost", attempt: nil, at: 4)
        await change(.connected, .reconnecting, "lost", at: 4)
        await change(.reconnecting, .connected, nil, at: 5)
        await change(.connected, .reconnecting, "Connecting again as asked", at: 6)
        await change(.reconnecting, .disconnected, nil, at: 7)
        let shown = try lines(path).dropFirst().map { $0.replacing("1970-01-01T01:00:0", with: "") }
        #expect(
            shown == [
                #"{"received": "1.000000+01:00", "event": "attempt_failed", "reason": "no", "type": "T"}"#,
                #"{"received": "2.000000+01:00", "event": "connected"}"#,
                #"{"received": "4.000000+01:00", "event": "disconnected", "reason": "lost", "type": "T"}"#,
                #"{"received": "5.000000+01:00", "event": "connected"}"#,
                #"{"received": "6.000000+01:00", "event": "disconnected", "reason": "Connecting again as asked", "#
                    + #""type": "ConnectionReplaced"}"#,
                #"{"received": "7.000000+01:00", "event": "stopped"}"#,
            ])
    }
}
