import MonitoringMessages
import Testing
import WebSocketTransport

@testable import MonitoringWebSocketClient

/// The manual's keys, each through the library.
@Suite(.timeLimit(.minutes(5)))
struct LibraryStatisticsTests {
    @Test func messagesAndBytesAreCounted() async throws {
        let fixture = try LibraryFixture()
        let seen = Inbox<Void>()
        fixture.client.on(.monitoringData) { _ in seen.put(()) }
        try await fixture.whileConnected { link async throws in
            link.receive(sampleText(1))
            link.receive(sampleText(2))
            _ = try await seen.next(2)
            try await fixture.client.send(.ping)
            let statistics = fixture.client.statistics
            #expect(statistics.messagesReceived == 2)
            #expect(statistics.bytesReceived == sampleText(1).utf8.count + sampleText(2).utf8.count)
            #expect(statistics.messagesSent == 1)
            #expect(statistics.bytesSent == #"{"type":"ping"}"#.utf8.count)
        }
    }

    @Test func uptimeIsThatOfThePresentConnection() async throws {
        let fixture = try LibraryFixture { $0.pingInterval = .zero }
        #expect(fixture.client.statistics.uptime == .zero)
        #expect(fixture.client.statistics.connectionStart == nil)
        try await fixture.whileConnected { _ async throws in
            #expect(fixture.client.statistics.connectionStart == Moment(at: .zero))
            fixture.clock.advance(to: .seconds(90))
            #expect(fixture.client.statistics.uptime == .seconds(90))
        }
        fixture.clock.advance(to: .seconds(200))
        #expect(fixture.client.statistics.uptime == .zero)
        #expect(fixture.client.statistics.connectionStart == nil)
    }

    @Test(arguments: [WebSocketEvent.closed(.normalClosure, reason: ""), .closed(.internalError, reason: "")])
    func everyReconnectionAndDisconnectionCounts(_ close: WebSocketEvent) async throws {
        let fixture = try LibraryFixture()
        let link = try await fixture.start()
        link.receive(close)
        try await fixture.again(after: .seconds(5)).fail(refusal)
        try await fixture.again(after: .seconds(10)).accept()
        await fixture.client.until { fixture.client.isConnected }
        #expect(fixture.client.statistics.reconnectAttempts == 2)
        #expect(fixture.client.statistics.totalDisconnections == 1)
        await fixture.client.stop()
        #expect(fixture.client.statistics.totalDisconnections == 2)
    }

    @Test func theStateIsAmongThem() async throws {
        let fixture = try LibraryFixture()
        #expect(fixture.client.statistics.currentState == .disconnected)
        try await fixture.whileConnected { _ async throws in
            #expect(fixture.client.statistics.currentState == .connected)
        }
    }

    @Test func theLastFiveErrorsAreKeptAndAllAreCounted() async throws {
        let fixture = try LibraryFixture()
        #expect(fixture.client.statistics.lastError == nil)
        let errors = Inbox<ErrorRecord>()
        fixture.client.on(.clientError) { errors.put($0) }
        try await fixture.whileConnected { link async throws in
            for number in 1...6 { link.receive(#"{"type":"error","message":"\#(number)"}"#) }
            _ = try await errors.next(6)
            let statistics = fixture.client.statistics
            #expect(statistics.errorCount == 6)
            #expect(statistics.errorHistory.map(\.error) == (2...6).map { "The server reports an error: \($0)" })
            #expect(statistics.lastError == "The server reports an error: 6")
            #expect(statistics.errorHistory.last?.type == "ServerError")
            #expect(statistics.errorHistory.last?.moment == Moment(at: .zero))
        }
    }

    @Test func aRefusedConnectionCountsOnce() async throws {
        let fixture = try LibraryFixture { $0.reconnect = false }
        await #expect(throws: ConnectionError.self) { try await fixture.start(failing: refusal) }
        #expect(fixture.client.statistics.errorCount == 1)
        #expect(fixture.client.statistics.errorHistory.map(\.type) == ["ConnectionRefused"])
    }

    @Test func theManualsLoopRunsWhileConnected() async throws {
        let fixture = try LibraryFixture()
        var reports: [String] = []
        let link = try await fixture.start()
        while fixture.client.isConnected {
            let statistics = fixture.client.statistics
            reports.append("\(statistics.messagesReceived) \(statistics.reconnectAttempts) \(statistics.uptime)")
            link.lose()
            try await fixture.clock.sleeper(until: .seconds(5))
        }
        #expect(reports == ["0 0 0.0 seconds"])
        await fixture.client.stop()
    }
}
