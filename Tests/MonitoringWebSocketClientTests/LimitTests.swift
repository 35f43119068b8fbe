import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(2))) struct LimitTests {
    @Test(
        arguments: [
            (
                "size", #"{"type":"x","a":"\#(String(repeating: "x", count: 3_000_000))"}"#,
                "larger than the limit of 2500000"
            ),
            (
                "depth",
                #"{"type":"x","a":\#(String(repeating: "[", count: 200) + String(repeating: "]", count: 200))}"#,
                "nested deeper than 128 levels"
            ),
            (
                "values", #"{"type":"x","a":[\#(String(repeating: "0,", count: 1_100_000))0]}"#,
                "more than 1048576 values"
            ),
        ])
    func `A message beyond a limit is told and counted, and the stream goes on`(
        _ name: String, _ message: String, _ words: String
    ) async throws {
        let fixture = try ClientFixture { $0.webSocket.maximumMessageBytes = 2_500_000 }
        _ = try await fixture.run { fixture in
            let link = try await fixture.connect()
            link.receive(message)
            link.receive(#"{"type":"next"}"#)
            let texts = try await fixture.next(2)
            #expect(texts[0].hasPrefix("! Message not read: "))
            #expect(texts[0].contains(words))
            #expect(texts[0].utf8.count < 300)
            #expect(texts[1] == "next")
            #expect(fixture.statistics.malformedMessages == 1)
            #expect(fixture.statistics.messagesReceived == 2)
            await fixture.core.stop()
        }
    }

    @Test func `A text of the server's in an error is cut, and so are the errors kept`() async throws {
        let fixture = try ClientFixture()
        _ = try await fixture.run { fixture in
            let link = try await fixture.connect()
            for _ in 0..<50 {
                link.receive(#"{"type":"error","message":"\#(String(repeating: "é\\u001b", count: 100_000))"}"#)
            }
            for _ in 0..<50 {
                let texts = try await fixture.next(2)
                #expect(texts[0] == "error message")
                #expect(texts[1].unicodeScalars.count < 1_100)
                #expect(texts[1].hasSuffix("…"))
            }
            #expect(fixture.statistics.errorCount == 50)
            #expect(fixture.statistics.errorHistory.count == 5)
            await fixture.core.stop()
        }
    }
}
