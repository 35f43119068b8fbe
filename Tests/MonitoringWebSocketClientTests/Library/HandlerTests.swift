import Foundation
import MonitoringFormatters
import MonitoringMessages
import Testing

@testable import MonitoringWebSocketClient

@Suite(.timeLimit(.minutes(5)))
struct HandlerTests {
    /// The manual's example of a handler class.
    struct AlertHandler: MessageHandler {
        let threshold = 80.0
        let alerts: Inbox<String>

        func handle(_ message: ReceivedMessage, at moment: Moment) {
            guard case .monitoringData(let sample) = message.message else { return }
            if let cpu = sample.processor?.usagePercent, cpu > threshold { alerts.put("High CPU: \(cpu)%") }
            if let ram = sample.memory?.usagePercent, ram > threshold { alerts.put("High RAM: \(ram)%") }
        }
    }

    @Test(arguments: [
        #"{"type":"monitoring_data","data":{"processor":{"usage_percent":91.0},"memory":{"percentage":92.0}}}"#,
        #"{"type":"monitoring_data","data":{"processor":{"usage_percent":91.0},"memory":{"usage_percent":92.0}}}"#,
    ])
    func theAlertHandlerWorksOnBothDialects(_ text: String) async throws {
        let fixture = try LibraryFixture()
        let client = try fixture.monitoringClient()
        let alerts = Inbox<String>()
        let handler = AlertHandler(alerts: alerts)
        #expect(handler.handlerStatistics.isEmpty)
        client.addHandler(for: .monitoringData, handler)
        try await fixture.whileConnected { link async throws in
            link.receive(text)
            #expect(try await alerts.next(2) == ["High CPU: 91.0%", "High RAM: 92.0%"])
        }
    }

    @Test func aFilterKeepsSamplesFromHistoryAndDisplayOnly() async throws {
        let fixture = try LibraryFixture()
        let printed = Inbox<PrintedText>()
        let client = try fixture.monitoringClient(storeHistory: true, printed: printed)
        let seen = Inbox<String>()
        client.addHandler(for: .monitoringData) { seen.put($0.timestamp ?? "") }
        client.monitoringHandler.addFilter { $0.timestamp != "1" }
        try await fixture.whileConnected { link async throws in
            link.receive(sampleText(1))
            link.receive(sampleText(2, cpu: 50))
            #expect(try await seen.next(2) == ["1", "2"])
            #expect(try client.history().map(\.timestamp) == ["2"])
            #expect(try await printed.next(3).last?.text == "CPU: 50.0%\n")
            client.monitoringHandler.removeFilters()
            link.receive(sampleText(1))
            _ = try await seen.next()
            #expect(client.lastData?.timestamp == "1")
            #expect(try client.history().map(\.timestamp) == ["2", "1"])
            #expect(
                client.monitoringHandler.handlerStatistics == ["received": "3", "filtered": "1", "history": "2"])
        }
    }

    @Test func aMonitoringHandlerWorksAloneToo() async throws {
        let fixture = try LibraryFixture()
        let printed = Inbox<PrintedText>()
        let handler = MonitoringHandler(
            formatter: OutputFormat.simple.formatter(), color: true, storeHistory: true, historyLimit: 1,
            output: .function { printed.put($0) })
        fixture.client.on(.all, handler)
        try await fixture.whileConnected { link async throws in
            link.receive(#"{"type":"pong"}"#)
            link.receive(sampleText(1))
            link.receive(sampleText(2))
            #expect(try await printed.next().text == "CPU: \u{1B}[32m45.2%\u{1B}[0m\n")
            _ = try await printed.next()
            #expect(try handler.history().map(\.timestamp) == ["2"])
            #expect(handler.lastData?.timestamp == "2")
        }
    }

    @Test func everythingIsPrintedAsWhatItIs() async throws {
        let fixture = try LibraryFixture()
        let printed = Inbox<PrintedText>()
        let client = try fixture.monitoringClient(printed: printed)
        let link = try await fixture.start()
        link.receive(#"{"type":"connection_message","message":"hello\u001b[31m"}"#)
        link.receive(#"{"type":"error_message","error":"no data","severity":"warning"}"#)
        link.lose()
        let texts = try await printed.next(5)
        #expect(
            texts.map(\.text) == [
                "[CONN] Connecting to ws://server:8765\n", "[CONN] Connected to ws://server:8765\n",
                texts[2].text, "[ERROR] The server reports an error (warning): no data\n",
                "[ERROR] Connection lost: reset; next attempt in 5s\n",
            ])
        #expect(texts[2].text.hasPrefix("[CONN] hello") && !texts[2].text.contains("\u{1B}"))
        #expect(texts.map(\.kind) == [.connection, .connection, .connection, .error, .error])
        await client.stop()
    }

    @Test func anOutputThatFailsIsReportedOnce() async throws {
        struct Full: Error, CustomStringConvertible { var description: String { "full" } }
        let fixture = try LibraryFixture()
        let handler = MonitoringHandler(output: .function { _ in throw Full() })
        let client = try MonitoringClient(webSocketClient: fixture.client, monitoringHandler: handler)
        _ = try await fixture.start()
        await client.stop()
        #expect(client.statistics.errorHistory.map(\.error) == ["The handler of output failed: full"])
    }

    @Test func savingMakesALoggingHandlerThatCountsEveryMessage() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)/data/monitoring.log"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let fixture = try LibraryFixture()
        let client = try fixture.monitoringClient(saveData: path)
        let seen = Inbox<Void>()
        client.addHandler(for: .custom("pong")) { _ in seen.put(()) }
        try await fixture.whileConnected { link async throws in
            link.receive(sampleText(1))
            link.receive(#"{"type":"pong"}"#)
            try await seen.next()
        }
        let statistics = try #require(client.loggingHandler).statistics
        #expect(statistics.messageCount == 2)
        #expect(statistics.logFile == path)
        let saved = try String(contentsOfFile: path, encoding: .utf8)
        #expect(saved.utf8.count == statistics.logSize)
        #expect(saved.split(separator: "\n").count == 2)
    }

    @Test func aLoggingHandlerOfTheProgramsOwnSavesFormattedLines() async throws {
        let path = FileManager.default.temporaryDirectory.path + "/\(UUID().uuidString)/lines.log"
        defer { try? FileManager.default.removeItem(atPath: path) }
        let fixture = try LibraryFixture()
        let handler = try LoggingHandler(path: path, content: .formatted(OutputFormat.simple.formatter())) { _ in }
        fixture.client.on(.monitoringData, handler)
        let seen = Inbox<Void>()
        fixture.client.on(.monitoringData) { _ in seen.put(()) }
        try await fixture.whileConnected { link async throws in
            link.receive(sampleText(1))
            try await seen.next()
        }
        let saved = try String(contentsOfFile: path, encoding: .utf8)
        #expect(saved.hasSuffix(" CPU: 45.2%\n"))
        #expect(
            handler.handlerStatistics == [
                "message_count": "1", "log_file": path, "log_size": "\(saved.utf8.count)",
            ])
    }

    @Test func aFileThatCannotBeMadeIsAnErrorAtOnce() throws {
        #expect(throws: LogFileError.self) { try MonitoringClient(saveData: "/proc/none/data.jsonl", output: .none) }
    }
}
