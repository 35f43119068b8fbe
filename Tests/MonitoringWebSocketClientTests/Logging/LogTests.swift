import Foundation
import Logging
import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite struct LogTests {
    private func lines(_ log: (inout Logger) -> Void) -> [String] {
        let kept = LogLines()
        var logger = Logger(label: "client") { kept.handler(label: $0, level: .trace, clock: ManualClock()) }
        log(&logger)
        return kept.lines.map(\.text)
    }

    @Test(
        arguments: [
            ("DEBUG", .debug), ("debug", .debug), ("Info", .info), ("WARNING", .warning), ("warn", .warning),
            ("ERROR", .error), ("CRITICAL", .critical), ("", nil), ("TRACE", nil), ("FATAL", nil), ("10", nil),
            (" INFO", nil),
        ] as [(String, Logger.Level?)])
    func `Levels go by the manual's names`(name: String, level: Logger.Level?) {
        #expect(Logger.Level(manualName: name) == level)
    }

    @Test func `Every name that messages give is a level of that name`() {
        #expect(Logger.Level.manualNames.map { Logger.Level(manualName: $0)?.manualName } == Logger.Level.manualNames)
    }

    @Test func `A line has time, level, label, message and metadata`() {
        let shown = lines { logger in
            logger.warning("first")
            logger[metadataKey: "b"] = "two words"
            logger[metadataKey: "a"] = "1"
            logger.info("second", metadata: ["c": "", "a": "=", "api_key": "hidden"])
            logger.debug("third", error: WebSocketTransportError.notConnected)
        }
        #expect(
            shown == [
                "1970-01-01T00:00:00.000Z WARNING client: first",
                #"1970-01-01T00:00:00.000Z INFO client: second a="=" api_key=… b="two words" c="""#,
                #"1970-01-01T00:00:00.000Z DEBUG client: third: The connection is not open a=1 b="two words""#,
            ])
    }

    @Test func `The time is UTC in milliseconds`() throws {
        let event = LogEvent(
            level: .info, message: "m", error: nil, metadata: nil, source: nil, file: "", function: "", line: 0)
        let time = WallTime(nanosecondsSinceEpoch: 1_795_257_942_123_999_999, utcOffsetSeconds: 3600)
        let line = LogLine(event, label: "l", metadata: [:], time: time)
        #expect(line.text == "2026-11-21T10:45:42.123Z INFO l: m")
    }

    @Test func `What comes from outside is harmless, and stays on its line`() {
        let shown = lines { logger in
            logger.error("a\n2026 INFO forged \u{1B}[31m\u{202E}", metadata: ["k\n": "v\r\n\u{9B}\""])
        }
        #expect(shown == [#"1970-01-01T00:00:00.000Z ERROR client: a␤2026 INFO forged ␛[31m� k␤="v␤�\"""#])
    }

    @Test func `Metadata of a provider, of the logger and of the call`() {
        let shown = lines { logger in
            var handler = LogLines().handler(label: "x")
            handler.metadata = ["a": "1"]
            #expect(handler[metadataKey: "a"] == "1")
            let provider = Logger.MetadataProvider { ["a": "provided", "b": "provided"] }
            logger.handler.metadataProvider = provider
            logger[metadataKey: "a"] = "own"
            logger.info("m", metadata: ["b": "call"])
        }
        #expect(shown == ["1970-01-01T00:00:00.000Z INFO client: m a=provided b=call"])
    }

    @Test func `The newest lines are kept, and all are counted`() {
        let kept = LogLines(limit: 3)
        let logger = Logger(label: "l") { kept.handler(label: $0) }
        for number in 1...5 { logger.info("\(number)") }
        logger.debug("below the level")
        #expect(kept.lines.map { $0.text.suffix(1) } == ["3", "4", "5"])
        #expect(kept.lines.map(\.level) == [.info, .info, .info])
        #expect(kept.count == 5)
        #expect(LogLines.limit == 1000)
    }

    @Test func `Several loggers log into one file`() throws {
        let folder = try TemporaryFolder()
        for label in ["one", "two"] {
            let handler = try LineLogHandler(label: label, path: folder("logs/client.log"), level: .debug) { _ in }
            Logger(label: label) { _ in handler }.debug("message")
        }
        let texts = try MonitoringWebSocketClientTests.lines(folder("logs/client.log")).map { $0.dropFirst(25) }
        #expect(texts == ["DEBUG one: message", "DEBUG two: message"])
        #expect(throws: LogFileError.self) { try LineLogHandler(label: "l", path: folder.path) { _ in } }
    }

    @Test(arguments: [
        ("Authorization: Bearer abc", "Authorization: …"),
        ("got header proxy-authorization:Basic dTpw\nnext", "got header proxy-authorization:…\nnext"),
        ("Cookie: a=b; c=d", "Cookie: …"), ("Set-Cookie: a=b", "Set-Cookie: …"), ("X-API-Key: k", "X-API-Key: …"),
        ("x-auth-token : k", "x-auth-token : …"), ("X-Other: fine", "X-Other: fine"),
        ("'Cookie: a', b", "'Cookie: …"),
        ("ws://user:pass@host:1/p", "ws://…@host:1/p"), ("ws://user@host", "ws://…@host"),
        ("to ws://u:p@h and http://v:q@i.", "to ws://…@h and http://…@i."),
        ("ws://u:pa/ss@host/x", "ws://…@host/x"), ("ws://u:pa?s@s@host", "ws://…@host"),
        ("ws://host:8765/a@b", "ws://host:8765/a@b"), ("ws://[::1]:8765/a@b", "ws://[::1]:8765/a@b"),
        ("a://://u:p@h", "a://…@h"), ("ws://h/?token=abc&x=1", "ws://h/?token=…&x=1"),
        ("ws://h/?to%6Ben=abc", "ws://h/?to%6Ben=…"),
        ("ws://h/?a=1&API_KEY=x&sig=y;z", "ws://h/?a=1&API_KEY=…&sig=…;z"),
        ("password=hunter2, next", "password=… next"), ("password = 'hun ter'", "password = '…'"),
        (#"{"token": "a\"b", "x": 1}"#, #"{"token": "…", "x": 1}"#), ("Token: abc", "Token: …"),
        ("bad signature: expected", "bad signature: expected"), ("the key: wss://host", "the key: wss://host"),
        ("certificate authority: unknown", "certificate authority: unknown"), ("token=", "token="), ("", ""),
        ("12:30:25 é", "12:30:25 é"), ("é://ü:ö@ä", "é://…@ä"),
        ("passwörd=x mot_de_passe=y", "passwörd=x mot_de_passe=…"),
    ])
    func `Secrets are left out of text`(text: String, shown: String) {
        #expect(Redaction.text(text) == shown)
        #expect(Redaction.text(shown) == shown)
    }

    @Test(arguments: [
        ("Authorization", true), ("proxy-authorization", true), ("Cookie", true), ("SET-COOKIE", true),
        ("X-API-Key", true), ("X-Auth-Token", true), ("X-Client-Secret", true), ("Host", false),
        ("User-Agent", false), ("Origin", false), ("Accept-Language", false),
    ])
    func `Values of secret headers are left out`(name: String, isSecret: Bool) {
        #expect(Redaction.value("value", of: name) == (isSecret ? "…" : "value"))
        #expect(lines { $0.info("h", metadata: [name: "value"]) }[0].hasSuffix("\(name)=\(isSecret ? "…" : "value")"))
    }
}
