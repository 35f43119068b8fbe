import MonitoringFormatters
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

@Suite struct RecordingLineTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("2026-11-21T10:45:42.123456+00:00", 1_795_257_942_123_456_000, 0),
            ("2026-11-21T12:15:42.5+01:30", 1_795_257_942_500_000_000, 5400),
            ("2026-11-21T07:45:42.000000001-03:00", 1_795_257_942_000_000_001, -10_800),
            ("2026-11-21T10:45:42.0000000019Z", 1_795_257_942_000_000_001, 0),
            ("2024-02-29T23:59:60Z", 1_709_251_200_000_000_000, 0),
            ("2261-12-31T23:59:60.999999999-23:59", 9_214_732_740_999_999_999, -86_340),
        ] as [(String, Int64, Int)])
    func `A time is read`(text: String, nanoseconds: Int64, offset: Int) {
        #expect(
            WallTime(iso8601: text)
                == WallTime(nanosecondsSinceEpoch: nanoseconds, utcOffsetSeconds: Int32(offset)))
    }

    @Test(arguments: [
        "", "2026-11-21", "2026-11-21T10:45:42", "2026-11-21 10:45:42Z", "2026-13-21T10:45:42Z",
        "2026-11-00T10:45:42Z", "2026-11-21T24:45:42Z", "2026-11-21T10:45:42.Z", "2026-11-21T10:45:42+25:00",
        "2026-11-21T10:45:42Zx", "1969-12-31T23:59:59Z", "9999-11-21T10:45:42Z", "2026-11-21T10:4x:42Z",
    ])
    func `What is no time is none`(text: String) {
        #expect(WallTime(iso8601: text) == nil)
    }

    private func parse(_ line: String) throws(InvalidLine) -> RecordingLine {
        try RecordingLine(parsing: Array(line.utf8), messages: MessageReader())
    }

    private static let time = WallTime(nanosecondsSinceEpoch: 1_795_257_942_123_456_000, utcOffsetSeconds: -10_800)

    @Test(arguments: [
        RecordedEntry.Content.message(Array(#"{"type":"a","text":"}{\"]\\","list":[1,{"b":[]}]}"#.utf8)), .connected,
        .disconnected(ConnectionFailure(text: "Lost: \"é\" \\ 😀", type: "ConnectionLost")),
        .attemptFailed(ConnectionFailure(text: "refused", type: "HandshakeRefused", code: 403)), .stopped,
    ])
    func `What is written is read`(content: RecordedEntry.Content) throws {
        let entry = RecordedEntry(received: Self.time, content: content)
        #expect(!entry.text.contains("\n"))
        #expect(try parse(entry.text) == .entry(entry))
    }

    @Test func `The header is written and read, and unknown members are passed over`() throws {
        let header = RecordingHeader(server: "ws://[::1]:8765/?token=…")
        #expect(header.text == #"{"recording": 1, "server": "ws://[::1]:8765/?token=\u2026"}"#)
        #expect(try parse(header.text) == .header(header))
        #expect(
            try parse(#" { "x" : [ 1 , {"recording":2} ] , "server":"ws://h","recording": 7 , "y" : null } "#)
                == .header(RecordingHeader(version: 7, server: "ws://h")))
    }

    @Test func `What a file says about a failure is harmless`() throws {
        let line = #"{"received":"2026-11-21T10:45:42Z","event":"disconnected","reason":"\u001b[2Jgone\ud800"}"#
        guard case .entry(let entry) = try parse(line), case .disconnected(let failure) = entry.content else {
            throw EndOfScript()
        }
        #expect(failure == ConnectionFailure(text: "␛[2Jgone\u{FFFD}", type: "ConnectionLost"))
    }

    @Test(
        arguments: [
            ("", "not a JSON object"), ("[]", "not a JSON object"), ("{", "not a JSON object"),
            ("{}x", "not a JSON object"),
            (#"{"a":}"#, "not a JSON object"), (#"{"a":,"b":1}"#, "not a JSON object"),
            (#"{"a":"\"#, "not a JSON object"),
            (#"{"a":]}"#, "not a JSON object"), (#"{"a" 1}"#, "not a JSON object"), (#"{"a":1,}"#, "not a JSON object"),
            (#"{"a":{"b":1}"#, "not a JSON object"), (#"{a:1}"#, "not a JSON object"),
            ("{}", #"there is no "received""#), (#"{"received":5}"#, #"there is no "received""#),
            (#"{"recording":"1"}"#, "not the header of a recording"),
            (#"{"recording":1}"#, "not the header of a recording"),
            (#"{"received":"noon"}"#, #""received" is not a time such as 2026-11-21T10:45:42.123456+00:00"#),
            (#"{"received":"2026-11-21T10:45:42Z"}"#, #"there is neither a "message" nor an "event""#),
            (
                #"{"received":"2026-11-21T10:45:42Z","event":"x"}"#,
                #""event" is none of connected, disconnected, attempt_failed, stopped"#
            ),
            (
                #"{"received":"2026-11-21T10:45:42Z","message":[1]}"#,
                "the message is an array, not an object: '[1]'"
            ),
        ] as [(String, String)])
    func `A line that is not valid says why`(line: String, detail: String) {
        #expect(throws: InvalidLine(detail)) { try parse(line) }
    }
}
