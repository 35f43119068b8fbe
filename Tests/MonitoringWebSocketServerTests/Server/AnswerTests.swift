import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketServer

@Suite(.timeLimit(.minutes(5))) struct AnswerTests {
    static func masked(_ text: String) -> String {
        text.replacing(/"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?"/, with: "TIME")
    }

    @Test func greetsAsThePublishedServer() async throws {
        try await withServer { port in
            try await RawClient.with(port: port) { client in
                try await client.upgrade()
                let greeting = try await client.frame()
                #expect(greeting.first == 0x81)
                #expect(
                    Self.masked(greeting.text)
                        == #"{"type": "connection", "status": "connected", "timestamp": TIME, "#
                        + #""message": "Connected to monitoring server"}"#)
            }
        }
    }

    static let invalid = #"{"type": "error", "message": "Invalid message"}"#
    static let pong = #"{"type": "pong", "timestamp": TIME}"#
    static let status =
        #"{"type": "status", "connected_clients": 1, "monitoring_active": true, "timestamp": TIME}"#

    /// What `monitoring-websocket-server` 1.0.83.87 answers; nil is nothing. It dies of JSON that is not an object.
    @Test(
        "Answers each message as the published server does, and survives those that end it",
        arguments: [
            (#"{"type":"ping"}"#, pong), (#" {"type" : "ping", "x": [1]}"#, pong), (#"{"type":"p\u0069ng"}"#, pong),
            (#"{"type":"get_status"}"#, status), (#"{"type":"ping","type":"get_status"}"#, status),
            ("", invalid), ("not json", invalid), (#"{"type":"ping""#, invalid), (#"{"type":"ping"} x"#, invalid),
            ("[]", invalid), ("[1]", invalid), ("5", invalid), ("null", invalid), (#""type""#, invalid),
            ("NaN", invalid),
            (#"{"type":"other"}"#, nil), (#"{"type":"PING"}"#, nil), (#"{"type":"pong"}"#, nil), (#"{"no":1}"#, nil),
            (#"{"type":5}"#, nil), (#"{"type":null}"#, nil), (#"{"type":[]}"#, nil),
            (#"{"type":"monitoring_data"}"#, nil),
        ] as [(String, String?)])
    func answers(_ message: String, with expected: String?) async throws {
        try await withServer { port in
            try await RawClient.upgraded(port: port) { client in
                for opcode: UInt8 in [0x81, 0x82] {
                    try await client.send(opcode, Array(message.utf8))
                    if let expected { #expect(Self.masked(try await client.answer().text) == expected) }
                }
                // Where there is no answer, the next thing that comes is the ping's.
                try await client.send(0x89, [7])
                #expect(try await client.answer() == .init(first: 0x8A, payload: [7]))
            }
        }
    }

    @Test(arguments: MessageDialect.allCases)
    func samplesReadBack(in dialect: MessageDialect) async throws {
        try await withServer({ $0.dialect = dialect }) { port in
            try await withLink(port: port) { link in
                let reader = MessageReader()
                var kinds: [ServerMessage] = []
                for try await case .text(let bytes) in link.events {
                    let message = try reader.read(bytes)
                    #expect(message.timestamp != nil)
                    kinds.append(message.message)
                    if kinds.count == 3 { break }
                }
                let status: String? = dialect == .published ? "connected" : nil
                #expect(kinds.first == .connection(status: status, message: "Connected to monitoring server"))
                guard case .monitoringData(let first) = kinds[1], case .monitoringData(let second) = kinds[2] else {
                    Issue.record("no samples: \(kinds)")
                    return
                }
                #expect(first.processor?.usagePercent == 1)
                #expect(second.processor?.usagePercent == 2)
                #expect(second.memory?.usedBytes == 2 << 30)
            }
        }
    }

    @Test func allClientsGetTheSameBytes() async throws {
        try await withServer { port in
            try await RawClient.upgraded(port: port) { first in
                try await RawClient.upgraded(port: port) { second in
                    let expected = try await second.frame().text
                    var text = ""
                    while text != expected { text = try await first.frame().text }
                }
            }
        }
    }

    @Test func collectsOnlyWhileThereAreClients() async throws {
        let (counts, count) = AsyncStream<Int>.makeStream()
        try await withServer(source: CountingSource { count.yield($0) }) { port in
            // Well beyond the interval: a whole connection without an upgrade.
            try await RawClient.with(port: port) { client in
                try await client.send(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8))
                #expect(try await client.head().hasPrefix("HTTP/1.1 426 "))
                try await client.end()
            }
            try await RawClient.upgraded(port: port) { client in
                let text = try await client.frame().text
                #expect(text.contains(#""usage_percent": 1.0"#))
            }
        }
        #expect(await counts.first { _ in true } == 1)
    }
}
