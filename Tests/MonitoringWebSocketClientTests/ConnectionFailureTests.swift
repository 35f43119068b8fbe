import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

@Suite struct ConnectionFailureTests {
    @Test(
        arguments: [
            (1000, "", "The server closed the connection (1000 normal closure)"),
            (1001, "", "The server is going away (1001)"),
            (1002, "", "The server says that this client broke the protocol (1002)"),
            (1003, "", "The server does not take this kind of data (1003)"),
            (1007, "", "The server says that the data does not fit its type (1007)"),
            (
                1008, "Server full",
                "Refused by the server, which is full or does not take these credentials (1008 policy violation): "
                    + "Server full"
            ),
            (1009, "", "The server says that a message was too big for it (1009)"),
            (1010, "", "The server lacks an extension that is needed (1010)"),
            (1011, "", "The server failed inside (1011 internal error)"),
            (1012, "", "The server is restarting (1012)"),
            (1013, "", "The server is overloaded and asks to try again later (1013)"),
            (4001, "\u{1B}]0;x\u{07}\n", "The server closed the connection with code 4001: ␛]0;x␇␤"),
            (nil, "", "The server closed the connection without a code (1005)"),
        ] as [(UInt16?, String, String)])
    func `Each close code has its text`(_ code: UInt16?, _ reason: String, _ text: String) {
        let failure = ConnectionFailure(closedWith: code.map(WebSocketCloseCode.init(rawValue:)), reason: reason)
        #expect(failure.text == text)
        #expect(failure.type == "ConnectionClosed")
        #expect(failure.code == code.map(Int.init))
    }

    @Test func `What a transport throws keeps its text and type, made harmless`() {
        let error = WebSocketTransportError.handshakeRefused(status: 404, reason: "no\u{1B}")
        #expect(ConnectionFailure(error).text == error.description.replacing("\u{1B}", with: "␛"))
        #expect(ConnectionFailure(error).type == error.typeName)
        #expect(ConnectionFailure(CancellationError()) == .cancelled)
        #expect(ConnectionFailure(refused) == refused)
    }

    @Test(
        arguments: [
            (401, nil, "it wants credentials, or other ones"),
            (403, nil, "these credentials are not enough, or this client is not allowed"),
            (407, nil, "the proxy wants credentials, or other ones"),
            (429, nil, "it gets more requests from here than it allows"),
            (429, 30, "it gets more requests from here than it allows; it asks to wait 30 s"),
            (503, nil, "it is overloaded or down for a while"),
            (503, 7200, "it is overloaded or down for a while; it asks to wait 7200 s"),
            (500, 30, "the server refused the WebSocket handshake"),
        ] as [(Int, Int?, String)])
    func `A refusal says what the reason may be, and how long to wait`(_ status: Int, _ wait: Int?, _ end: String) {
        let error = WebSocketTransportError.handshakeRefused(
            status: status, reason: "", retryAfter: wait.map { .seconds($0) })
        let text = ConnectionFailure(error).text
        #expect(text.hasPrefix("HTTP \(status): the server refused the WebSocket handshake"))
        #expect(text.hasSuffix(end))
    }

    @Test(arguments: [(407, true), (403, true), (502, false), (nil, false)] as [(Int?, Bool)])
    func `A proxy that refuses this client is not asked again soon`(_ status: Int?, _ refuses: Bool) {
        let failure = ConnectionFailure(WebSocketTransportError.proxyFailed(proxy: "p:1", detail: "no", status: status))
        #expect(failure.advice == (refuses ? .refused : .none))
        #expect(failure.code == status)
    }
}
