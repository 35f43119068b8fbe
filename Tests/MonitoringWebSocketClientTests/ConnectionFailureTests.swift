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
            (1008, "Server full", "Refused by the server (1008 policy violation): Server full"),
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
        #expect(failure == ConnectionFailure(text: text, type: "ConnectionClosed", code: code.map(Int.init)))
    }

    @Test func `What a transport throws keeps its text and type, made harmless`() {
        let error = WebSocketTransportError.handshakeRefused(status: 403, reason: "no\u{1B}")
        #expect(ConnectionFailure(error).text == error.description.replacing("\u{1B}", with: "␛"))
        #expect(ConnectionFailure(error).type == error.typeName)
        #expect(ConnectionFailure(CancellationError()) == .cancelled)
        #expect(ConnectionFailure(refused) == refused)
    }
}
